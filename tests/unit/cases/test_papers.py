"""The statement and the minutes extract: sentences that follow from the case."""

from datetime import date

import pytest

from vaka.cases.rules import extract, statement
from vaka.cases.rules.extract import Item
from vaka.cases.rules.statement import Disagreed, Matter, Proposed, Written
from vaka.cases.rules.states import DissentForm, DissentKind, Outcome
from vaka.paper.blocks import Bulleted, Heading, Numbered, Paper, Paragraph

DAY = date(2026, 3, 2)
DEMAND = "att utreda."
ANSWERED = "besvarat med hänvisning till vad som redovisas i ärendet."


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            Outcome.GRANTED,
            "bifaller andra yrkandet i nämndinitiativet om att utreda.",
        ),
        (
            Outcome.REJECTED,
            "avslår andra yrkandet i nämndinitiativet om att utreda.",
        ),
        (
            Outcome.ANSWERED,
            f"anser andra yrkandet i nämndinitiativet, om att utreda, {ANSWERED}",
        ),
        (
            Outcome.REMITTED,
            "återremitterar andra yrkandet i nämndinitiativet om att utreda.",
        ),
        (
            Outcome.TABLED,
            "bordlägger andra yrkandet i nämndinitiativet om att utreda.",
        ),
    ],
)
def test_a_demand_is_settled_in_the_words_of_minutes(outcome: Outcome, said: str) -> None:
    told = statement.sentence("Nämnden", DEMAND, number=2, outcome=outcome)
    assert told == f"Nämnden {said}"


def test_ordinals_are_words_to_ten_and_figures_after() -> None:
    assert [statement.ordinal(n) for n in (1, 10, 11)] == ["första", "tionde", "11:e"]


def test_a_name_stands_in_a_sentence_as_it_is_written() -> None:
    assert statement.inside("Kommunstyrelsen") == "kommunstyrelsen"
    assert statement.inside("KSAU") == "KSAU"
    assert statement.genitive("Servicenämnden") == "Servicenämndens"
    assert statement.genitive("Polisområde Väs") == "Polisområde Väs"


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        (
            DissentKind.RESERVATION,
            DissentForm.ORAL,
            "Parti A reserverar sig muntligen mot servicenämndens beslut.",
        ),
        (
            DissentKind.RESERVATION,
            DissentForm.WRITTEN,
            "Parti A reserverar sig skriftligen mot servicenämndens beslut.",
        ),
        (
            DissentKind.SPECIAL_OPINION,
            DissentForm.ORAL,
            "Parti A lämnar ett muntligt särskilt yttrande.",
        ),
        (
            DissentKind.SPECIAL_OPINION,
            DissentForm.WRITTEN,
            "Parti A lämnar ett skriftligt särskilt yttrande.",
        ),
    ],
)
def test_who_disagrees_is_told_in_a_sentence(kind, form, said: str) -> None:
    told = Disagreed("Parti A", kind, form, "")
    assert statement.disagreement(told, consulted="Servicenämnden") == said


def written(**changed: object) -> Written:
    plain = {
        "dated": DAY,
        "department": "Kontoret",
        "officer": "Utredare",
        "contact": "",
        "proposer": "",
        "summary": "Kort.",
        "matter": "Långt.",
        "background": (),
        "documents": (),
        "recipients": ("Nämnden",),
        "officers": ("Utredare",),
        "proposals": (Proposed(0, Outcome.GRANTED, "Skäl.", "Nämnden bifaller."),),
    }
    return Written(**{**plain, **changed})


def matter(**changed: object) -> Matter:
    plain = {
        "municipality": "Exempelstad",
        "board": "Tekniska nämnden",
        "reference": "TN-2026-1",
        "title": "Kamera på torget",
        "demands": (),
        "documents": (),
        "meetings": (),
        "heard": (),
        "signed_on": DAY,
        "example": False,
    }
    return Matter(**{**plain, **changed})


def headings(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Heading)]


def test_a_case_without_initiative_has_no_empty_parts() -> None:
    paper = statement.paper(written(), matter())
    assert headings(paper) == [
        *("Kamera på torget", "Sammanfattning", "Förslag till beslut", "Beslutsunderlag"),
        *("Beslutsplanering", "Beslutet skickas till", "Ärendet", "Kontorets bedömning"),
        "Ansvariga",
    ]
    assert Paragraph("Kontoret föreslår tekniska nämnden besluta") in paper.blocks
    assert Numbered(("Nämnden bifaller.",)) in paper.blocks
    assert paper.mark == ""


def test_what_is_not_signed_or_only_an_example_says_so_on_every_page() -> None:
    assert statement.paper(written(), matter(signed_on=None)).mark == "UTKAST"
    both = statement.paper(written(), matter(signed_on=None, example=True))
    assert both.mark == "EXEMPEL · UTKAST"


def item(**changed: object) -> Item:
    plain = {
        "municipality": "Exempelstad",
        "board": "Tekniska nämnden",
        "meeting": DAY,
        "number": 56,
        "reference": "TN-2026-1",
        "title": "Kamera på torget",
        "text": "Nämnden bifaller.",
        "rulings": (),
        "dissents": (),
        "recused": (),
        "recipients": (),
        "approved_on": DAY,
        "announced_on": DAY,
        "appeal_by": date(2026, 3, 23),
        "example": False,
    }
    return Item(**{**plain, **changed})


def test_an_extract_says_what_was_resolved_and_until_when_it_can_be_appealed() -> None:
    paper = extract.paper(item())
    assert headings(paper) == ["Kamera på torget", "Beslut", "Justering och överklagande"]
    said = " ".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert "Nämnden bifaller." in said
    assert "till och med den 2026-03-23" in said


def test_an_extract_names_who_disagreed_and_says_nothing_twice() -> None:
    dissent = Disagreed("Parti A", DissentKind.RESERVATION, DissentForm.WRITTEN, "Nej.")
    told = item(
        rulings=("Nämnden bifaller.", "Nämnden avslår."),
        dissents=(dissent,),
        recipients=("Polisen",),
        example=True,
    )
    paper = extract.paper(told)
    lists = [block.items for block in paper.blocks if isinstance(block, Bulleted)]
    reserved = "Parti A reserverar sig skriftligen mot tekniska nämndens beslut. Nej."
    assert lists == [("Nämnden avslår.",), (reserved,), ("Polisen",)]
    assert paper.mark == "EXEMPEL"
