"""What is filled in: a camera and where it stands."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaka.core.period import Period
from vaka.core.photo import LARGEST
from vaka.geometry.detail import WIDEST
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.operation.rules import FARTHEST_M, Purpose
from vaka.operation.rules.signs import Flaw, Tells
from vaka.terms.redaction import Cover


class SpanForm(forms.Form):
    """A stretch of one day's recordings. Times are local."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time", "step": "1"})
    )
    end = forms.TimeField(
        label=_("To"), widget=forms.TimeInput(attrs={"type": "time", "step": "1"})
    )

    def clean(self) -> dict[str, object]:
        """Put the times together to a stretch; one that ends before it starts is none."""
        told = super().clean() or {}
        if {"day", "start", "end"} <= told.keys():
            zone = timezone.get_current_timezone()
            start, end = (
                datetime.combine(told["day"], told[name], zone) for name in ("start", "end")
            )
            if end <= start:
                self.add_error("end", _("It must be after the start."))
            else:
                told["span"] = Period(start, end)
        return told


class StretchForm(SpanForm):
    """A stretch, and the incident for which it is wanted, if it is for one."""

    incident = forms.ChoiceField(label=_("Incident"), required=False)

    def offer(self, incidents: list[tuple[str, str]]) -> Self:
        """Offer incidents, as id and words, and none."""
        return self._offer("incident", incidents)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> Self:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none")), *choices]
        return self


