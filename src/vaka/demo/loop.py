"""The nine stages of the loop, each walked as its user walks it, and what must hold in it."""

import asyncio
import datetime as dt
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from vaka.balancing import actions as weighing
from vaka.balancing import queries as balancing
from vaka.cases import queries as cases
from vaka.core.errors import Conflict
from vaka.decisions import actions as deciding
from vaka.decisions import queries as decisions
from vaka.demo.installation import PASSWORD
from vaka.demo.processes import Places
from vaka.demo.transmitter import SimulatedTransmitter
from vaka.demo.visitor import Visitor, need
from vaka.evaluation import queries as evaluation
from vaka.measures import queries as measures
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.operation import queries as operation
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import queries as response
from vaka.terms.document import Act
from vaka.terms.permits import Asking, permits

SQUARE, GARAGE = "Exempeltorget", "Exempelgaraget"
ACCOUNT, GARAGE_ACCOUNT = "1001", "1002"
LEAST_PROBLEMS = 200
LEAST_MEASURES = 2
SECTIONS = 15
WAIT_SECONDS = 60.0
SOME_TIME = timedelta(minutes=10)
STREAM_BYTES = 120_000


@dataclass
class Walk:
    """One walk through the loop, over one running installation."""

    places: Places
    folder: Path
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, login: str) -> Visitor:
        """Return a person at the pages, logged in."""
        if login not in self.visitors:
            self.visitors[login] = Visitor(self.places.url).log_in(login, PASSWORD)
        return self.visitors[login]

    def camera(self, site: str) -> str:
        """Return the id of the camera at a site."""
        standing = operation.installed(at=now()).filter(site__name=site).first()
        need(standing, f"no camera stands at {site}")
        assert standing
        return standing.camera_id

    def site(self, name: str) -> str:
        """Return the id of a site."""
        by = actor("inspektor")
        return next(site.id for site in municipality.sites(by=by) if site.name == name)


def now() -> datetime:
    """Return this instant."""
    return datetime.now(UTC)


def actor(login: str) -> Actor:
    """Return an example person with the roles held now."""
    return municipality.actor_by_login(login, at=now())


def until(ask: Callable[[], object], what: str, seconds: float = WAIT_SECONDS) -> None:
    """Wait until something holds.

    :raises NotHeld: when it does not in time.
    """
    deadline = time.monotonic() + seconds
    while not ask():
        need(time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)


def need_is_documented(walk: Walk) -> str:
    """Walk stage 1: problems at the square, shown in pictures, judged by criteria."""
    by, site = actor("samordnare"), walk.site(SQUARE)
    count = needs.problems(site, by=by).count()
    need(count >= LEAST_PROBLEMS, f"{count} problem reports, {LEAST_PROBLEMS} are needed")
    need(needs.documented(site, by=by, at=now()).holds, "the problem is not documented")
    page = walk.visitor("samordnare").get(reverse("needs:site", args=[site]))
    need(page.count("<svg") >= 3, "the pictures of the problems are missing")
    foreign = walk.visitor("kultur").status(reverse("needs:site", args=[site]))
    need(foreign == 404, "another board sees the place")
    return f"{count} reports at {SQUARE}; the criteria for a documented problem are met"


def measures_were_tried(walk: Walk) -> str:
    """Walk stage 2: what is done at the square beside a camera."""
    by, site = actor("samordnare"), walk.site(SQUARE)
    beside = measures.beside_cameras_at(site, by=by, at=now())
    need(beside >= LEAST_MEASURES, f"{beside} other measures, {LEAST_MEASURES} are needed")
    walk.visitor("samordnare").get(reverse("measures:site", args=[site]))
    return f"{beside} kinds of measure beside cameras, with period and cost"


def balancing_is_final(walk: Walk) -> str:
    """Walk stage 3: every section answered, reviewed by the council, and closed to change."""
    by = actor("samordnare")
    row = decisions.begun(camera=walk.camera(SQUARE), at=now())
    need(row, "the camera has no terms")
    assert row
    final = balancing.balancing(row.decision.balancing_id, by=by)
    need(balancing.is_intact(final), "the final text was altered")
    need(not balancing.missing(final), "required answers are missing")
    sections = len(balancing.template_of(final).sections)
    need(sections == SECTIONS, f"{sections} sections")
    with suppress(Conflict):
        weighing.answer(balancing=final.id, answers={}, by=by, at=now())
        need(False, "a final assessment could be changed")
    walk.visitor("radet").get(reverse("balancing:assessment", args=[final.id]))
    return f"{sections} sections by {final.template}, reviewed, final and immutable"


