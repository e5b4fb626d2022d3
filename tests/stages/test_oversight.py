"""Account: the public register, the sign, the file for the authority, an erased person."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.pages.browsing import login
from tests.stages.standing import put_up, standing
from vaka.balancing import actions as balancing
from vaka.balancing.models import Balancing
from vaka.balancing.rules.states import Stance
from vaka.core.errors import Absent, Conflict, Refused
from vaka.decisions import actions as decisions
from vaka.decisions.models import IssuedTerms
from vaka.municipality import actions as municipality
from vaka.municipality.rules import PartnerKind, Role
from vaka.operation import actions as operation
from vaka.operation.models import Camera
from vaka.oversight import actions, queries
from vaka.oversight.documents.register import register_csv
from vaka.oversight.documents.sign import sign_pdf
from vaka.record import actions as recording
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def later(at: datetime) -> datetime:
    """A day on which the terms of the camera apply: the 20th of April 2026."""
    return at + timedelta(days=49)


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


@pytest.fixture
def dpo(person):
    return person(Role.DPO)


@pytest.fixture
def unpacked(camera, dpo, later: datetime, tmp_path: Path) -> Path:
    made = actions.make_file(camera=camera.id, by=dpo, at=later)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def verified(folder: Path) -> tuple[int, str]:
    """Run the file's own verifier as the authority does: without us, without our libraries."""
    words = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert not run.stderr
    return run.returncode, run.stdout


def test_the_sign_can_be_printed_before_the_terms_begin(camera, at: datetime) -> None:
    [told] = queries.public_cameras(at=at)
    assert (told.id, told.now.permitted) == (camera.id, False)
    assert [line.code for line in told.sign_lines()][:2] == ["who", "contact"]


def test_anybody_may_read_who_watches_why_and_how_long(camera, later: datetime) -> None:
    [found] = queries.public_cameras(at=later)
    assert found.id == camera.id
    assert found.controller == "Tekniska nämnden, Exempelstad"
    assert found.reasoning == "Kvällarna väger över, dagtid inte."
    told = {line.code: line.text.sv for line in found.sign_lines()}
    assert told["purpose"] == "Förebygga rån på torget."
    assert told["kept"] == "3 dygn"
    assert told["dpo"] == "dso@example.org"


def test_hard_case_15_a_hosted_camera_is_in_no_register(
    camera, person, founder, board, dpo, later: datetime
) -> None:
    """trust.md 15: a hosted police camera must not appear in a public register."""
    police = municipality.add_partner(
        name="Polisen", kind=PartnerKind.POLICE, by=founder, at=later
    )
    Camera.objects.filter(pk=camera.id).update(hosted_for=police.id)
    assert queries.public_cameras(at=later) == []
    with pytest.raises(Absent):
        queries.public_camera(camera.id, at=later)
    assert queries.register(by=dpo, at=later) == []
    assert queries.cameras_for_file(by=dpo) == []


def test_a_camera_without_terms_is_not_yet_in_the_register(
    person, board, site, dpo, at: datetime
) -> None:
    technician = person(Role.TECHNICIAN, board)
    row = operation.register_camera(
        camera="01JTN6E0W0F3CF3ZHQGC2ACKKB",
        board=board.id,
        name="Torgkameran",
        gateway="gateway-1",
        address="rtsp://10.0.0.7:554/x",
        by=technician,
        at=at,
    )
    put_up(row.id, site=site.id, by=technician, at=at)
    assert queries.public_cameras(at=at) == []
    assert queries.register(by=dpo, at=at) == []


def test_terms_that_were_altered_take_the_camera_out_of_what_we_tell(
    camera, later: datetime, caplog
) -> None:
    text = IssuedTerms.objects.get().text
    IssuedTerms.objects.update(text=text[:-4] + "AAAA")
    assert queries.public_cameras(at=later) == []
    assert "not what was signed" in caplog.text


def test_the_register_has_the_five_points_of_the_law(camera, dpo, later: datetime) -> None:
    [entry] = queries.register(by=dpo, at=later)
    assert entry.address == "Exempeltorget 1"  # KBL 10 § 1
    assert entry.place.sv == "torg"  # 2
    assert entry.purposes == ("8-1a: Förebygga rån på torget.",)  # 3
    assert entry.special_technique == ()  # 4
    assert entry.assessed_on.isoformat() == "2026-03-02"  # 5
    assert entry.ended_on is None


def test_what_has_ended_stays_in_the_register_for_five_years(
    camera, person, board, dpo, later: datetime
) -> None:
    operation.take_down(camera=camera.id, by=person(Role.TECHNICIAN, board), at=later)
    assert queries.public_cameras(at=later) == []
    [entry] = queries.register(by=dpo, at=later + 5 * YEAR - timedelta(days=31))
    assert entry.kept_until.isoformat() == "2031-04-20"
    assert queries.register(by=dpo, at=later + 5 * YEAR + timedelta(days=3)) == []