class AskForm(StretchForm):
    """Which recordings somebody asks for, to do what and why."""

    written_request = forms.ChoiceField(
        label=_("Written request"),
        required=False,
        help_text=_("One that has been reviewed and opens recordings of this camera."),
    )

    act = forms.ChoiceField(
        label=_("To do what?"),
        widget=forms.RadioSelect,
        choices=[("review", _("See them here")), ("export", _("Take out a copy"))],
        initial="review",
    )
    purpose = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            (Purpose.INCIDENT, _("an incident")),
            (Purpose.DISCLOSURE, _("somebody asked for them")),
        ],
    )
    reason = forms.CharField(
        label=_("What is to be found out"), widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("day", "start", "end", "act", "purpose")

    def offer_requests(self, requests: list[tuple[str, str]]) -> Self:
        """Offer the written requests that open recordings, as id and words, and none."""
        return self._offer("written_request", requests)


class PercentField(forms.FloatField):
    """A part of the picture's width or height."""

    widget = forms.NumberInput(attrs={"step": "0.1"})
    default_validators = [MinValueValidator(0), MaxValueValidator(100)]


class CoverForm(forms.Form):
    """A rectangle that is covered by hand, in some pictures."""

    first = forms.IntegerField(label=_("From picture"), min_value=0)
    last = forms.IntegerField(label=_("Through picture"), min_value=0)
    left = PercentField(label=_("From the left, %"))
    top = PercentField(label=_("From the top, %"))
    width = PercentField(label=_("Width, %"))
    height = PercentField(label=_("Height, %"))

    def area(self) -> Cover:
        """Return what is covered, cut where the picture ends."""
        told = self.cleaned_data
        left, top = told["left"] / 100, told["top"] / 100
        right = min(left + told["width"] / 100, 1.0)
        bottom = min(top + told["height"] / 100, 1.0)
        ring = ((left, top), (right, top), (right, bottom), (left, bottom))
        return Cover(told["first"], told["last"], ring)


class HoldForm(StretchForm):
    """Which recordings are held, until when and why."""

    written_request = forms.CharField(
        label=_("Written request"),
        max_length=100,
        required=False,
        help_text=_("Its reference, as the police's case number."),
    )

    until = forms.DateField(
        label=_("Hold through"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At most 90 days. Disposal resumes the day after."),
    )
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("day", "start", "end", "until")


class AddressForm(forms.Form):
    """Where a camera is reached, with its login: taken in, and never shown again."""

    address = forms.CharField(
        label=_("Address"),
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("rtsp://user:password@host:port/path. It is kept sealed and never shown."),
    )

    def clean_address(self) -> str:
        """Refuse what is no RTSP address at all, without repeating it."""
        address: str = self.cleaned_data["address"]
        if not _is_of(address, "rtsp", "rtsps"):
            raise forms.ValidationError(_("Write rtsp://user:password@host:port/path."))
        return address


class DeviceAddressForm(forms.Form):
    """Where a camera's own server (ONVIF) is, with its login: never shown again either."""

    device_address = forms.CharField(
        label=_("ONVIF address"),
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_(
            "http://user:password@host/onvif/device_service, or https. Leave it empty if the "
            "camera has none. It is kept sealed and never shown."
        ),
    )

    def clean_device_address(self) -> str:
        """Refuse what is no web address at all, without repeating it."""
        address: str = self.cleaned_data["device_address"]
        if address and not _is_of(address, "http", "https"):
            raise forms.ValidationError(
                _("Write http://user:password@host/onvif/device_service.")
            )
        return address


def _is_of(address: str, *schemes: str) -> bool:
    """Return whether an address is of one of these schemes and names a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname)


class SmallStreamForm(AddressForm):
    """Where the same camera sends a smaller stream, if it does."""

    address = forms.CharField(
        label=_("Address of the small stream"),
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_(
            "At the camera's own host. It is kept sealed and never shown. Empty: none."
        ),
    )

    def clean_address(self) -> str:
        """Take nothing for none; else an address as the first."""
        return super().clean_address() if self.cleaned_data["address"] else ""


class ReplaceForm(AddressForm, DeviceAddressForm):
    """Another device in a camera's place."""

    what = forms.CharField(
        label=_("The new device"), max_length=200, help_text=_("Make, model, serial number.")
    )
    field_order = ("what", "address", "device_address")


class WorkForm(forms.Form):
    """What a technician is to put right."""

    what = forms.CharField(
        label=_("What is to be done?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OutcomeForm(forms.Form):
    """What a technician did."""

    outcome = forms.CharField(
        label=_("What was done?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignForm(forms.Form):
    """That the sign where a camera stands is up, with a photo of it."""

    where = forms.CharField(
        label=_("Where is it?"),
        max_length=200,
        help_text=_("As passers-by find it. Of several signs name each, and show one."),
    )
    up_at = forms.DateTimeField(
        label=_("Seen to be up"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    tells_of = forms.TypedChoiceField(
        label=_("What does it tell of?"),
        widget=forms.RadioSelect,
        choices=[
            (Tells.PICTURES, _("that pictures are taken")),
            (Tells.SOUND, _("that pictures are taken, and sound specially")),
        ],
        coerce=Tells,
        help_text=_("Where the decision allows sound, the sign must tell of it (KBL 15 §)."),
    )
    photo = forms.FileField(
        label=_("Photo of the sign on site"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MiB. What the phone writes in it of place and time "
            "is taken away. Wait until nobody is in the picture."
        ),
    )

    def clean_photo(self) -> bytes:
        """Return what was sent; whether it is a photo is not for the form to say."""
        sent = self.cleaned_data["photo"]
        assert isinstance(sent, UploadedFile)
        if sent.size is None or sent.size > LARGEST:
            raise forms.ValidationError(_("The photo is larger than 20 MiB."))
        return bytes(sent.read())


class FlawForm(forms.Form):
    """What is wrong with a sign."""

    flaw = forms.TypedChoiceField(
        label=_("What has become of it?"),
        widget=forms.RadioSelect,
        choices=[
            (Flaw.DAMAGED, _("damaged, but whoever comes is still told")),
            (Flaw.GONE, _("gone, or nobody can read it")),
        ],
        coerce=Flaw,
        help_text=_(
            "A sign that is gone stops the camera at once. One that is damaged stops it after "
            "seven days, unless it is put right."
        ),
    )
    said = forms.CharField(
        label=_("What is wrong?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ViewForm(forms.Form):
    """What a camera sees, by its lens."""

    angle_deg = forms.FloatField(
        label=_("Angle of view"),
        min_value=1,
        max_value=WIDEST,
        help_text=_("degrees across, as the lens is set"),
    )
    nearest_m = forms.FloatField(
        label=_("Nearest point"),
        min_value=0,
        max_value=FARTHEST_M,
        help_text=_("metres along the ground to the lower edge of the picture"),
    )


class PresetForm(ViewForm):
    """In which preset a movable camera stands, and by which lens it sees there."""

    preset = forms.ChoiceField(label=_("Preset"))
    field_order = ("preset", "angle_deg", "nearest_m")

    def offer(self, presets: Iterable[str]) -> Self:
        """Offer the presets of the terms."""
        field = self.fields["preset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, each) for each in presets]
        return self


class PlaceForm(ViewForm):
    """Where a camera stands and looks, and through which lens."""

    site = forms.ChoiceField(label=_("Site"))
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=10, max_value=25, help_text=_("WGS 84")
    )
    latitude = forms.FloatField(
        label=_("Latitude"), min_value=55, max_value=70, help_text=_("WGS 84")
    )
    height_m = forms.FloatField(
        label=_("Height"), min_value=0.5, max_value=100, help_text=_("metres")
    )
    direction_deg = forms.FloatField(
        label=_("Direction"),
        min_value=0,
        max_value=360,
        help_text=_("degrees clockwise from north"),
    )
    field_order: Sequence[str] = ("site", "longitude", "latitude", "height_m", "direction_deg")

    def offer_sites(self, by: Actor, *, board: str | None = None) -> Self:
        """Offer the sites where the actor may put cameras up, all or one board's."""
        sites = municipality.sites(by=by, permission=Permission.REGISTER_CAMERA)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (site.id, site.name) for site in sites if board in (None, site.board_id)
        ]
        return self


class RegisterForm(AddressForm, DeviceAddressForm, PlaceForm):
    """A camera, registered under the id of its assessment, and where it stands."""

    camera = forms.CharField(
        label=_("Camera id"), max_length=26, help_text=_("From the balancing test.")
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    gateway = forms.CharField(label=_("Gateway"), max_length=100)
    field_order = (
        *("camera", "name", "site", "gateway", "address", "device_address"),
        *PlaceForm.field_order[1:],
    )

    def offer(self, by: Actor) -> Self:
        """Offer the sites where the actor may put cameras up, and the usual gateway."""
        self.fields["gateway"].initial = settings.VAKA.gateway_id
        return self.offer_sites(by)
