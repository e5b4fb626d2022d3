"""Signed video from the camera to whoever verifies the copy, over real sockets and files."""

import io
import json
import zipfile
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings as installed

from tests.servers.clips import made
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.stages.asking_story import opened
from tests.stages.standing import standing_now
from vaka.cli.export import command
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.decisions import queries as decisions
from vaka.demo import playing
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.demo.faults import Fault
from vaka.demo.signing import Identity, Signer, Signing
from vaka.edge.video.recording import recorder
from vaka.operation import actions, gate
from vaka.operation.rules import Purpose
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.signed_video.groups import State
from vaka.signed_video.message import UUID
from vaka.signed_video.movie import Movie
from vaka.signed_video.report import Outcome, Signatures, examine
from vaka.signed_video.units import split
from vaka.terms import keystore
from vaka.terms.document import Act
from vaka.terms.orders import CameraOrder

ACCESS = [{"role": "operator", "acts": ["export"], "requires": []}]
AUTHORITY = Identity.made("Tillverkaren")
CAMERA = Signing(Identity.made("Kamera 7", by=AUTHORITY))
VIDEO = "video.mp4"


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[Identity, list[bytes]]:
    """The messages that each signer has sent."""
    said: dict[Identity, list[bytes]] = defaultdict(list)

    class Noted(Signer):
        def signed(self, units, seconds):
            told = super().signed(units, seconds)
            said[self.signing.identity] += [unit for unit in told if UUID in unit]
            return told

    monkeypatch.setattr(playing, "Signer", Noted)
    return said


def messages(video: bytes) -> list[bytes]:
    """The messages of signatures in a recording, in order."""
    pictures = Movie(io.BytesIO(video), VIDEO).pictures()
    return [unit for each in pictures for unit in split(each.data) if UUID in unit]


async def exported(s: Story, camera: str, terms: str, span: Period) -> Signatures:
    """What becomes of the signatures in a stretch that is handed out for a copy."""
    key = new_id(at=now())
    ticket = s.centre.ticket(camera, terms, id=key, act=Act.EXPORT, footage=span)
    async with s.session.get(f"{s.url}/footage", params={"ticket": ticket}) as answer:
        assert answer.status == 200
        video = await answer.read()
        starts = datetime.fromisoformat(answer.headers["X-Starts"])
    async with s.session.get(f"{s.url}/views/{key}") as answer:
        lacking = (await answer.json())["lacking"]
    told = examine(
        io.BytesIO(video),
        VIDEO,
        starts=starts,
        until=span.end,
        authorities=AUTHORITY.chain,
    )
    return replace(told, lacking=lacking)


def test_every_signature_is_kept_and_handed_out_as_the_camera_sent_it(
    tmp_path: Path, sent: dict[Identity, list[bytes]]
) -> None:
    hevc = made(tmp_path / "hevc.mp4", coder="libx265", size=(320, 180))
    others = Identity.made("Kamera 8", by=AUTHORITY)
    manners = {
        "torget": (DATA / "square.mp4", replace(CAMERA, late=2)),
        # Who signs is said once, long before what is asked for.
        "garaget": (hevc, Signing(others, repeats=False)),
    }

    async def told() -> None:
        centre = Centre()
        devices = {
            name: SimulatedCamera(file, signing=how) for name, (file, how) in manners.items()
        }
        async with (
            devices["torget"] as one,
            devices["garaget"] as other,
            story(tmp_path / "gateway", centre, networks(one, other)) as s,
        ):
            terms = {name: terms_json(name, access=ACCESS) for name in devices}
            for name, device in devices.items():
                centre.order(name, device.url, terms[name])
            await s.until(
                lambda: all(len(centre.said("segment.kept", name)) >= 5 for name in devices),
                seconds=20,
            )
            for name, (_, how) in manners.items():
                whole = s.gateway.footage(name, Period(now() - timedelta(hours=1), now()))
                kept = messages(b"".join(whole.pieces()))
                assert whole.starts is not None
                # Each segment begins with who signs; what the camera said lies in between.
                said = [each for each in sent[how.identity] if each in kept]
                assert len(said) >= 4
                first = sent[how.identity].index(said[0])
                assert sent[how.identity][first : first + len(said)] == said
                span = Period(
                    whole.starts + timedelta(seconds=1.2), whole.starts + timedelta(seconds=3)
                )
                signatures = await exported(s, name, str(terms[name]["id"]), span)
                assert signatures.outcome is Outcome.VALID, signatures
                assert signatures.lacking is None
                assert signatures.count(State.VALID) in (1, 2)
                assert signatures.added
                assert signatures.added.last >= span.end
                assert signatures.added.last < span.end + timedelta(seconds=2)

    run(told())


