"""The form of a source's columns: which heading of its file is which of ours."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vaka.needs.rules.categories import categories
from vaka.needs.rules.columns import FROM_FILE, ColumnMap
from vaka.needs.rules.reports import Flag
from vaka.needs.rules.table import Table
from vaka.web.words import in_words

COLUMN = "column-"


class ColumnsForm(forms.Form):
    """A select for each heading, and what holds for every row where no heading says it."""

    source = forms.CharField(
        label=_("What the source is called"),
        max_length=60,
        help_text=_("As it is to stand on each report. The next file of it needs no mapping."),
    )
    flag = forms.ChoiceField(
        label=_("How its reports come to be known"),
        required=False,
        help_text=_("Leave it when a column says it."),
    )
    category = forms.ChoiceField(
        label=_("The kind of every row"),
        required=False,
        help_text=_("Only when no column says it, as in a list of thefts."),
    )

    def offer(self, headings: Sequence[str], language: str) -> "ColumnsForm":
        """Offer our columns for each of these headings."""
        named = [(one.code, one.name(language)) for one in categories().values()]
        flags = [(flag.value, in_words(flag, "flag")) for flag in Flag]
        self._choose("flag", flags)
        self._choose("category", named)
        ours = [(column, in_words(column, "column")) for column in FROM_FILE]
        for number, heading in enumerate(headings):
            if heading:
                self.fields[f"{COLUMN}{number}"] = forms.ChoiceField(
                    label=heading,
                    required=False,
                    choices=[("", gettext("is not read")), *ours],
                )
        return self

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]

    def headings(self) -> Iterator[tuple[str, str]]:
        """Return each heading with our column that is chosen for it, "" for none."""
        for name, field in self.fields.items():
            if name.startswith(COLUMN):
                yield str(field.label), self.cleaned_data.get(name, "")

    def clean(self) -> dict[str, object]:
        """Ask for what every report needs: a time, a kind, and how it came to be known."""
        told, chosen = self.cleaned_data, {column for _heading, column in self.headings()}
        if "occurred_from" not in chosen:
            self.add_error(None, gettext("Choose the column that says when it was."))
        for name in ("category", "flag"):
            if not told.get(name) and name not in chosen:
                self.add_error(name, gettext("Choose one, or the column that says it."))
        return told

    def map(self, *, sheet: str, words: Mapping[str, str]) -> ColumnMap:
        """Return what was chosen."""
        told, columns = self.cleaned_data, dict[str, list[str]]()
        for heading, column in self.headings():
            if column:
                columns.setdefault(column, []).append(heading)
        fixed = {
            name: told[name]
            for name in ("category", "flag")
            if told[name] and name not in columns
        }
        return ColumnMap(told["source"].strip(), columns, fixed, words, sheet)


def first_choice(table: Table, proposed: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the form at first: our column for each heading that is known."""
    return {
        f"{COLUMN}{number}": proposed[heading]
        for number, heading in enumerate(table.headings)
        if heading in proposed
    }


def chosen(table: Table, told: ColumnMap) -> dict[str, str]:
    """Return what stands in the form when a map is to be changed."""
    columns = {
        name.casefold(): column for column, names in told.columns.items() for name in names
    }
    ours = {each: columns.get(each.casefold(), "") for each in table.headings}
    return {"source": told.source, **told.fixed, **first_choice(table, ours)}
