"""What is filled in: a plan with the counts it is made of, more counts, a broken plan."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vaka.evaluation import queries
from vaka.evaluation.queries.drawn import kinds_reported
from vaka.evaluation.rules.counting import Reports
from vaka.evaluation.rules.plans import FEWEST_MONTHS, MOST_MONTHS, Draft
from vaka.measures.rules.evidence import Crime, Monitoring
from vaka.municipality.rules import Actor
from vaka.needs.rules.categories import categories
from vaka.web.words import in_words

LARGEST = 1024 * 1024
DAY = {"type": "date"}
REPORTS, FILE = "reports", "file"


class CountsForm(forms.Form):
    """A CSV file of monthly counts, new or sent back with the page that tried it."""

    file = forms.FileField(
        label=_("Monthly counts (CSV)"),
        help_text=_("Columns: place, arm, month, count. UTF-8, at most 1 MiB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    counts = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """Read the file as text; what was sent back needs no file."""
        if isinstance(sent := self.cleaned_data.get("file"), UploadedFile):
            self.cleaned_data["counts"] = self._text(sent)
        elif self.cleaned_data.get("counts"):
            self.errors.pop("file", None)
        return self.cleaned_data

    def _text(self, sent: "UploadedFile[bytes]") -> str:
        if sent.size is None or sent.size > LARGEST:
            self.add_error("file", _("The file is larger than 1 MiB."))
            return ""
        try:
            return bytes(sent.read()).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("The file is not UTF-8 text."))
            return ""


class PlanForm(CountsForm):
    """A plan as people speak of it; the site follows from the camera that is weighed."""

    camera = forms.ChoiceField(
        label=_("Camera"), help_text=_("Those that are weighed and not yet decided.")
    )
    outcome = forms.CharField(
        label=_("What is counted"),
        max_length=200,
        help_text=_("One thing, as it is reported: robberies a month."),
    )
    crime = forms.ChoiceField(label=_("Kind of crime"), required=False)
    detection_driven = forms.BooleanField(
        label=_("More watching finds more of it"),
        required=False,
        help_text=_("Drugs and disorder are; robbery and damage are not."),
    )
    monitoring = forms.ChoiceField(label=_("Does somebody look while it happens?"))
    measure_starts = forms.DateField(
        label=_("The camera begins"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    )
    months_before = forms.IntegerField(
        label=_("Months before"), min_value=FEWEST_MONTHS, max_value=MOST_MONTHS, initial=24
    )
    months_after = forms.IntegerField(
        label=_("Months after"), min_value=FEWEST_MONTHS, max_value=MOST_MONTHS, initial=12
    )
    review_on = forms.DateField(
        label=_("Day of the review"),
        help_text=_("The one day for a verdict, when the months after are counted."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )
    counted_from = forms.ChoiceField(
        label=_("Where the counts come from"),
        choices=[
            (REPORTS, _("count the reports inside the watched area")),
            (FILE, _("a file of monthly counts")),
        ],
        initial=REPORTS,
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of report that are counted"),
        required=False,
        help_text=_("The same before and after. Needed when the reports are counted."),
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = [
        "camera",
        "outcome",
        "crime",
        "detection_driven",
        "monitoring",
        "measure_starts",
        "months_before",
        "months_after",
        "review_on",
        "counted_from",
        "kinds",
        "file",
        "counts",
        "shown",
    ]

    def offer(self, by: Actor) -> "PlanForm":
        """Offer the cameras that the actor may plan for, and the kinds of crime."""
        self.weighed = queries.undecided(by=by)
        named = [(camera, str(row.site.name)) for camera, row in self.weighed.items()]
        self._choices("camera", named)
        crimes = [(crime.value, in_words(crime, "level")) for crime in Crime]
        self._choices("crime", [("", str(_("several kinds"))), *crimes])
        self._choices("monitoring", [(m.value, in_words(m, "level")) for m in Monitoring])
        language, reported = get_language() or "sv", kinds_reported(by=by)
        named = [(key, each.name(language)) for key, each in categories().items()]
        self._choices("kinds", [(key, name) for key, name in named if key in reported])
        return self

    def clean(self) -> dict[str, object]:
        """Ask for the kinds where the reports are counted, and else for the file."""
        told = super().clean()
        if told.get("counted_from") == REPORTS:
            self.errors.pop("file", None)
            if not told.get("kinds"):
                self.add_error("kinds", _("Choose at least one kind, or give a file."))
        return told

    def history(self) -> str | Reports:
        """Return the counts by which the plan is made, or of which reports to make them."""
        told = self.cleaned_data
        if told["counted_from"] == REPORTS:
            return Reports(tuple(told["kinds"]))
        return str(told["counts"])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def draft(self) -> Draft:
        """Return what was filled in."""
        told = self.cleaned_data
        return Draft(
            site=self.weighed[told["camera"]].site_id,
            camera=told["camera"],
            outcome=told["outcome"],
            detection_driven=told["detection_driven"],
            crime=Crime(told["crime"]) if told["crime"] else None,
            monitoring=Monitoring(told["monitoring"]),
            measure_starts=told["measure_starts"],
            months_before=told["months_before"],
            months_after=told["months_after"],
            review_on=told["review_on"],
        )


class BreakForm(forms.Form):
    """Why a plan cannot be followed."""

    why = forms.CharField(
        label=_("What was not as planned?"),
        max_length=2000,
        help_text=_("The camera began another day; what is counted was changed. It stays so."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
