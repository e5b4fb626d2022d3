"""How each kind of answer is written and shown; what is kept is always JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.core.errors import BadInput
from vaka.law.templates import Kind
from vaka.web.balancing import lines

Options = list[tuple[str, str]]
Entries = list[dict[str, object]]


class Day(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"


@dataclass(frozen=True)
class Way:
    """From what is kept to what a person writes, and back."""

    field: Callable[[Options], forms.Field]
    written: Callable[[object], object]
    read: Callable[[object], object]


def in_lines(kind: Kind, value: object) -> str:
    """Return an answer as lines that a person reads."""
    return str(WAYS[kind].written(value))


def _same(value: object) -> object:
    return value


def _long(_options: Options) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))


def _short(_options: Options) -> forms.Field:
    return forms.CharField(max_length=300)


def _yes_no(_options: Options) -> forms.Field:
    return forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("no", _("No"))]
    )


def _choice(options: Options) -> forms.Field:
    return forms.ChoiceField(widget=forms.RadioSelect, choices=options)


def _choices(options: Options) -> forms.Field:
    return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=options)


def _number(_options: Options) -> forms.Field:
    return forms.FloatField(min_value=0)


def _whole(_options: Options) -> forms.Field:
    return forms.IntegerField(min_value=0)


def _day(_options: Options) -> forms.Field:
    return forms.DateField(widget=Day(format="%Y-%m-%d"))


def _from_json(text: object) -> object:
    try:
        return json.loads(str(text))
    except ValueError as problem:
        raise BadInput("JSON", f"it cannot be read ({problem})", "Write it as JSON") from None


def _entries(value: object) -> TypeGuard[Entries]:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _by_line(
    read: Callable[[str], Entries], written: Callable[[Entries], str]
) -> tuple[Callable[[object], object], Callable[[object], object]]:
    """Return both ways of a kind that is written a line each."""
    return (
        lambda value: written(value) if _entries(value) else "",
        lambda text: read(str(text)),
    )


WAYS: Mapping[Kind, Way] = {
    Kind.TEXT: Way(_long, _same, _same),
    Kind.LINE: Way(_short, _same, _same),
    Kind.YES_NO: Way(
        _yes_no, lambda value: "yes" if value else "no", lambda said: said == "yes"
    ),
    Kind.CHOICE: Way(_choice, _same, _same),
    Kind.CHOICES: Way(_choices, _same, _same),
    Kind.NUMBER: Way(_number, _same, _same),
    Kind.WHOLE: Way(_whole, _same, _same),
    Kind.DATE: Way(_day, _same, lambda day: day.isoformat() if isinstance(day, date) else day),
    Kind.HOURS: Way(_long, *_by_line(lines.hours, lines.hours_text)),
    Kind.PURPOSES: Way(_long, *_by_line(lines.purposes, lines.purposes_text)),
    Kind.ACCESS: Way(_long, *_by_line(lines.access, lines.access_text)),
    Kind.AREA: Way(_long, json.dumps, _from_json),
    Kind.MASKS: Way(_long, json.dumps, _from_json),
    Kind.PRESETS: Way(_long, json.dumps, _from_json),
}
