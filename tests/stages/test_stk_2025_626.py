"""The acceptance case: STK-2025-626 is run, and the statement has what the original has.

The list below was made from the original, part by part in its order. Its sentences are the
original's matter in our words, and people stand in it by their roles.
"""

import io

import docx
import pytest

from vaka.cases import documents, queries
from vaka.cases.models import Case, Resolution, Statement
from vaka.core.errors import Conflict
from vaka.demo.example import initiative
from vaka.municipality import actions as municipality
from vaka.municipality.rules import BoardKind, Role
from vaka.paper.blocks import Block, Bulleted, Facts, Heading, Numbered, Paragraph
from vaka.paper.docx import paper_docx
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db

DEMANDS = [
    "1. att uppdra åt stadskontoret att föreslå en strategi",
    "2. att uppdra åt stadskontoret att efter behov fortlöpande placera ut",
    "3. att uppdra åt stadskontoret att utreda fördjupad samverkan",
    "4. att uppdra åt stadskontoret att återkomma",
]
HEAD = ["Signerad", "Exempelstad", "Handling", "Datum", "Vår referens"]
ORIGINAL = [
    *(("facts", each) for each in HEAD),
    ("1", "Besvarande av nämndinitiativ från ledamot (M) om fler trygghetskameror i Malmö"),
    ("text", "STK-2025-626"),
    ("2", "Sammanfattning"),
    ("text", "En ledamot (M) har lämnat ett nämndinitiativ"),
    ("text", "Servicenämnden och tekniska nämnden har fått initiativet på remiss"),
    ("text", "Stadskontoret ser som remissinstanserna fördelar med en strategi"),
    ("text", "Att placera ut kameror ligger inte inom stadskontorets uppdrag"),
    ("text", "Behovet av samverkan i gemensamma trygghetscentraler delas"),
    ("2", "Förslag till beslut"),
    ("text", "Kommunstyrelsens arbetsutskott föreslår kommunstyrelsen besluta"),
    ("item", "Kommunstyrelsen avslår första yrkandet"),
    ("item", "Kommunstyrelsen avslår andra yrkandet"),
    ("item", "Kommunstyrelsen anser tredje yrkandet"),
    ("item", "Kommunstyrelsen avslår fjärde yrkandet"),
    ("2", "Beslutsunderlag"),
    ("item", "Nämndinitiativ från ledamot (M)"),
    ("item", "Remissvar servicenämnden"),
    ("item", "Tekniska nämnden beslut 250527 § 130 särskilt yttrande (Vänsterpartiet (V))"),
    ("item", "Remissvar tekniska nämnden"),
    ("item", "Servicenämnden beslut 250527 § 56 muntlig reservation (Moderaterna (M))"),
    ("item", "G-Tjänsteskrivelse KSAU 250818"),
    ("item", "Beslut KSAU 250623 § 352"),
    ("2", "Beslutsplanering"),
    ("facts", "Kommunstyrelsen 2025-04-02"),
    ("facts", "Kommunstyrelsens arbetsutskott 2025-06-23"),
    ("facts", "Kommunstyrelsens arbetsutskott 2025-08-25"),
    ("facts", "Kommunstyrelsen 2025-09-10"),
    ("2", "Beslutet skickas till"),
    ("item", "Ledamot (M)"),
    ("item", "Servicenämnden"),
    ("item", "Tekniska nämnden"),
    ("item", "Stadskontorets handläggare"),
    ("2", "Ärendet"),
    ("text", "En ledamot (M) har lämnat ett nämndinitiativ"),
    ("text", "Sedan den 1 april 2025 behöver kommunen inte tillstånd"),
    ("text", "Andra aktörer bevakar också med kamera"),
    ("text", "Initiativtagaren föreslår kommunstyrelsen besluta:"),
    *(("item", demand[3:]) for demand in DEMANDS),
    ("2", "Bakgrund"),
    ("3", "Förändringar i kamerabevakningslagen"),
    ("text", "Lagen ändrades den 1 april 2025"),
    ("text", "Varje nämnd gör avvägningen självständigt"),
    ("text", "Kommuner har fått ett uttryckligt rättsligt stöd"),
    ("3", "Polisens trygghetsmätning"),
    ("text", "Varje år frågar polisen slumpvis utvalda invånare"),
    ("text", "I mätningen 2024"),
    ("text", "Andelen som känner sig trygga ute sent"),
    ("text", "De mest centrala områdena"),
    ("3", "Forskning om effekter av kamerabevakning"),
    ("text", "Forskningen är inte enig"),
    ("text", "En metaanalys som Brå beställde 2018 omfattade 76 studier"),
    ("text", "Störst var effekten för narkotikabrott"),
    ("text", "Effekten var störst där två eller flera andra åtgärder fanns"),
    ("3", "Pågående arbete i Malmö stad"),
    ("text", "Enligt lagen (2023:196)"),
    ("text", "En överenskommelse om samverkan med polisområdet"),
    ("text", "Under våren har ett kamerabevakningsråd för hela staden bildats"),
    ("text", "Stadskontoret utreder"),
    ("2", "Remissinstansernas yttranden"),
    ("3", "Servicenämndens yttrande"),
    ("text", "En gemensam strategi är bra"),
    ("text", "Det andra yrkandet avstyrks"),
    ("text", "Fördjupad samverkan välkomnas"),
    ("text", "Nämnden föreslår att kommunstyrelsen anser nämndinitiativet besvarat"),
    ("text", "Moderaterna (M) reserverar sig muntligen mot servicenämndens beslut."),
    ("3", "Tekniska nämndens yttrande"),
    ("text", "Nämnden har länge arbetat för ökad trygghet"),
    ("text", "Samverkan med polisen är väl etablerad"),
    ("text", "En strategi för hela kommunen är positiv"),
    ("text", "Vänsterpartiet (V) lämnar ett skriftligt särskilt yttrande."),
    ("2", "Stadskontorets bedömning"),
    ("text", "Stadskontoret redogör för sin bedömning av varje yrkande."),
    ("3", DEMANDS[0]),
    ("text", "En strategi för hela kommunen har fördelar"),
    ("text", "Utbyggnaden bör inte ske skyndsamt"),
    ("text", "En kamera har effekter, goda och dåliga"),
    ("text", "Stadskontoret föreslår att kommunstyrelsen avslår yrkandet."),
    ("3", DEMANDS[1]),
    ("text", "Stadskontoret är, som servicenämnden skriver, inte rätt aktör"),
    ("text", "Nämnderna placerar redan ut kameror efter behov"),
    ("text", "Det nya kamerabevakningsrådet bidrar till en enhetlig bedömning"),
    ("text", "Stadskontoret föreslår att kommunstyrelsen avslår yrkandet."),
    ("3", DEMANDS[2]),
    ("text", "Staden samverkar redan"),
    ("text", "Behovet av att utreda gemensamma trygghetscentraler delas"),
    ("text", "Stadskontoret föreslår att kommunstyrelsen anser yrkandet besvarat."),
    ("3", DEMANDS[3]),
    ("text", "Inget yrkande föreslås bifallas"),
    ("2", "Ansvariga"),
    ("item", "Nämndsekreterare"),
    ("item", "Utredare"),
    ("item", "Stadsdirektör"),
]


