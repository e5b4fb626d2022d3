"""The impact assessment as a paper (GDPR art. 35.7), drawn from the answers. In Swedish.

Nobody types it: what the paper says was said in the balancing test, by the officer or by the
employees.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap

from vaka.balancing import queries
from vaka.balancing.documents.answers import in_words
from vaka.balancing.models import Balancing, EmployeesOpinion
from vaka.balancing.rules.hearing import Form, Risk
from vaka.balancing.rules.impact import Drawn, Need
from vaka.balancing.rules.states import State
from vaka.law.se.impact import LARGE_SCALE_ARTICLE, LIST
from vaka.law.templates import Question
from vaka.municipality import queries as municipality
from vaka.paper.blocks import (
    Block,
    Bulleted,
    Facts,
    Heading,
    Paper,
    Paragraph,
    paragraphs,
)

TITLE = "Konsekvensbedömning avseende dataskydd"
DRAFT, EXAMPLE = "UTKAST", "EXEMPEL"
NEEDS: Mapping[Need, str] = {
    Need.REQUIRED: "En konsekvensbedömning krävs: en allmän plats övervakas systematiskt i "
    f"stor omfattning ({LARGE_SCALE_ARTICLE}).",
    Need.LIKELY: "Två eller fler av kriterierna är uppfyllda, och då ska en "
    f"konsekvensbedömning göras ({LIST}).",
    Need.TO_ARGUE: f"Ett av kriterierna är uppfyllt ({LIST}).",
    Need.NO_SIGN: f"Inget av kriterierna är uppfyllt ({LIST}).",
}
RISKS: Mapping[Risk, str] = {
    Risk.ACCEPTABLE: "Den risk som är kvar när åtgärderna är vidtagna är godtagbar.",
    Risk.HIGH: "Den risk som är kvar är hög. Integritetsskyddsmyndigheten rådfrågas innan "
    "bevakningen inleds (GDPR art. 36.1).",
}
FORMS: Mapping[Form, str] = {
    Form.NEGOTIATED: "förhandling enligt MBL",
    Form.CONSULTED: "hörd utan förhandling",
}
UNADVISED = "Dataskyddsombudet har ännu inte lämnat sitt råd på denna text."


def impact_paper(row: Balancing, *, on: date) -> Paper:
    """Return the impact assessment as it stands on a day; a draft is marked as one."""
    told = municipality.municipality()
    whole = row.state == State.FINAL and queries.impact_advice(row) is not None
    marks = ((EXAMPLE, told.example), (DRAFT, not whole))
    return Paper(
        title=f"{TITLE}, {row.site.name}",
        author=f"{told.name}, {row.board.name}",
        dated=on,
        blocks=(
            Heading(1, f"{TITLE}: {row.site.name}"),
            Facts(tuple(_facts(row, told.dpo_contact))),
            *_why(row),
            *(block for part in queries.impact_drawn(row) for block in _part(part, row)),
            *_employees(row),
            *_advice(row),
        ),
        mark=" · ".join(mark for mark, holds in marks if holds),
    )


def _facts(row: Balancing, officer: str) -> Iterator[tuple[str, str]]:
    yield "Personuppgiftsansvarig", row.board.name
    yield "Plats", row.site.address
    if row.case:
        yield "Ärende", row.case.reference
    yield "Dataskyddsombud", officer
    yield "Dras ur", f"intresseavvägningen, version {row.version}, mall {row.template}"
    if row.content_sha256:
        # In groups, or it would run off the paper.
        yield "SHA-256", " ".join(wrap(row.content_sha256, 16))


def _why(row: Balancing) -> Iterator[Block]:
    yield Heading(2, "Behovet av en konsekvensbedömning")
    yield Paragraph(NEEDS[queries.impact_need(row)])
    if met := queries.impact_criteria(row):
        asked = {each.id: each.text.sv for each in queries.template_of(row).questions()}
        yield Bulleted(
            tuple(
                f"{each.criterion.text.sv} (kriterium {each.criterion.number}; svaret på "
                f"frågan ”{asked[each.question]}”)"
                for each in met
            )
        )


def _part(drawn: Drawn, row: Balancing) -> Iterator[Block]:
    """Yield a part; one that nothing was answered to says so, and is not left out."""
    yield Heading(2, drawn.part.title.sv)
    yield Paragraph(f"Källa: {drawn.part.source}.")
    values = queries.values(row)
    for question in drawn.answered:
        yield Heading(3, question.text.sv)
        yield from _answer(question, values[question.id])
    if not drawn.answered:
        yield Paragraph("Inget är besvarat.")


def _answer(question: Question, value: object) -> Iterator[Block]:
    lines = in_words(question, value)
    if isinstance(value, list) and len(lines) > 1:
        yield Bulleted(tuple(lines))
        return
    yield from paragraphs("\n\n".join(lines))


def _employees(row: Balancing) -> Iterator[Block]:
    if heard := list(queries.employees_opinions(row)):
        yield Heading(2, "De anställdas företrädare")
        yield Paragraph("Källa: KBL 21 §; MBL 11–14 §§.")
        for opinion in heard:
            yield Heading(3, _heard(opinion))
            yield from paragraphs(opinion.text)


def _heard(opinion: EmployeesOpinion) -> str:
    return f"{opinion.organisation}, {FORMS[Form(opinion.form)]} den {opinion.held_on}"


def _advice(row: Balancing) -> Iterator[Block]:
    yield Heading(2, "Dataskyddsombudets råd")
    yield Paragraph("Källa: GDPR art. 35.2 och 39.1 c.")
    advice = queries.impact_advice(row)
    if advice is None:
        yield Paragraph(UNADVISED)
        return
    yield Paragraph(RISKS[Risk(advice.risk)])
    yield from paragraphs(advice.text)