def test_what_a_camera_or_somebody_on_the_way_does_to_it_is_told(tmp_path: Path) -> None:
    """Four cameras at once: a picture altered, one left out, no signatures, another's."""
    faults = {
        Fault.FORGES: Outcome.ALTERED,
        Fault.OMITS: Outcome.INCOMPLETE,
        Fault.UNSIGNED: Outcome.INCOMPLETE,
        Fault.FOREIGN: Outcome.UNKNOWN_SIGNER,
    }

    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(signing=CAMERA, fault=Fault.FORGES) as forging,
            SimulatedCamera(signing=CAMERA, fault=Fault.OMITS) as omitting,
            SimulatedCamera(signing=CAMERA, fault=Fault.UNSIGNED) as unsigned,
            SimulatedCamera(signing=CAMERA, fault=Fault.FOREIGN) as foreign,
        ):
            devices = (forging, omitting, unsigned, foreign)
            async with story(tmp_path, centre, networks(*devices)) as s:
                terms = {each.fault: terms_json(each.fault, access=ACCESS) for each in devices}
                for each in devices:
                    centre.order(each.fault, each.url, terms[each.fault])
                await s.until(
                    lambda: all(len(centre.said("segment.kept", name)) >= 6 for name in faults),
                    seconds=25,
                )
                for fault, outcome in faults.items():
                    hour = Period(now() - timedelta(hours=1), now())
                    signatures = await exported(s, fault, str(terms[fault]["id"]), hour)
                    # The newest group is signed in a picture that is not kept yet.
                    assert signatures.lacking == "not-kept"
                    assert signatures.added is None
                    assert signatures.count(State.VALID) >= 1
                    if fault is Fault.FOREIGN:
                        trust = [each.trusted for each in signatures.signers]
                        assert sorted(trust) == [False, True]
                    else:
                        assert signatures.outcome is outcome, (fault, signatures)

    run(told())


@pytest.fixture
def camera(person, board, site, at):
    return standing_now(person=person, board=board, site=site, at=at, access=ACCESS)


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_signed_video_is_verified_far_from_us(
    tmp_path: Path, camera, operator, settings
) -> None:
    async def told() -> bytes:
        centre = Centre(key=keystore.signing_key(installed.VAKA.keys_path))
        terms = await sync_to_async(decisions.begun)(camera=camera.id, at=now())
        async with (
            SimulatedCamera(DATA / "garage.mp4", signing=CAMERA) as device,
            story(tmp_path / "gateway", centre, networks(device)) as s,
        ):
            settings.VAKA = replace(installed.VAKA, gateway_url=s.url)
            settings.SIGNING_AUTHORITIES = AUTHORITY.chain
            centre.cameras[camera.id] = CameraOrder(
                camera.id, device.url, terms.text, (), (), metres_across=40.0
            )
            began = now()
            await s.until(lambda: len(centre.said("segment.kept", camera.id)) >= 5, seconds=20)
            span = Period(began - timedelta(seconds=1), began + timedelta(seconds=2.5))
            row = await sync_to_async(actions.ask_for_footage)(
                camera=camera.id,
                act=Act.EXPORT,
                span=span,
                purpose=Purpose.DISCLOSURE,
                incident="",
                written_request=await sync_to_async(opened)(camera.id, span, at=now()),
                reason="Begäran från polisen",
                by=operator,
                at=now(),
            )
            copy = await gate.take_copy(request=row.id, by=operator, clock=now)
            with copy.file as file:
                return file.read()

    file, authorities = tmp_path / "kopia.zip", tmp_path / "authorities.pem"
    file.write_bytes(async_to_sync(told)())
    authorities.write_bytes(AUTHORITY.chain[0].public_bytes(Encoding.PEM))
    with zipfile.ZipFile(file) as archive:
        written = json.loads(archive.read("manifest.json"))["signatures"]
        assert "är som kameran signerade dem" in archive.read("LAS-MIG.txt").decode()
    assert (written["outcome"], written["form"]) == ("valid", "onvif-media-signing")
    assert written["added"]["pictures"] >= 1
    assert written["lacking"] is None
    taken = record.of_kind(Kind.COPY_TAKEN).get()
    told = taken.facts["signatures"]
    assert (told["outcome"], told["groups"]["altered"]) == ("valid", 0)
    assert [each["trusted"] for each in told["signers"]] == [True]
    asked = ["verify", str(file), "--trust", str(installed.VAKA.keys_path)]
    answer = CliRunner().invoke(command, [*asked, "--authorities", str(authorities)])
    assert answer.exit_code == 0, answer.output
    assert "The camera's signatures hold" in answer.output
    assert (
        "Signed by CN=Kamera 7, certificate of CN=Tillverkaren (vouched for)" in answer.output
    )
    # Whoever trusts nobody is told the same of the pictures, and less of who signed.
    answer = CliRunner().invoke(command, [*asked, "--json"])
    assert json.loads(answer.output)["signatures"]["outcome"] == "unknown-signer"
