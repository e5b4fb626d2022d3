"""Pages of precedents: search them, see which resemble a text, and whether likes are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.balancing import queries
from vaka.balancing.queries import Precedent
from vaka.balancing.rules.precedents import Limit, Profile, Sought
from vaka.law.se.surveillance import PURPOSES
from vaka.municipality.rules import Permission, SiteKind
from vaka.web.acting import actor
from vaka.web.balancing.pages import address, home, tabs, trail
from vaka.web.charts import Dot, HourOfWeek, Row, Shape, Spread
from vaka.web.policy import policy
from vaka.web.words import in_words, said

HOURS_OF_WEEK = 168


class SearchForm(forms.Form):
    """What is searched for: place, purpose and limits."""

    text = forms.CharField(label=gettext_lazy("Words"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), required=False)
    limits = forms.MultipleChoiceField(
        label=gettext_lazy("Limits"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def offer(self) -> "SearchForm":
        """Offer kinds, purposes and limits in the reader's language."""
        self._choose("kind", [(each, in_words(each, "site-kind")) for each in ("", *SiteKind)])
        purposes = [(each.code, f"{each.code} {said(each.text)}") for each in PURPOSES]
        self._choose("purpose", [("", _("every purpose")), *purposes])
        self._choose("limits", [(each, in_words(each, "limit")) for each in Limit])
        return self

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def sought(self) -> Sought:
        """Return what is sought; what is not in order is not asked about."""
        told = self.cleaned_data if self.is_valid() else {}
        return Sought(
            text=told.get("text", ""),
            kind=told.get("kind", ""),
            purpose=told.get("purpose", ""),
            limits=frozenset(Limit(each) for each in told.get("limits", ())),
        )


@dataclass(frozen=True)
class PrecedentRead:
    """A precedent as people read it."""

    precedent: Precedent
    title: str
    url: str
    whose: str
    facts: list[tuple[str, str]]
    granted: str = ""
    refused: str = ""


def read(each: Precedent) -> PrecedentRead:
    """Return a precedent in the reader's language."""
    facts = _facts(each.profile)
    if told := each.published:
        return PrecedentRead(
            each,
            said(told.title),
            "",
            told.source,
            facts,
            granted=said(told.granted),
            refused=said(told.refused),
        )
    row = each.balancing
    assert row is not None
    return PrecedentRead(each, row.site.name, address(row), row.board.name, facts)


def _facts(profile: Profile) -> list[tuple[str, str]]:
    """Return what is told of a profile; what is not told is left out."""
    told = [
        (_("Kind of place"), in_words(profile.kind, "site-kind")),
        (_("Purpose"), ", ".join(sorted(profile.purposes))),
        (_("Hours a week"), str(len(profile.hours))),
    ]
    if profile.retention_hours is not None:
        told.append((_("Kept"), _("%(hours)s h") % {"hours": profile.retention_hours}))
    if profile.pixels_per_metre is not None:
        told.append((_("Pixels per metre"), number_format(profile.pixels_per_metre)))
    return told


@policy(Permission.SEE)
def search(request: HttpRequest) -> HttpResponse:
    """Search published decisions and earlier final texts."""
    form = SearchForm(request.GET).offer()
    found = queries.search(form.sought(), by=actor(request))
    told = {
        "form": form,
        "found": [read(each) for each in found],
        "week": _week([each.profile for each in found]) if found else None,
        "tabs": tabs("precedents"),
        "trail": home(),
    }
    return render(request, "balancing/precedents.html", told)


@policy(Permission.SEE)
def similar(request: HttpRequest, key: str) -> HttpResponse:
    """Show which precedents resemble a text, why, and where they part."""
    by = actor(request)
    row = queries.balancing(key, by=by)
    found = queries.similar(row, by=by)
    own = queries.profile(row)
    told = {
        "balancing": row,
        "found": [(read(each.precedent), each.compared) for each in found],
        "week": _week([each.precedent.profile for each in found], own) if found else None,
        "facts": _facts(own),
        "trail": trail(row),
    }
    return render(request, "balancing/similar.html", told)


def _week(profiles: Sequence[Profile], own: Profile | None = None) -> HourOfWeek:
    """Return in how many of the precedents each hour is allowed; one's own hours outlined."""
    counts = [sum(hour in each.hours for each in profiles) for hour in range(HOURS_OF_WEEK)]
    hours = own.hours if own else frozenset()
    return HourOfWeek(
        title=_("Which hours the precedents cover"),
        summary=_("How many of the %(count)s cover each hour of the week.")
        % {"count": len(profiles)},
        unit=_("precedents"),
        counts=[counts[day * 24 : day * 24 + 24] for day in range(7)],
        marked=frozenset(divmod(hour, 24) for hour in hours),
        marked_words=_("hours of this text") if own else "",
    )


@policy(Permission.SEE)
def uniformity(request: HttpRequest) -> HttpResponse:
    """Show how like places have been treated, and where they part."""
    found = queries.precedents(by=actor(request))
    names = {each.key: read(each) for each in found}
    told = {
        "spread": _spread(found, names),
        "counts": _counts(found),
        "partings": [
            (each, names[each.stricter], names[each.wider]) for each in queries.partings(found)
        ],
        "tabs": tabs("uniformity"),
        "trail": home(),
    }
    return render(request, "balancing/uniformity.html", told)


def _counts(found: Sequence[Precedent]) -> list[tuple[str, dict[str, int]]]:
    """Return how many of the city's own texts came to what, by kind of place."""
    own = [each for each in found if each.balancing]
    kinds = sorted({each.profile.kind for each in own})
    return [
        (
            kind,
            {
                outcome: sum(
                    each.outcome == outcome and each.profile.kind == kind for each in own
                )
                for outcome in ("yes", "yes-with-limits", "no")
            },
        )
        for kind in kinds
    ]


def _spread(found: Sequence[Precedent], names: dict[str, PrecedentRead]) -> Spread:
    """Return every case as a dot: its kind of place, and its hours a week."""
    kinds = dict.fromkeys(each.profile.kind for each in found)
    rows = [
        Row(
            in_words(kind, "site-kind"),
            [_dot(each, names[each.key].title) for each in found if each.profile.kind == kind],
        )
        for kind in kinds
    ]
    return Spread(
        title=_("Hours a week, by kind of place"),
        summary=_(
            "Each mark is one case. Those of the same kind that stand far apart have something "
            "to explain."
        ),
        unit=_("hours a week"),
        rows=rows,
        end=HOURS_OF_WEEK,
        step=24,
        shapes=[
            (Shape.FULL, _("the city's own, yes")),
            (Shape.CROSS, _("the city's own, no")),
            (Shape.HOLLOW, _("published decision")),
        ],
    )


def _dot(each: Precedent, name: str) -> Dot:
    if each.published:
        shape = Shape.HOLLOW
    else:
        shape = Shape.CROSS if each.outcome == "no" else Shape.FULL
    return Dot(len(each.profile.hours), name, shape)
