"""The written requests that open a camera's recordings, as a form offers them."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vaka.core.period import Period
from vaka.law.se.secrecy import ASKERS
from vaka.oversight import queries
from vaka.web.words import said

if TYPE_CHECKING:
    from vaka.operation.models import Camera


def opening(row: "Camera") -> dict[str, tuple[Period, str]]:
    """Return the requests on which recordings of a camera may be asked for: when, and words."""
    found = {}
    for asked in queries.granted(row):
        span = asked.review.span
        assert span is not None  # it was granted
        found[asked.id] = (span, f"{asked.name or said(ASKERS[asked.asker])}, {_when(span)}")
    for own in queries.sought(row):
        found[own.id] = (own.span, f"{_('own pictures')}, {_when(own.span)}: {own.looks}")
    return found


def _when(span: Period) -> str:
    first, last = timezone.localtime(span.start), timezone.localtime(span.end)
    return f"{date_format(first, 'j F H:i')}–{date_format(last, 'H:i')}"