@pytest.fixture
def case(founder, person, at) -> Case:
    executive = municipality.add_board(
        name="Kommunstyrelsen",
        kind=BoardKind.EXECUTIVE,
        contact="ks@example.org",
        by=founder,
        at=at,
    )
    officer, secretary = (
        person(Role.CASE_OFFICER, executive),
        person(Role.BOARD_SECRETARY, executive),
    )
    initiative.run(board=executive.id, officer=officer, secretary=secretary)
    return Case.objects.get()


def elements(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for block in blocks:
        match block:
            case Heading():
                told.append((str(block.level), block.text))
            case Paragraph():
                told.append(("text", block.text))
            case Numbered() | Bulleted():
                told += [("item", item) for item in block.items]
            case Facts():
                told += [("facts", " ".join(row)) for row in block.rows]
    return told


def assert_as_the_original(told: list[tuple[str, str]]) -> None:
    assert len(told) == len(ORIGINAL)
    for (kind, text), (original_kind, begins) in zip(told, ORIGINAL, strict=True):
        assert (kind, text[: len(begins)]) == (original_kind, begins)


def test_the_statement_has_every_part_of_the_original_in_its_order(case) -> None:
    paper = documents.statement_paper(Statement.objects.get())
    assert_as_the_original(elements(paper.blocks))


def test_so_has_the_statement_as_a_docx_to_edit(case) -> None:
    file = paper_docx(documents.statement_paper(Statement.objects.get()))
    document = docx.Document(io.BytesIO(file))
    told = []
    for each in document.iter_inner_content():
        if isinstance(each, docx.table.Table):
            told += [("facts", " ".join(c.text for c in row.cells)) for row in each.rows]
        else:
            style = each.style.name
            kind = "item" if style.startswith("List") else style.removeprefix("Heading ")
            told.append(("text" if kind == "Normal" else kind, each.text))
    assert_as_the_original(told)


def test_what_each_body_thought_and_what_was_proposed_stands_demand_by_demand(case) -> None:
    answered = queries.answered(case)
    bodies = ("Servicenämnden", "Tekniska nämnden")
    stances = [("supports", "supports"), ("opposes", ""), ("supports", ""), ("", "")]
    told = [tuple(zip(bodies, each, strict=True)) for each in stances]
    assert [each.by_body for each in answered] == told
    outcomes = ["rejected", "rejected", "answered", "rejected"]
    assert [each.proposed for each in answered] == outcomes
    assert [each.resolved for each in answered] == outcomes
    opinions = [row.opinion for row in queries.referrals(case)]
    assert [row.stance for row in opinions] == ["answered", ""]
    assert [(row.dissents.get().kind, row.dissents.get().form) for row in opinions] == [
        ("reservation", "oral"),
        ("special-opinion", "written"),
    ]


def test_what_was_signed_is_kept_to_the_letter_whatever_comes_after(case) -> None:
    statement = Statement.objects.get()
    assert queries.is_intact(statement)
    entry = record.of_kind(Kind.STATEMENT_SIGNED).get()
    assert entry.facts["content"] == statement.content_sha256
    case.meetings.all().delete()
    assert_as_the_original(elements(documents.statement_paper(statement).blocks))
    statement.paper["blocks"][1]["text"] += "!"
    assert not queries.is_intact(statement)


def test_the_extract_has_the_four_rulings_and_who_disagreed(case) -> None:
    resolution = Resolution.objects.get()
    assert resolution.outcome == "mixed"
    said = [text for _, text in elements(documents.extract_paper(resolution).blocks)]
    for ordinal in ("avslår första", "avslår andra", "anser tredje", "avslår fjärde"):
        assert len([text for text in said if f"Kommunstyrelsen {ordinal}" in text]) == 1
    assert any("reserverar sig skriftligen mot kommunstyrelsens beslut" in t for t in said)
    assert any("till och med den 2025-10-09" in t for t in said)
    resolution.meeting = resolution.meeting.replace(day=11)
    with pytest.raises(Conflict, match="minutes-not-approved"):
        documents.extract_paper(resolution)


def test_the_register_holds_every_document_and_nobodys_name_is_on_the_record(case) -> None:
    assert [row.number for row in case.documents.all()] == list(range(1, 12))
    told = " ".join(str(entry.facts) for entry in record.entries(subject=case.id))
    assert "Ledamot" not in told
    assert "Moderaterna" not in told