def test_the_register_ends_a_surveillance_when_its_terms_do(
    camera, person, board, dpo, later: datetime
) -> None:
    """What hangs there without terms watches nobody: the end is that of the terms."""
    [entry] = queries.register(by=dpo, at=datetime.fromisoformat("2027-04-02T12:00:00Z"))
    assert entry.began_on.isoformat() == "2026-04-01"  # not when it was put up
    assert entry.ended_on.isoformat() == "2027-03-31"
    secretary = person(Role.BOARD_SECRETARY, board)
    terms = IssuedTerms.objects.get()
    decisions.revoke(terms=terms.id, reason="Slut.", by=secretary, at=later)
    [entry] = queries.register(by=dpo, at=later + timedelta(days=9))
    assert entry.ended_on == later.date()


def test_the_register_tells_the_date_of_the_latest_assessment(
    camera, person, board, dpo, later: datetime
) -> None:
    """KBL 10 § 5: a new assessment counts also while the old decision still applies."""
    author, council = person(Role.SAFETY_COORDINATOR, board), person(Role.COUNCIL_MEMBER)
    first = Balancing.objects.get()
    again = balancing.revise(balancing=first.id, by=author, at=later)
    balancing.submit(balancing=again.id, by=author, at=later)
    told = {"stance": Stance.SUPPORTS, "reasons": "Ja."}
    balancing.review(balancing=again.id, **told, by=council, at=later)
    balancing.finalise(balancing=again.id, by=author, at=later)
    [entry] = queries.register(by=dpo, at=later)
    assert entry.assessed_on == later.date()


def test_an_exempt_camera_is_in_the_register_by_choice_and_says_so(
    person, board, site, dpo, at: datetime, later: datetime
) -> None:
    standing(person=person, board=board, site=site, at=at, exemption="11-7")
    [entry] = queries.register(by=dpo, at=later)
    assert entry.exempt.source == "KBL 11 § 7"


def test_an_exempt_camera_that_its_board_has_left_out_is_counted_beside_the_register(
    person, board, site, dpo, at: datetime, later: datetime
) -> None:
    standing(person=person, board=board, site=site, at=at, exemption="11-7", in_register=False)
    assert queries.register(by=dpo, at=later) == []
    assert queries.left_out(by=dpo, at=later) == 1
    [shown] = queries.public_cameras(at=later)
    assert shown.site == site.name


def test_the_register_is_handed_out_as_a_table(camera, dpo, later: datetime) -> None:
    raw = register_csv(queries.register(by=dpo, at=later)).decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(raw), delimiter=";")
    assert line["1. Adress"] == "Exempeltorget 1"
    assert line["3. Ändamål"] == "8-1a: Förebygga rån på torget."
    assert line["4. Ljud eller annan särskild teknik"] == "ingen"
    assert line["5. Senaste bedömningen"] == "2026-03-02"
    page = login(dpo).get("/tillsyn/forteckning.csv")
    assert page.headers["Content-Type"].startswith("text/csv")


def test_a_foreign_board_sees_nothing_of_the_register_or_the_file(
    camera, person, foreign_board, later: datetime
) -> None:
    inspector = person(Role.DPO, foreign_board)
    assert queries.register(by=inspector, at=later) == []
    with pytest.raises(Absent):
        actions.make_file(camera=camera.id, by=inspector, at=later)
    with pytest.raises(Conflict, match="no-cameras"):
        actions.make_file(camera=None, by=inspector, at=later)


def test_an_operator_makes_no_file(camera, person, board, later: datetime) -> None:
    with pytest.raises(Absent):
        actions.make_file(camera=camera.id, by=person(Role.OPERATOR, board), at=later)


def test_the_sign_is_an_accessible_pdf_in_either_language(camera, later: datetime) -> None:
    found = queries.public_camera(camera.id, at=later)
    swedish, english = sign_pdf(found), sign_pdf(found, language="en")
    for pdf in (swedish, english):
        assert pdf.startswith(b"%PDF-1.7")
        assert b"pdfuaid" in pdf  # ISO 14289-1 (PDF/UA-1), told in its metadata
    assert swedish != english
    assert swedish == sign_pdf(found)


def test_the_file_holds_everything_there_is_on_the_camera(unpacked, camera) -> None:
    own = unpacked / camera.id
    index = (unpacked / "index.html").read_text("utf-8")
    assert "Kvällarna väger över, dagtid inte." in index
    assert "TN-2026-114" in index
    [terms] = (own / "terms").iterdir()
    assert terms.read_text("ascii").strip() == IssuedTerms.objects.get().text
    [sign] = json.loads((own / "signs.json").read_text("utf-8"))
    photo = (own / "signs" / f"{sign['id']}.jpg").read_bytes()
    assert hashlib.sha256(photo).hexdigest() == sign["photo_sha256"]
    entries = [json.loads(line) for line in (own / "record.jsonl").read_text().splitlines()]
    kinds = {json.loads(entry["leaf"])["kind"] for entry in entries}
    assert {
        Kind.ASSESSMENT_FINALISED,
        Kind.CASE_RESOLVED,
        Kind.DECISION_MADE,
        Kind.TERMS_ISSUED,
        Kind.CAMERA_INSTALLED,
    } <= kinds


