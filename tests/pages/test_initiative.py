"""An initiative walked through its pages, from the member's demands to the minutes extract."""

import io

import docx
import pytest
from django.utils import timezone

from tests.pages.browsing import login, text
from vaka.cases import actions
from vaka.cases.models import Case, Statement
from vaka.cases.rules.statement import Part
from vaka.municipality.rules import Role
from vaka.web.cases.statement_form import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(board, secretary, at) -> Case:
    return actions.open_case(
        board=board.id,
        reference="TN-2026-114",
        title="Nämndinitiativ från ledamot (X)",
        by=secretary,
        at=at,
    )


@pytest.fixture
def client(secretary):
    return login(secretary)


def post(client, case: Case, page: str, **fields: object):
    answer = client.post(f"/arenden/{case.id}/{page}/", fields)
    assert answer.status_code == 302, text(answer)
    return answer


@pytest.fixture
def raised(client, case) -> Case:
    today = timezone.localdate()
    demands = "att utreda kameror\n\natt återkomma\n"
    post(
        client,
        case,
        "initiativ",
        initiator="Ledamot (X)",
        received_on=today,
        demands=demands,
    )
    post(client, case, "beredning", department="Gatukontoret", ordered_on=today, due="")
    post(client, case, "sammantrade", body="Tekniska nämnden", on=today)
    return case


STATEMENT = {
    "dated": "2026-03-20",
    "department": "Gatukontoret",
    "officer": "Utredare",
    "summary": "Kort.",
    "matter": "Långt.",
    "background": "# Lagen\nÄndrad i april.",
    "recipients": "Ledamot (X)",
    "officers": "Utredare\nDirektör",
    "outcome_1": "rejected",
    "reasons_1": "Redan utrett.",
    "outcome_2": "answered",
    "reasons_2": "Redan gjort.",
}


def test_what_the_case_knows_is_filled_in_and_nothing_is_typed_twice(client, raised) -> None:
    page = text(client.get(f"/arenden/{raised.id}/skrivelse/"))
    for known in ("Gatukontoret", "tn@example.org", "Ledamot (X)", "1. att utreda kameror"):
        assert known in page
    post(client, raised, "skrivelse", **STATEMENT)
    again = text(client.get(f"/arenden/{raised.id}/skrivelse/"))
    for written in ("# Lagen", "Ändrad i april.", "Redan utrett."):
        assert written in again
    statement = Statement.objects.get()
    post(client, raised, f"skrivelse/{statement.id}/signera")
    resolving = text(client.get(f"/arenden/{raised.id}/beslut/"))
    assert "avslår första yrkandet i nämndinitiativet om att utreda kameror." in resolving
    assert 'value="rejected" id="id_demand_1_1" checked' in resolving


def test_an_initiative_goes_from_its_demands_to_the_extract(client, raised) -> None:
    today = timezone.localdate()
    post(client, raised, "remiss", consulted="Servicenämnden", due=today)
    referral = raised.referrals.get()
    post(client, raised, f"remiss/{referral.id}/paminn")
    post(
        client,
        raised,
        f"remiss/{referral.id}",
        text="Positivt.",
        demand_1="supports",
        demand_2="",
        resolved_on=today,
        item=56,
    )
    dissent = {"kind": "reservation", "form": "oral", "party": "Parti A"}
    post(client, raised, f"remiss/{referral.id}/avvikande", **dissent)
    post(client, raised, "skrivelse", **STATEMENT)
    statement = Statement.objects.get()
    at_page = f"/arenden/{raised.id}/skrivelse/{statement.id}"
    assert "UTKAST" in docx_header(client.get(f"{at_page}.docx").content)
    post(client, raised, f"skrivelse/{statement.id}/signera")
    assert client.get(f"{at_page}.pdf").content.startswith(b"%PDF")
    page = text(client.get(f"{at_page}/"))
    assert "Parti A reserverar sig muntligen mot servicenämndens beslut." in page
    how = {"demand_1": "rejected", "demand_2": "answered", "outcome": ""}
    post(client, raised, "beslut", meeting=today, item=57, text="Enligt förslaget.", **how)
    resolution = raised.resolutions.get()
    post(client, raised, f"beslut/{resolution.id}/avvikande", **dissent)
    early = client.get(f"/arenden/{raised.id}/beslut/{resolution.id}/utdrag.pdf")
    assert early.status_code == 409
    approved = {"approved_on": today, "announced_on": today}
    post(client, raised, f"beslut/{resolution.id}/justera", **approved)
    extract = client.get(f"/arenden/{raised.id}/beslut/{resolution.id}/utdrag.pdf")
    assert extract.content.startswith(b"%PDF")
    told = text(client.get(f"/arenden/{raised.id}/"))
    for said in ("avgjort yrkande för yrkande", "Servicenämnden påmindes", "reservation"):
        assert said in told


def docx_header(content: bytes) -> str:
    return docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text


def test_a_document_is_registered_and_its_secret_title_left_out_for_others(
    client, raised, person, board
) -> None:
    post(
        client,
        raised,
        "diarium/ny",
        title="Polisanmälan",
        direction="received",
        party="Polisen",
        dated="2026-03-02",
        secrecy="OSL 32 kap. 3 §",
    )
    assert "Polisanmälan" in text(client.get(f"/arenden/{raised.id}/diarium/"))
    coordinator = login(person(Role.SAFETY_COORDINATOR, board))
    page = text(coordinator.get(f"/arenden/{raised.id}/diarium/"))
    assert "Polisanmälan" not in page
    assert "OSL 32 kap. 3 §" in page


def test_a_case_without_initiative_is_stated_in_words_and_may_be_delegated(
    client, case, board
) -> None:
    plain = {key: said for key, said in STATEMENT.items() if not key.endswith(("_1", "_2"))}
    proposals = "Nämnden bifaller.\nBeslutet justeras omedelbart."
    post(client, case, "skrivelse", **plain, proposals=proposals, reasons="Behövs.")
    assert [row.text for row in Statement.objects.get().proposals.all()] == (
        proposals.splitlines()
    )
    assert "Behövs." in text(client.get(f"/arenden/{case.id}/skrivelse/"))
    delegation = {"board": board.id, "number": "3.2", "subject": "Kamera", "delegate": "Chef"}
    client.post("/arenden/delegation/ny/", {**delegation, "starts_on": "2026-01-01"})
    lent = board.delegations.get()
    decided = {"delegation": lent.id, "decided_on": "2026-03-20", "outcome": "granted"}
    post(client, case, "beslut/delegation", **decided, text="Bifall.")
    page = text(client.get("/arenden/"))
    assert "3.2 Chef" in page
    decision = case.delegated.get()
    client.post(f"/arenden/delegation/{decision.id}/", {"meeting": "2026-04-15"})
    assert "2026-04-15" in text(client.get("/arenden/delegation/"))


def test_text_before_the_first_heading_of_a_background_stands_without_one() -> None:
    assert parts("Först.\n# Ett\nText.\n# Två\n") == (
        Part("", "Först."),
        Part("Ett", "Text."),
        Part("Två", ""),
    )