def the_board_has_decided(walk: Walk) -> str:
    """Walk stage 4: a case, the board's resolution, the camera decision."""
    by = actor("sekreterare")
    row = decisions.begun(camera=walk.camera(SQUARE), at=now())
    assert row
    decision = decisions.decision(row.decision_id, by=by)
    case = cases.case(decision.case_id, by=by)
    walk.visitor("sekreterare").get(reverse("cases:case", args=[case.id]))
    walk.visitor("sekreterare").get(reverse("decisions:decision", args=[decision.id]))
    return f"case {case.reference}, item {decision.resolution.item}, until {decision.ends_on}"


def the_terms_are_obeyed(walk: Walk) -> str:
    """Walk stage 5: the square may be watched at 20.00 but not at 19.59."""
    camera = walk.camera(SQUARE)
    held = operation.terms(camera, at=now())
    need(held, "the camera has no terms")
    assert held
    today = now().astimezone(held.time_zone).date()
    evening = datetime.combine(today, dt.time(20), held.time_zone)
    operator = Asking(role="operator")
    for act, asking in ((Act.RECORD, Asking()), (Act.LIVE, operator)):
        before = permits(held, act, at=evening - timedelta(minutes=1), asking=asking)
        after = permits(held, act, at=evening, asking=asking)
        need((before.permitted, before.reason) == (False, "outside-hours"), "open at 19.59")
        need(after.permitted, f"closed at 20.00: {after.reason}")
    file = walk.folder / "square.terms"
    row = decisions.begun(camera=camera, at=now())
    assert row
    file.write_text(row.text, "ascii")
    answer = vaka("terms", "verify", str(file))
    need(answer.returncode == 0, f"vaka terms verify: {answer.stderr}")
    file.write_text(row.text[:-8] + "AAAAAAAA", "ascii")
    need(vaka("terms", "verify", str(file)).returncode == 1, "false terms were verified")
    return "signed; 20.00 yes, 19.59 no; an altered signature is refused"


def the_camera_obeys(walk: Walk) -> str:
    """Walk stage 6: a real stream is recorded and shown to who may, under tickets on record."""
    garage = walk.camera(GARAGE)
    operator = walk.visitor("operator2")

    def state() -> str:
        row = operation.camera(garage, by=actor("operator2"))
        return operation.state(row, at=now()).health

    until(lambda: state() == "recording", f"the garage's camera is {state()}")
    told = operator.post_json(reverse("operation:ticket", args=[garage]), {})
    path = reverse("operation:stream", args=[garage])
    with operator.stream(path, headers={"X-Ticket": told["ticket"]}) as pictures:
        need(pictures.read(STREAM_BYTES)[4:8] == b"ftyp", "no moving pictures came")
    kinds = [Kind.TICKET_ISSUED, Kind.VIEW_STARTED, Kind.VIEW_ENDED]
    until(lambda: all(said(garage, kind) for kind in kinds), "the view is not on the record")
    again = operator.status(path, headers={"X-Ticket": told["ticket"]})
    need(again == 403, "a used ticket opened a second view")
    need(
        walk.visitor("kultur").status(reverse("operation:camera", args=[garage])) == 404,
        "another board sees the camera",
    )
    row = operation.camera(garage, by=actor("tekniker"))
    until(lambda: operation.kept(row).exists(), "nothing was recorded")
    _take_a_copy(walk, garage)
    seconds = _revoke_while_watching(walk, garage)
    return (
        "recorded, shown under tickets on record; a copy taken by two persons is verified; "
        f"revoked, the view ended in {seconds:.2f} s"
    )


