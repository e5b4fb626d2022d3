"""A row of survey.csv, understood. The columns are explained in `docs/handbook/behov.md`."""

from collections.abc import Iterator

from vaka.needs.rules import table
from vaka.needs.rules.reports import Status, SurveyFigure
from vaka.needs.rules.survey import SCALE, indicator_code
from vaka.needs.rules.table import Columns, Fault, RejectedRow, Row

COLUMNS = Columns(
    needed=("area", "year", "indicator", "status"),
    optional=("share", "score", "answers", "sent"),
)
# The survey is from the late 1990s; a year outside this is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1995, 2100
MOST_PEOPLE = 10_000_000


def read(content: bytes, *, name: str) -> Iterator[tuple[int, SurveyFigure] | RejectedRow]:
    """Return each figure with its line, or why the row cannot be taken.

    :raises BadInput: when the file as a whole cannot be read.
    """
    seen: dict[tuple[str, int, str], SurveyFigure] = {}
    for row in table.read(content, COLUMNS, name=name):
        try:
            if isinstance(row, RejectedRow):
                raise row
            figure = understand(row)
            key = (figure.area, figure.year, figure.indicator)
            if seen.setdefault(key, figure) != figure:
                value = f"{figure.area} {figure.year}"
                mend = "One row for each area, year and indicator"
                raise RejectedRow(row.line, "indicator", Fault.REPEATED, value, mend)
        except RejectedRow as rejected:
            yield rejected
        else:
            yield row.line, figure


def understand(row: Row) -> SurveyFigure:
    """Return the figure in a row.

    :raises RejectedRow: when a cell cannot be taken.
    """
    lowest, highest = SCALE
    share = row.number("share", lowest=0, highest=100)
    score = row.number("score", lowest=lowest, highest=highest)
    if share is None and score is None:
        mend = "Fill in the one that the report gives"
        raise RejectedRow(row.line, "share", Fault.NEITHER, "", mend)
    answers, sent = _answers_and_sent(row)
    year = _whole(row, "year", lowest=FIRST_YEAR, highest=LAST_YEAR)
    if year is None:
        raise RejectedRow(row.line, "year", Fault.EMPTY, "", "Every row needs it")
    return SurveyFigure(
        area=row.needed("area", longest=100),
        year=year,
        indicator=indicator_code(row.needed("indicator", longest=100)),
        share=share,
        score=score,
        answers=answers,
        sent=sent,
        status=_status(row),
    )


def _answers_and_sent(row: Row) -> tuple[int | None, int | None]:
    answers = _whole(row, "answers", lowest=1, highest=MOST_PEOPLE)
    sent = _whole(row, "sent", lowest=1, highest=MOST_PEOPLE)
    if answers is not None and sent is not None and answers > sent:
        mend = f"No more can answer than were asked ({sent})"
        raise RejectedRow(row.line, "answers", Fault.OUT_OF_RANGE, str(answers), mend)
    return answers, sent


def _whole(row: Row, column: str, *, lowest: int, highest: int) -> int | None:
    number = row.number(column, lowest=lowest, highest=highest)
    if number is None:
        return None
    if not number.is_integer():
        value = row.text(column, longest=40)
        raise RejectedRow(row.line, column, Fault.NO_NUMBER, value, "A whole number")
    return int(number)


def _status(row: Row) -> Status:
    value = row.needed("status", longest=40).casefold()
    if value not in set(Status):
        mend = "Use one of " + ", ".join(Status)
        raise RejectedRow(row.line, "status", Fault.UNKNOWN_VALUE, value, mend)
    return Status(value)
