"""What is filled in about the municipality: its bodies, its sites, its people, their roles."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaka.geometry import ground
from vaka.municipality import queries
from vaka.municipality.rules import (
    BY_TOKEN,
    EVERY_BOARD,
    Actor,
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Permission,
    Role,
    SiteKind,
    boards_with,
)
from vaka.web.drawing import AreaField, draw_around
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.municipality.models import Board

DAY = timedelta(days=1)
LARGEST_FILE = 8 * 1024 * 1024
EVERYWHERE = "every"
# A machine is no person, nor is another's system: they carry tokens.
OF_PEOPLE = [role for role in Role if role not in BY_TOKEN]


def offer(form: forms.Form, field: str, codes: Iterable[str], kind: str) -> None:
    """Offer codes of a kind in the reader's language."""
    chooser = form.fields[field]
    assert isinstance(chooser, forms.ChoiceField)
    chooser.choices = [(code, in_words(code, kind)) for code in codes]


def offer_boards(form: forms.Form, rows: "Iterable[Board]", *last: tuple[str, object]) -> None:
    """Offer boards by their names, and what comes last."""
    chooser = form.fields["board"]
    assert isinstance(chooser, forms.ChoiceField)
    chooser.choices = [*((row.id, row.name) for row in rows), *last]


class ContactForm(forms.Form):
    """How the public reaches the municipality."""

    contact = forms.CharField(
        label=_("How the public reaches the municipality"), max_length=200
    )
    dpo_contact = forms.CharField(
        label=_("How to reach the data protection officer"),
        max_length=200,
        help_text=_("It stands on every sign and in the public register."),
    )


class BoardContactForm(forms.Form):
    """How the public reaches a board."""

    contact = forms.CharField(
        label=_("How the public reaches the board"),
        max_length=200,
        help_text=_("It stands on every sign and in the public register."),
    )


class BoardForm(BoardContactForm):
    """A board, controller in its own area."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("What it is"), initial=BoardKind.BOARD)
    field_order = ("name", "kind", "contact")

    def offer(self) -> Self:
        """Offer the kinds."""
        ordinary = [BoardKind.BOARD, BoardKind.EXECUTIVE, BoardKind.COUNCIL]
        offer(self, "kind", [*ordinary, BoardKind.COMMITTEE], "board-kind")
        return self


class DepartmentForm(forms.Form):
    """A department under a board."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("What it is"))

    def offer(self) -> Self:
        """Offer the kinds."""
        kinds = [DepartmentKind.DEPARTMENT, DepartmentKind.CITY_OFFICE]
        offer(self, "kind", kinds, "department-kind")
        return self


class PartnerForm(forms.Form):
    """An organisation that the municipality cooperates with."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("What it is"))

    def offer(self) -> Self:
        """Offer the kinds."""
        offer(self, "kind", PartnerKind, "partner-kind")
        return self


class SiteForm(forms.Form):
    """A place that a board answers for, and its ground on the map."""

    board = forms.ChoiceField(label=_("Board"), help_text=_("It answers for the place."))
    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind of place"))
    address = forms.CharField(label=_("Address"), max_length=200)
    outline = AreaField(
        label=_("Outline"),
        help_text=_(
            "The edge of the place: drawn among those that are there, or pasted as a GeoJSON"
            " polygon in WGS 84 from the municipality's map program."
        ),
    )
    around = forms.FileField(
        label=_("What stands around"),
        required=False,
        help_text=_(
            "Buildings, streets and squares as a GeoJSON file, so that maps show them and"
            " buildings hide what a camera cannot see. Each feature's kind: building, home,"
            " street, square or park."
        ),
    )

    def offer(self, by: Actor) -> Self:
        """Offer the boards that the administrator administers, and the kinds of place."""
        offer_boards(self, queries.boards(by=by, permission=Permission.ADMINISTER))
        offer(self, "kind", SiteKind, "site-kind")
        draw_around(self, "outline", by=by, permission=Permission.ADMINISTER)
        return self

    def ground(self) -> dict[str, object]:
        """Return the outline as a polygon.

        :raises BadInput: when it is none, of field `outline`.
        """
        return ground.outline(self.cleaned_data["outline"])

    def surroundings(self) -> dict[str, object] | None:
        """Return what stands around, if a file says so.

        :raises BadInput: when the file is no collection of features, of field `around`.
        """
        file = self.cleaned_data["around"]
        if not file:
            return None
        return ground.surroundings(file.read().decode("utf-8", "replace"), where="around")

    def clean_around(self) -> object:
        """Refuse a file that no page could carry."""
        file = self.cleaned_data["around"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("It is larger than 8 MiB. Cut out what is near."))
        return file


class PasswordForm(forms.Form):
    """A password for somebody, typed once: it is told to that person."""

    whose = ""
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters, not a common password. Tell the person in private; who"
            " logs in can change it under the own name at the top."
        ),
    )

    def of(self, login: str) -> Self:
        """Say whose password it is, so that it is not like the login."""
        self.whose = login
        return self

    def clean_password(self) -> str:
        """Hold the password against what is guessed first."""
        return strong(self.cleaned_data["password"], login=self.whose)


class PersonForm(PasswordForm):
    """Somebody who is to log in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("It stands beside what the person does, and in the pictures seen."),
    )
    login = forms.CharField(
        label=_("Login"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("name", "login", "password")

    def clean_password(self) -> str:
        """Hold the password against what is guessed first, the login among it."""
        login = self.cleaned_data.get("login", "")
        return strong(self.cleaned_data["password"], login=login)


class SettleForm(forms.Form):
    """What was done about a task."""

    outcome = forms.CharField(
        label=_("What was done, or why nothing is needed"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is documentation (KBL 9 §), kept with the reason."),
    )


def strong(password: str, *, login: str) -> str:
    """Return a password that withstands guessing.

    :raises ValidationError: when it does not, in the reader's language.
    """
    password_validation.validate_password(password, get_user_model()(login=login))
    return password


class AssignForm(forms.Form):
    """A role, where, and from which day to which."""

    role = forms.ChoiceField(label=_("Role"))
    board = forms.ChoiceField(label=_("Where"))
    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty when it goes on."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def offer(self, by: Actor) -> Self:
        """Offer the roles of people, and the boards that the administrator administers."""
        offer(self, "role", OF_PEOPLE, "role")
        rows = queries.boards(by=by, permission=Permission.ADMINISTER)
        everywhere = EVERY_BOARD in boards_with(by, Permission.ADMINISTER)
        offer_boards(self, rows, *([(EVERYWHERE, _("every board"))] if everywhere else []))
        self.fields["first"].initial = timezone.localdate
        return self

    def where(self) -> str:
        """Return the board's id, or that it is every board."""
        chosen: str = self.cleaned_data["board"]
        return EVERY_BOARD if chosen == EVERYWHERE else chosen

    def starts_at(self, now: datetime) -> datetime:
        """Return when the role begins: now, if it begins today."""
        first: date = self.cleaned_data["first"]
        return now if first == timezone.localdate(now) else midnight(first)

    def ends_at(self) -> datetime | None:
        """Return when the role ends: at the midnight after the last day."""
        last: date | None = self.cleaned_data["last"]
        return midnight(last + DAY) if last else None


class EndForm(forms.Form):
    """When a role ends."""

    last = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: it ends now."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def ends_at(self) -> datetime | None:
        """Return the midnight after the last day; None is now."""
        last: date | None = self.cleaned_data["last"]
        return midnight(last + DAY) if last else None


def midnight(day: date) -> datetime:
    """Return the local midnight at which a day begins."""
    return datetime.combine(day, time(), timezone.get_current_timezone())
