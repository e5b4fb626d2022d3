"""An answer is of its question's kind, or it is not taken."""

from collections.abc import Callable, Mapping

from vaka.core.errors import BadInput
from vaka.law.templates import Kind, Question
from vaka.municipality.rules import Role
from vaka.terms.document import HOLIDAY, MINUTES_A_DAY, WEEKDAYS, Act, Requirement
from vaka.terms.reading import Object


def read(question: Question, value: object) -> object:
    """Return the answer as it is kept.

    :raises BadInput: when it is not of the question's kind; `where` is the question.
    """
    try:
        READERS[question.kind](question, value)
    except BadInput as problem:
        raise BadInput(question.id, problem.problem, problem.mend) from None
    return value


def _text(_question: Question, value: object) -> None:
    _only(value).text("answer")


def _yes_no(_question: Question, value: object) -> None:
    _only(value).boolean("answer")


def _choice(question: Question, value: object) -> None:
    codes = [option.code for option in question.options]
    _only([value]).words("answer", codes)


def _choices(question: Question, value: object) -> None:
    _only(value).words("answer", [option.code for option in question.options])


def _number(_question: Question, value: object) -> None:
    _only(value).positive("answer")


def _whole(_question: Question, value: object) -> None:
    _only(value).whole("answer")


def _date(_question: Question, value: object) -> None:
    _only(value).date("answer")


def _hours(_question: Question, value: object) -> None:
    for entry in _only(value).inners("answer"):
        with entry as own:
            own.words("days", [*WEEKDAYS, HOLIDAY], least=1)
            if own.clock("from") == MINUTES_A_DAY:
                own.refuse("from", "24:00 can only end a day", "Write 00:00 and the day after")
            own.clock("to")


def _purposes(_question: Question, value: object) -> None:
    for entry in _only(value).inners("answer", least=1):
        with entry as own:
            own.text("code")
            own.text("text")


def _access(_question: Question, value: object) -> None:
    for entry in _only(value).inners("answer", least=1):
        with entry as own:
            own.word("role", list(Role))
            own.words("acts", list(Act), least=1)
            own.words("requires", list(Requirement))


def _area(_question: Question, value: object) -> None:
    _only(value).polygon("answer")


def _masks(_question: Question, value: object) -> None:
    _only(value).masks("answer")


def _presets(_question: Question, value: object) -> None:
    for entry in _only(value).inners("answer"):
        with entry as own:
            own.text("name")
            own.polygon("area")
            own.masks("masks")


def _only(value: object) -> Object:
    """Return the reader of terms, so that an answer is strict where terms are."""
    return Object.read({"answer": value}, "assessment")


READERS: Mapping[Kind, Callable[[Question, object], None]] = {
    Kind.TEXT: _text,
    Kind.LINE: _text,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.DATE: _date,
    Kind.HOURS: _hours,
    Kind.PURPOSES: _purposes,
    Kind.ACCESS: _access,
    Kind.AREA: _area,
    Kind.MASKS: _masks,
    Kind.PRESETS: _presets,
}
