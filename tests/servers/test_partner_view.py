"""A partner sees a real camera live through a real gateway, and no longer than is shared."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings as installed

from tests.servers.gateway_story import Centre, networks, now, story
from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner, reads
from tests.stages.standing import standing_now
from vaka.core.errors import Conflict
from vaka.decisions import queries as decisions
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.municipality.rules import Role
from vaka.operation import gate
from vaka.operation.gate import views
from vaka.operation.models import Ticket
from vaka.response import actions, queries
from vaka.response.models import SharingAgreement
from vaka.terms import keystore
from vaka.terms.orders import CameraOrder

pytestmark = pytest.mark.django_db(transaction=True)
ACCESS = [{"role": "partner", "acts": ["live"], "requires": ["incident"]}]


@pytest.fixture(autouse=True)
def asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ASK_AGAIN_SECONDS", 0.0)


@pytest.fixture
def camera(person, board, site, at: datetime) -> str:
    return standing_now(person=person, board=board, site=site, at=at, access=ACCESS).id


@pytest.fixture
def agreement(founder) -> SharingAgreement:
    return agreed(partner("Grannkommunen", founder, now()), founder, now())


@pytest.fixture
def reader(person, founder, agreement):
    made = person(Role.PARTNER)
    reads(agreement.partner_id, made, founder, now())
    return made


@pytest.fixture
def incident(site, founder) -> str:
    registered(site, founder, now())
    return take("a", now()).incident


def test_the_view_ends_when_the_agreement_does(
    tmp_path: Path, camera, incident, agreement, reader, founder, settings
) -> None:
    shared = queries.still_shared(incident, by=reader)

    async def opened(ticket: gate.Given, asks: gate.Shared | None) -> views.View:
        return await gate.open_view(
            ticket.text, camera=camera, by=reader, clock=now, shared=asks
        )

    async def looked() -> str:
        look = sync_to_async(actions.look_shared)
        ticket = await look(camera=camera, incident=incident, by=reader, at=now())
        # Without the question there is no view, though the ticket is good.
        with pytest.raises(Conflict, match="not-shared"):
            await opened(ticket, None)
        view, seen = await opened(ticket, shared), 0
        async for piece in view.pictures():
            seen += len(piece)
            if seen and not agreement.ended_at:
                agreement.ended_at = now()
                end = sync_to_async(actions.end_agreement)
                await end(agreement=agreement.id, by=founder, at=now())
        assert seen
        return view.ended

    async def shown() -> str:
        centre = Centre(key=keystore.signing_key(installed.VAKA.keys_path))
        terms = await sync_to_async(decisions.begun)(camera=camera, at=now())
        async with (
            SimulatedCamera(DATA / "garage.mp4") as device,
            story(tmp_path / "gateway", centre, networks(device)) as s,
        ):
            settings.VAKA = replace(installed.VAKA, gateway_url=s.url)
            centre.cameras[camera] = CameraOrder(
                camera, device.url, terms.text, (), (), metres_across=40.0
            )
            await s.until(lambda: "recording" in centre.states(camera), seconds=20)
            return await looked()

    assert async_to_sync(shown)() == "not-shared"
    assert Ticket.objects.get().end_reason == "not-shared"