def _take_a_copy(walk: Walk, camera: str) -> None:
    """Take out what was recorded, for an incident and by two persons; verify it offline."""
    one, two = walk.visitor("operator2"), walk.visitor("operator1")
    transmitter = SimulatedTransmitter("127.0.0.1", walk.places.dc09, GARAGE_ACCOUNT)
    asyncio.run(transmitter.send("BA", zone="1", text="Inbrottslarm", at=now()))
    by = actor("operator2")
    until(lambda: response.queue(by=by).exists(), "no incident was opened at the garage")
    incident = response.queue(by=by).order_by("-opened_at")[0].id
    page = reverse("operation:recordings", args=[camera])
    ends = timezone.localtime()
    midnight = ends.replace(hour=0, minute=0, second=0)
    asked = {
        "day": f"{ends:%Y-%m-%d}",
        "start": f"{max(midnight, ends - SOME_TIME):%H:%M:%S}",
        "end": f"{ends:%H:%M:%S}",
        "act": "export",
        "purpose": "incident",
        "incident": incident,
        "reason": "Exemplet visar en kopia.",
    }
    one.post(page, asked, form=page)
    request = operation.footage_requests(operation.camera(camera, by=by))[0].id
    told = reverse("operation:footage", args=[request])
    two.post(reverse("operation:approve-footage", args=[request]), {}, form=told)
    file = walk.folder / "copy.zip"
    copy = reverse("operation:copy", args=[request])
    file.write_bytes(one.post_for_bytes(copy, {}, form=told))
    verdict = vaka("export", "verify", str(file))
    need(verdict.returncode == 0, f"vaka export verify: {verdict.stdout}{verdict.stderr}")
    need("masks of the terms were burnt" in verdict.stdout, "nothing says it is masked")
    need(said(camera, Kind.COPY_TAKEN), "the copy is not on the record")


def _revoke_while_watching(walk: Walk, camera: str) -> float:
    """Revoke a camera's terms while somebody watches; return how long the view went on."""
    operator = walk.visitor("operator2")
    told = operator.post_json(reverse("operation:ticket", args=[camera]), {})
    path = reverse("operation:stream", args=[camera])
    row = decisions.begun(camera=camera, at=now())
    assert row
    with operator.stream(path, headers={"X-Ticket": told["ticket"]}) as pictures:
        pictures.read(STREAM_BYTES)
        by, reason = actor("sekreterare"), "Exemplet visar en återkallelse."
        deciding.revoke(terms=row.id, reason=reason, by=by, at=now())
        revoked = time.monotonic()
        pictures.read()
        seconds = time.monotonic() - revoked
    need(seconds < 1.0, f"the view went on {seconds:.1f} s after the revocation")
    stopped = Kind.RECORDING_STOPPED
    until(lambda: said(camera, stopped), "that recording stopped is not on the record")
    return seconds


def an_alarm_is_handled(walk: Walk) -> str:
    """Walk stage 7: an alarm over TCP is on the console within a second, and is handled."""
    operator, by = walk.visitor("operator2"), actor("operator2")
    since = response.position()
    path = f"{reverse('response:events')}?since={since}"
    with operator.stream(path) as events:
        need(b"ready" in _event(events), "the console's line is not open")
        sent = time.monotonic()
        transmitter = SimulatedTransmitter("127.0.0.1", walk.places.dc09, ACCOUNT)
        asyncio.run(transmitter.send("HA", zone="1", text="Overfallslarm", at=now()))
        acknowledged = time.monotonic()
        need(b"incident" in _event(events), "no incident on the console's line")
        shown = time.monotonic()
    incident = response.queue(by=by).order_by("-opened_at").first()
    need(incident, "no incident was opened")
    assert incident
    need(str(incident.site) == SQUARE, f"it opened at {incident.site}")
    _handle(walk, incident.id)
    return (
        f"acknowledged after {(acknowledged - sent) * 1000:.0f} ms, "
        f"on the console after {(shown - sent) * 1000:.0f} ms; card followed, closed"
    )


def the_effect_is_told(walk: Walk) -> str:
    """Walk stage 8: before and after with controls, and no more said than can be."""
    by = actor("samordnare")
    row = evaluation.evaluations(by=by).first()
    need(row, "there is no plan")
    assert row
    effect = evaluation.effect_of(row, at=now())
    page = walk.visitor("samordnare").get(reverse("evaluation:evaluation", args=[row.id]))
    need("<svg" in page, "there is no picture")
    need(said(row.id, Kind.EVALUATION_PLANNED), "the plan is not on the record")
    relative = effect.relative
    return (
        f"relative effect {relative.value:.2f} ({relative.low:.2f} to {relative.high:.2f}), "
        f"{effect.controls} controls, verdict {effect.ruling}"
    )


