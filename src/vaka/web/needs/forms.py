"""What is filled in: a file to take in, and which part of the problems to look at."""

import base64
import binascii

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.needs.rules.categories import categories

# What is tried is sent back with the page, so that nothing lies about on the server.
LARGEST = 1024 * 1024
PROBLEMS, SURVEY = "problems", "survey"


class ImportForm(forms.Form):
    """A file: problems of one site, or figures of the safety survey."""

    kind = forms.ChoiceField(
        label=_("What the file holds"),
        choices=[(PROBLEMS, _("Problems at a site")), (SURVEY, _("Safety survey"))],
        widget=forms.RadioSelect,
        initial=PROBLEMS,
    )
    site = forms.ChoiceField(
        label=_("Site"),
        required=False,
        help_text=_("Needed for problems: where they were reported."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "XLSX or CSV (UTF-8), at most 1 MiB. Larger files go in by the command line."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,.xlsx"}),
    )
    called = ""
    body = b""
    # The same file once more, when what was tried is confirmed.
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    content = forms.CharField(required=False, widget=forms.HiddenInput)

    def offer(self, by: Actor) -> "ImportForm":
        """Offer the sites where the actor may import problems."""
        sites = municipality.sites(by=by, permission=Permission.IMPORT_PROBLEMS)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((site.id, site.name) for site in sites)]
        self.fields["file"].required = not self.data.get("content")
        return self

    def clean(self) -> dict[str, object]:
        """Ask for a site when the file is of problems, and for a file that is one."""
        told = self.cleaned_data
        if told.get("kind") == PROBLEMS and not told.get("site"):
            self.add_error("site", _("Choose the site that the problems are of."))
        self.called, self.body = self._file(told.get("file"))
        if not self.body and "file" not in self.errors:
            self.add_error("file", _("Choose a file of at most 1 MiB."))
        return told

    def _file(self, file: object) -> tuple[str, bytes]:
        """Return the name and the bytes of the file, newly sent or sent back."""
        if isinstance(file, UploadedFile):
            small = file.size is not None and file.size <= LARGEST
            return str(file.name), bytes(file.read()) if small else b""
        try:
            content = base64.b64decode(self.cleaned_data.get("content", ""), validate=True)
        except binascii.Error:
            content = b""
        return self.cleaned_data.get("name", ""), content

    @property
    def sent_back(self) -> str:
        """Return the bytes of the file as they stand in the page."""
        return base64.b64encode(self.body).decode()


class CategoryForm(forms.Form):
    """Which kind of problem to look at."""

    category = forms.ChoiceField(label=_("Kind of problem"), required=False)

    def offer(self, language: str) -> "CategoryForm":
        """Offer the kinds, named in that language."""
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        named = [(one.code, one.name(language)) for one in categories().values()]
        field.choices = [("", _("All kinds")), *named]
        return self

    @property
    def chosen(self) -> str:
        """Return the code chosen; all kinds when none, or one that is not known."""
        return str(self.cleaned_data["category"]) if self.is_valid() else ""
