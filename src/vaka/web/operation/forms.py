"""What is filled in: a camera and where it stands."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission


class RegisterForm(forms.Form):
    """A camera, registered under the id of its assessment, and where it stands."""

    camera = forms.CharField(
        label=_("Camera id"), max_length=26, help_text=_("From the balancing test.")
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    site = forms.ChoiceField(label=_("Site"))
    gateway = forms.CharField(label=_("Gateway"), max_length=100)
    address = forms.CharField(
        label=_("Address"),
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("rtsp://user:password@host:port/path. It is kept sealed and never shown."),
    )
    longitude = forms.FloatField(label=_("Longitude"), help_text=_("WGS 84"))
    latitude = forms.FloatField(label=_("Latitude"), help_text=_("WGS 84"))
    height_m = forms.FloatField(label=_("Height"), min_value=0.5, help_text=_("metres"))
    direction_deg = forms.FloatField(
        label=_("Direction"),
        min_value=0,
        max_value=360,
        help_text=_("degrees clockwise from north"),
    )

    def offer(self, by: Actor) -> "RegisterForm":
        """Offer the sites where the actor may put cameras up, and the usual gateway."""
        sites = municipality.sites(by=by, permission=Permission.REGISTER_CAMERA)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(site.id, site.name) for site in sites]
        self.fields["gateway"].initial = settings.VAKA.gateway_id
        return self
