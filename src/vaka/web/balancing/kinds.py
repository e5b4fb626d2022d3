"""How each kind of answer is asked for and shown; the stored value is always JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from vaka.law.templates import Kind
from vaka.web.balancing import lines

Field = Callable[[list[tuple[str, str]]], forms.Field]


class Day(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"


@dataclass(frozen=True)
class Way:
    """The way between a kind's stored value and what a person writes."""

    field: Field
    shown: Callable[[object], object]
    read: Callable[[object], object]


def _same(value: object) -> object:
    return value


def _area(_options: list[tuple[str, str]]) -> forms.Field:
    return forms.CharField(widget=forms.Textarea)


WAYS: Mapping[Kind, Way] = {}
