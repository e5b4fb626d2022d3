"""The parts of account, as tabs for whoever sees more than the public register."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vaka.municipality.rules import Actor, Permission, boards_with

PARTS = (
    ("oversight:index", gettext_noop("Register of cameras"), None),
    ("oversight:inspection", gettext_noop("Supervision"), Permission.SEE_RECORD),
    ("oversight:requests", gettext_noop("Requests for pictures"), Permission.ENTER_REQUESTS),
    ("oversight:breaches", gettext_noop("Data breaches"), Permission.SEE_BREACHES),
    (
        "oversight:disposal",
        gettext_noop("Disposal of documentation"),
        Permission.DISPOSE_DOCUMENTATION,
    ),
)


def parts(by: Actor, here: str) -> list[dict[str, object]]:
    """Return the parts that the actor may open; none when there is but one."""
    found: list[dict[str, object]] = [
        {"url": reverse(page), "label": _(label), "here": page == here, "count": None}
        for page, label, needs in PARTS
        if needs is None or boards_with(by, needs)
    ]
    return found if len(found) > 1 else []
