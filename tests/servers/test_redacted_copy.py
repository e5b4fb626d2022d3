"""From the request to the file: two people, a centre and a gateway, over real sockets."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import av
import pytest
from asgiref.sync import async_to_sync, sync_to_async
from click.testing import CliRunner
from django.conf import settings as installed

from tests.servers.gateway_story import Centre, Story, networks, now, story
from tests.stages import asking_story
from tests.stages.standing import standing_now
from vaka.cli.export import command
from vaka.core.errors import Conflict
from vaka.core.period import Period
from vaka.decisions import queries as decisions
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.demo.sound import Kind, beeps
from vaka.edge.video.privacy.burning import GREY_LUMA
from vaka.edge.video.recording import recorder
from vaka.municipality.rules import Role
from vaka.operation import actions, gate, queries
from vaka.operation.rules import Purpose
from vaka.oversight import actions as oversight
from vaka.oversight.rules.own_pictures import Answer
from vaka.record import queries as record
from vaka.record.rules import Kind as Recorded
from vaka.terms import keystore
from vaka.terms.document import Act
from vaka.terms.orders import CameraOrder
from vaka.terms.redaction import Cover

pytestmark = pytest.mark.django_db(transaction=True)
ACCESS = [{"role": "operator", "acts": ["export", "audio"], "requires": ["second-person"]}]
LEFT = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
NEARLY = 14


@pytest.fixture
def camera(person, board, site, at, monkeypatch):
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))
    whose = {"person": person, "board": board, "site": site, "at": at}
    return standing_now(**whose, access=ACCESS, audio=True)


@pytest.fixture
def officer(person, board):
    return person(Role.CASE_OFFICER, board)


async def recorded(camera, s: Story) -> Period:
    """Record a little; return the stretch."""
    began = now()
    await s.until(lambda: len(s.centre.said("segment.kept", camera.id)) >= 3, seconds=20)
    # What is still being recorded would be more a little later.
    return Period(began - timedelta(seconds=1), began + timedelta(seconds=1.5))


async def asked(camera, span: Period, written_request: str, operator, colleague) -> str:
    """Ask for a copy on a written request, by two."""
    row = await sync_to_async(actions.ask_for_footage)(
        camera=camera.id,
        act=Act.EXPORT,
        span=span,
        purpose=Purpose.DISCLOSURE,
        incident="",
        written_request=written_request,
        reason="Begäran",
        by=operator,
        at=now(),
    )
    await sync_to_async(actions.approve_footage)(request=row.id, by=colleague, at=now())
    return row.id


def of_oneself(camera, span: Period, officer) -> str:
    row = asking_story.of_oneself(camera.id, span, by=officer, at=now())
    return asking_story.identified(row, by=officer, at=now())


def of_the_police(camera, span: Period, officer) -> str:
    row = asking_story.by_the_police(camera.id, span, by=officer, at=now())
    return asking_story.granted(row, by=officer, at=now())


async def previewed(key: str, by) -> bytes:
    given = await sync_to_async(gate.give_redaction_ticket)(key=key, by=by, at=now())
    pieces = await gate.preview(key=key, text=given.text, by=by, clock=now)
    return b"".join([piece async for piece in pieces])


def told_of(copy: bytes) -> tuple[list[str], bool]:
    """The tracks of a copy's video, and whether its manifest says that it has sound."""
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        with av.open(io.BytesIO(archive.read("video.mp4"))) as container:
            tracks = [stream.type for stream in container.streams]
        return tracks, json.loads(archive.read("manifest.json"))["sound"]


