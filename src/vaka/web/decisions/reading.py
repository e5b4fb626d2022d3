"""The terms as a human reads them: hours as a week, uses, access, and what holds now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from vaka.core.verdict import Verdict
from vaka.terms.document import HOLIDAY, MINUTES_A_DAY, WEEKDAYS, Act, Hours, Terms, clock
from vaka.terms.permits import Asking, Standing, permits
from vaka.web.charts import HourOfWeek
from vaka.web.words import SHORT_WEEKDAYS


@dataclass(frozen=True)
class Use:
    """One act, and whether it is permitted at this instant to whom it concerns."""

    act: Act
    verdict: Verdict


def week(terms: Terms) -> HourOfWeek:
    """Return the hours as a picture of 7 by 24: minutes of each hour that are covered."""
    minutes = [[0] * 24 for _day in WEEKDAYS]
    for entry in terms.hours:
        for day in entry.days:
            if day != HOLIDAY:
                for minute in _covered(WEEKDAYS.index(day), entry):
                    minutes[minute // MINUTES_A_DAY % 7][minute % MINUTES_A_DAY // 60] += 1
    total = sum(map(sum, minutes)) / 60
    return HourOfWeek(
        title=_("Hours"),
        summary=_("The camera may be used for %(hours)g of the week's 168 hours.")
        % {"hours": round(total, 1)},
        unit=_("minutes"),
        counts=minutes,
    )


def _covered(day: int, entry: Hours) -> Iterator[int]:
    """Yield the minutes of the week that an entry covers on that day."""
    end = entry.end + (MINUTES_A_DAY if entry.end <= entry.start else 0)
    return iter(range(day * MINUTES_A_DAY + entry.start, day * MINUTES_A_DAY + end))


def hours_in_words(terms: Terms) -> list[str]:
    """Return each entry of the hours in words."""
    return [_entry(entry) for entry in terms.hours]


def _entry(entry: Hours) -> str:
    names = dict(zip(WEEKDAYS, SHORT_WEEKDAYS, strict=True)) | {HOLIDAY: "public holidays"}
    days = (
        _("every day")
        if set(entry.days) == set(WEEKDAYS)
        else ", ".join(
            _("public holidays") if day == HOLIDAY else _(names[day]) for day in entry.days
        )
    )
    return f"{days} {clock(entry.start)}–{clock(entry.end)}"


def uses_now(terms: Terms, *, at: datetime, standing: Standing) -> list[Use]:
    """Return what the terms permit at this instant, to the role that may do it most freely.

    Whoever may, brings what is required: the page says what that is, beside.
    """
    return [
        Use(act, permits(terms, act, at=at, asking=_asking(terms, act), standing=standing))
        for act in Act
    ]


def _asking(terms: Terms, act: Act) -> Asking:
    roles = [access.role for access in terms.access if act in access.acts]
    return Asking(
        role=next(iter(roles), None), incident="-", second_person="-", written_request="-"
    )
