"""A stretch analysed, shown and covered by the gateway: against a ticket, never in clear."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.servers.test_footage import times
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.edge.video.recording import recorder
from vaka.edge.video.serving import redacting
from vaka.terms.document import Act
from vaka.terms.redaction import Cover, Plan
from vaka.terms.redaction_file import digest, read_findings, write

GARAGE = "garaget"
ACCESS = [{"role": "operator", "acts": ["live", "review", "export"], "requires": []}]
WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


async def recorded(s: Story, camera: SimulatedCamera, terms: dict) -> Period:
    """Record a little; the stretch that was."""
    s.centre.order(GARAGE, camera.url, terms)
    began = now()
    await s.until(lambda: len(s.centre.said("segment.kept", GARAGE)) >= 2, seconds=15)
    return Period(began - timedelta(seconds=2), began + timedelta(seconds=2))


def ticket(s: Story, terms: dict, span: Period, **changed: object) -> str:
    return s.centre.ticket(
        GARAGE, terms["id"], **{"act": Act.EXPORT, "footage": span, **changed}
    )


async def asked(s: Story, what: str, text: str, plan: bytes = b"", **query: str):
    """The answer of a route: its status, headers and bytes."""
    where = f"{s.url}/redaction/{what}"
    async with s.session.post(where, params={"ticket": text, **query}, data=plan) as answer:
        return answer.status, answer.headers, await answer.read()


async def analysed(s: Story, terms: dict, span: Period) -> Plan:
    status, _, told = await asked(s, "analysis", ticket(s, terms, span))
    assert status == 200
    last = json.loads(told.splitlines()[-1])
    return Plan(read_findings(json.dumps(last["findings"]).encode()))


def test_a_stretch_is_analysed_looked_at_and_covered_and_each_look_is_told(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE, access=ACCESS)
        async with (
            SimulatedCamera(DATA / "garage.mp4") as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            span = await recorded(s, camera, terms)
            plan = await analysed(s, terms, span)
            plan = Plan(plan.findings, covers=(Cover(0, plan.findings.last, WHOLE),))
            written = write(plan)
            status, headers, jpeg = await asked(
                s, "picture", ticket(s, terms, span), written, number="3"
            )
            assert (status, headers["Content-Type"], jpeg[:2]) == (
                200,
                "image/jpeg",
                b"\xff\xd8",
            )
            key = new_id(at=now())
            status, headers, made = await asked(
                s,
                "video",
                ticket(s, terms, span, id=key, redaction=digest(written)),
                written,
            )
            assert status == 200
            assert headers["X-Starts"]
            assert len(times(made)) == len(plan.findings.times)
            assert await s.view_reason(key) == "finished"
            ends = [facts["reason"] for facts in centre.said("view.ended", GARAGE)]
            await s.until(lambda: len(centre.said("view.ended", GARAGE)) == 3)
            assert set(ends) <= {"finished", "snapshot"}

    run(told())


def test_a_ticket_for_a_covered_copy_opens_nothing_else(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE, access=ACCESS)
        async with (
            SimulatedCamera(DATA / "garage.mp4") as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            span = await recorded(s, camera, terms)

            def bound() -> str:
                return ticket(s, terms, span, redaction=digest(b"a plan"))

            async with s.session.get(f"{s.url}/footage", params={"ticket": bound()}) as answer:
                assert (answer.status, await answer.json()) == (403, {"reason": "other-act"})
            refusals = [
                await asked(s, "analysis", bound()),
                await asked(s, "picture", bound(), b"a plan", number="0"),
                await asked(s, "video", bound(), b"another plan"),
                await asked(s, "video", ticket(s, terms, span), b"a plan"),
                await asked(s, "analysis", ticket(s, terms, span, act=Act.REVIEW)),
            ]
            assert [(code, json.loads(body)) for code, _, body in refusals] == [
                (403, {"reason": "other-act"})
            ] * 5

    run(told())


def test_what_cannot_be_covered_is_not_handed_out_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE, access=ACCESS)
        async with (
            SimulatedCamera(DATA / "garage.mp4") as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            span = await recorded(s, camera, terms)
            key, no_plan = new_id(at=now()), b"no plan"
            text = ticket(s, terms, span, id=key, redaction=digest(no_plan))
            _, _, made = await asked(s, "video", text, no_plan)
            assert (made, await s.view_reason(key)) == (b"", "redaction-failed")
            status, _, body = await asked(
                s, "picture", ticket(s, terms, span), no_plan, number="0"
            )
            assert (status, json.loads(body)) == (409, {"reason": "redaction-failed"})
            before = Period(span.start - timedelta(hours=2), span.start - timedelta(hours=1))
            status, _, body = await asked(s, "analysis", ticket(s, terms, before))
            assert (status, json.loads(body)) == (409, {"reason": "nothing-kept"})
            monkeypatch.setattr(redacting, "MOST_BYTES", 1000)
            status, _, body = await asked(s, "analysis", ticket(s, terms, span))
            assert (status, json.loads(body)) == (409, {"reason": "too-much-to-redact"})
            status, _, body = await asked(
                s, "picture", ticket(s, terms, span), no_plan, number="0"
            )
            assert (status, json.loads(body)) == (409, {"reason": "too-much-to-redact"})

    run(told())