def test_what_is_handed_out_is_what_was_seen_and_released_and_vouches_for_itself(
    tmp_path: Path, camera, operator, colleague, officer, settings
) -> None:
    async def told() -> bytes:
        key = keystore.signing_key(installed.VAKA.keys_path)
        centre = Centre(key=key)
        terms = await sync_to_async(decisions.begun)(camera=camera.id, at=now())
        async with (
            SimulatedCamera(DATA / "garage.mp4", sound=beeps(Kind.AAC)) as device,
            story(tmp_path, centre, networks(device)) as s,
        ):
            settings.VAKA = replace(installed.VAKA, gateway_url=s.url)
            centre.cameras[camera.id] = CameraOrder(
                camera.id, device.url, terms.text, (), (), metres_across=40.0
            )
            span = await recorded(camera, s)
            own = await sync_to_async(of_oneself)(camera, span, officer)
            request = await asked(camera, span, own, operator, colleague)
            with pytest.raises(Conflict, match="third-persons-first"):
                await gate.take_copy(request=request, by=operator, clock=now)
            row = await gate.look_through(request=request, by=operator, clock=now)
            plan = await sync_to_async(queries.plan)(row)
            cover = Cover(0, plan.findings.last, LEFT)
            await sync_to_async(actions.cover)(
                redaction=row.id, area=cover, by=operator, at=now()
            )
            jpeg = await gate.one_picture(key=row.id, number=2, by=operator, clock=now)
            assert jpeg[:2] == b"\xff\xd8"
            for each, _ in await sync_to_async(queries.doubts)(row, plan):
                await sync_to_async(actions.look_at_doubt)(
                    redaction=row.id, doubt=each.key, by=operator, at=now()
                )
            with pytest.raises(Conflict, match="not-released"):
                await gate.take_redacted_copy(key=row.id, by=operator, clock=now)
            seen = await previewed(row.id, colleague)
            await sync_to_async(actions.release_redaction)(
                redaction=row.id, by=colleague, at=now()
            )
            with pytest.raises(Conflict, match="anothers-request"):
                await gate.take_redacted_copy(key=row.id, by=colleague, clock=now)
            copy = await gate.take_redacted_copy(key=row.id, by=operator, clock=now)
            with copy.file as file:
                made = file.read()
            police = await sync_to_async(of_the_police)(camera, span, officer)
            request = await asked(camera, span, police, operator, colleague)
            in_clear = await gate.take_copy(request=request, by=operator, clock=now)
            with in_clear.file as file:
                assert told_of(file.read()) == (["video", "audio"], True)
            assert told_of(made) == (["video"], False)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert archive.read("video.mp4") == seen
            manifest = json.loads(archive.read("manifest.json"))
            altered = manifest["altered"]
            assert "oigenkännliga" in archive.read("LAS-MIG.txt").decode()
        assert manifest["signatures"]["remade"] == "third-persons"
        assert altered["what"] == "third-persons-unrecognisable"
        assert (altered["prepared_by"], altered["released_by"]) == (operator.id, colleague.id)
        assert (altered["covers"], altered["original"]) == (1, plan.findings.original)
        await sync_to_async(oversight.answer_access)(
            request=own, answer=Answer.HANDED_OUT, words="Se filen.", by=officer, at=now()
        )
        answered = await sync_to_async(record.of_kind(Recorded.ACCESS_ANSWERED).get)()
        assert answered.facts["copies"] == [
            {"copy": manifest["id"], "sha256": hashlib.sha256(seen).hexdigest()}
        ]
        taken = await sync_to_async(list)(record.of_kind(Recorded.COPY_TAKEN))
        told = {entry.facts["redaction"]: entry.facts["sound"] for entry in taken}
        assert told == {row.id: False, None: True}
        with av.open(io.BytesIO(seen)) as container:
            for frame in container.decode(video=0):
                luma = frame.to_ndarray(format="yuv420p")[: frame.height]
                assert abs(luma[:, : frame.width // 2].astype(int) - GREY_LUMA).max() <= NEARLY
        return made

    made = async_to_sync(told)()
    file = tmp_path / "kopia.zip"
    file.write_bytes(made)
    answer = CliRunner().invoke(
        command, ["verify", str(file), "--trust", str(installed.VAKA.keys_path)]
    )
    assert answer.exit_code == 0, answer.output
    assert "Third persons were made unrecognisable" in answer.output