def test_the_file_names_nobody(unpacked) -> None:
    for file in unpacked.rglob("*"):
        if file.is_file() and file.suffix not in (".pdf", ".jpg"):
            told = file.read_text("utf-8")
            assert "safety-coordinator " not in told, file
            assert "technician " not in told, file


def test_its_hash_is_on_the_record(camera, dpo, later: datetime) -> None:
    made = actions.make_file(camera=None, by=dpo, at=later)
    entry = record.of_kind(Kind.SUPERVISION_FILE_MADE).get()
    assert entry.facts["sha256"] == hashlib.sha256(made.content).hexdigest()
    assert entry.facts["cameras"] == [camera.id]


def test_the_file_verifies_itself_without_us(unpacked) -> None:
    assert verified(unpacked) == (0, "The file holds: nothing in it was altered.\n")


def rewritten(folder: Path, name: str, old: str, new: str) -> None:
    """Alter a file and put the manifest right, as somebody who wants to deceive would."""
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"][name] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_an_altered_a_missing_and_a_foreign_file_are_named(unpacked, camera) -> None:
    (unpacked / camera.id / "views.json").write_text("[]\n\n", "utf-8")
    (unpacked / camera.id / "measures.json").unlink()
    (unpacked / "extra.txt").write_text("x", "utf-8")
    code, said = verified(unpacked)
    assert code == 1
    assert f"{camera.id}/views.json: it was altered" in said
    assert f"{camera.id}/measures.json: it is missing" in said
    assert "extra.txt: the manifest does not know it" in said


def test_an_assessment_that_was_rewritten_is_not_the_one_on_the_record(
    unpacked, camera
) -> None:
    name = f"{camera.id}/assessments/1.json"
    rewritten(unpacked, name, "Dokumenterade rån.", "Dokumenterade mord.")
    assert verified(unpacked) == (
        1,
        f"{name}: the record knows another\nThe file does NOT hold.\n",
    )


def test_who_was_heard_before_the_decision_is_in_the_file(unpacked, camera) -> None:
    told = json.loads((unpacked / camera.id / "heard/1.json").read_text("utf-8"))
    assert told == {"employees": [], "impact": None}


def test_an_entry_that_was_rewritten_is_not_in_the_record(unpacked, camera) -> None:
    rewritten(unpacked, f"{camera.id}/record.jsonl", "decision.made", "decision.lost")
    code, said = verified(unpacked)
    assert code == 1
    assert "is not in the record" in said


def test_a_checkpoint_of_another_size_is_not_signed(unpacked) -> None:
    rewritten(unpacked, "record/checkpoint", f"\n{record.size() - 1}\n", "\n7\n")
    code, said = verified(unpacked)
    assert code == 1
    assert "record/checkpoint: the checkpoint's signature is false" in said


def test_terms_that_were_rewritten_are_not_signed(unpacked, camera) -> None:
    [terms] = (unpacked / camera.id / "terms").iterdir()
    text = terms.read_text("ascii")
    name = f"{camera.id}/terms/{terms.name}"
    rewritten(unpacked, name, text, text[:-6] + "AAAAA\n")
    code, said = verified(unpacked)
    assert code == 1
    assert f"{name}: its signature is false" in said


def test_a_person_in_an_entry_is_erased_by_the_dpo_and_the_record_holds(
    dpo, person, board, at: datetime
) -> None:
    entry = recording.append(
        Kind.ACCESS_REFUSED, actor="x", subject="y", at=at, personal={"name": "Operatör 2"}
    )
    with pytest.raises(Refused):
        actions.erase_personal(entry=entry.seq, why="begäran", by=person(Role.INSPECTOR), at=at)
    actions.erase_personal(entry=entry.seq, why="begäran", by=dpo, at=at)
    assert queries.audit(by=dpo).holds
    with pytest.raises(Conflict, match="nothing-personal"):
        actions.erase_personal(entry=entry.seq, why="igen", by=dpo, at=at)


def test_only_who_may_see_the_record_reads_it(dpo, person, board, at: datetime) -> None:
    assert queries.entries(by=dpo, after=0).first().seq == 1
    assert queries.proof(0, by=dpo).seq == 0
    operator = person(Role.OPERATOR, board)
    for read in (queries.audit, queries.entries):
        with pytest.raises(Absent):
            read(by=operator)
    with pytest.raises(Absent):
        queries.proof(0, by=operator)