def the_account_is_given(walk: Walk) -> str:
    """Walk stage 9: the public page, the sign, the file, a record that betrays tampering."""
    square = walk.camera(SQUARE)
    public = Visitor(walk.places.url)
    need(SQUARE in public.get(f"/register/{square}/"), "the public page is missing")
    need(square in public.get("/register/cameras.geojson"), "it is not in the register")
    file = walk.folder / "file.zip"
    made = vaka("supervision-file", "--camera", square, "-o", str(file))
    need(made.returncode == 0, f"vaka supervision-file: {made.stderr}")
    _check_file(walk, file)
    size = file.stat().st_size // 1024
    return f"public page, register, file of {size} kB verified; {_tampering()}"


def said(subject: str, kind: Kind) -> bool:
    """Return whether the record has an entry of that kind on that thing."""
    return record.entries(subject=subject).filter(kind=kind).exists()


def vaka(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command `vaka`, as somebody at a shell does."""
    return subprocess.run(  # noqa: S603 the words are ours
        [sys.executable, "-m", "vaka.cli", *words], capture_output=True, text=True, check=False
    )


def _event(events: HTTPResponse) -> bytes:
    """Return the next event of a stream that is not only a beat."""
    lines = b""
    while True:
        line = events.readline()
        lines += line
        if line == b"\n" and b"event:" in lines:
            return lines


def _handle(walk: Walk, incident: str) -> None:
    """Take the incident, look by the camera that sees it, follow the card, close."""
    operator, by = walk.visitor("operator2"), actor("operator2")
    page = reverse("response:incident", args=[incident])
    operator.post(reverse("response:acknowledge", args=[incident]), {}, form=page)
    row = response.incident(incident, by=by)
    need(response.cameras(row, by=by, at=now()), "no camera is offered")
    steps = response.steps(row)
    need(steps, "there is no action card")
    step = steps[0]
    answer = {"step": step.key, "answer": step.answers[0] if step.answers else ""}
    operator.post(reverse("response:check", args=[incident]), answer, form=page)
    line = {"text": "Väktare är på väg."}
    operator.post(reverse("response:write", args=[incident]), line, form=page)
    closing = {"outcome": "handled", "reason": "Övningens övriga steg behövs inte."}
    operator.post(reverse("response:close", args=[incident]), closing, form=page)
    need(said(incident, Kind.INCIDENT_CLOSED), "the incident was not closed")


def _check_file(walk: Walk, file: Path) -> None:
    """Unpack the file as an inspector does, and let its own verifier judge it."""
    folder = walk.folder / "file"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    need((folder / "index.html").exists(), "the file has no index")
    sign = next(folder.rglob("sign.pdf"), None)
    need(sign and sign.read_bytes().startswith(b"%PDF"), "there is no sign")
    words = [sys.executable, "-I", str(folder / "verify.py")]
    verdict = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 our own verifier
    need(verdict.returncode == 0, f"its verifier says {verdict.stdout}{verdict.stderr}")


def _tampering() -> str:
    """Alter one row behind the product's back: the record must name it. Then put it back."""
    need(vaka("record", "verify").returncode == 0, "the untouched record does not hold")
    middle = record.size() // 2
    with connection.cursor() as rows:
        rows.execute("SELECT subject FROM record_entry WHERE seq = %s", [middle])
        subject = rows.fetchone()[0]
        rows.execute("UPDATE record_entry SET subject = 'x' WHERE seq = %s", [middle])
        altered = vaka("record", "verify")
        rows.execute("UPDATE record_entry SET subject = %s WHERE seq = %s", [subject, middle])
    need(altered.returncode == 1, "an altered row was not found")
    need(f"entry {middle}" in altered.stdout, "the altered row was not named")
    need(vaka("record", "verify").returncode == 0, "the record does not hold any more")
    return f"{record.size()} entries hold, an altered one was named"


STAGES: list[tuple[str, Callable[[Walk], str]]] = [
    ("need", need_is_documented),
    ("measures", measures_were_tried),
    ("balancing", balancing_is_final),
    ("decision", the_board_has_decided),
    ("terms", the_terms_are_obeyed),
    ("operation", the_camera_obeys),
    ("response", an_alarm_is_handled),
    ("effect", the_effect_is_told),
    ("account", the_account_is_given),
]
