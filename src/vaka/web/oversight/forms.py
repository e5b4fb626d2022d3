"""What is filled in: who asks for pictures and why, what they are answered, what went wrong."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaka.core.period import Period
from vaka.law.eu.breaches import NOT_TOLD
from vaka.law.se.secrecy import ASKERS, NEEDS
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.operation import queries as operation
from vaka.oversight.rules.breaches import Risk, Told
from vaka.oversight.rules.disclosure import Outcome, ThirdPersons
from vaka.oversight.rules.own_pictures import Answer, Identified
from vaka.web.operation.forms import SpanForm
from vaka.web.words import in_words, said


class DisposeForm(forms.Form):
    """By what a board disposes of documentation, and why."""

    plan = forms.CharField(
        label=_("Document plan"),
        max_length=300,
        help_text=_(
            "The municipality's document plan and its item, or the board's decision: with case "
            "number and item."
        ),
    )
    why = forms.CharField(
        label=_("Why is it not needed any longer?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    compared = forms.BooleanField(
        label=_("I have compared what goes with the plan, and nothing of it is asked for.")
    )


class EraseForm(forms.Form):
    """The entry, and why what names a person in it goes."""

    entry = forms.IntegerField(label=_("Entry"), min_value=0, help_text=_("Its number."))
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("As a request by the person. It stays on the record, so name nobody."),
    )


class WordsField(forms.CharField):
    """A few sentences."""

    widget = forms.Textarea(attrs={"rows": 3})


class MomentField(forms.DateTimeField):
    """A local date and time."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def chosen(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Offer choices, in the reader's language."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class PicturesForm(SpanForm):
    """Of which camera and when somebody wants pictures, and when that was asked."""

    camera = forms.ChoiceField(label=_("Camera"))
    received_on = forms.DateField(
        label=_("Received"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def offer(self, by: Actor) -> Self:
        """Offer the cameras of which the actor may enter that pictures are wanted."""
        rows = operation.cameras(by=by, permission=Permission.ENTER_REQUESTS)
        chosen(self, "camera", [(row.id, row.name) for row in rows if not row.hosted_for_id])
        return self


class DisclosureForm(PicturesForm):
    """What OSL 32:3 a asks of a written request, and no more."""

    asker = forms.ChoiceField(label=_("Who asks?"))
    name = forms.CharField(
        label=_("Name of the authority"),
        max_length=200,
        required=False,
        help_text=_("Anybody else may ask without giving a name."),
    )
    reference = forms.CharField(label=_("Its reference"), max_length=100, required=False)
    need = forms.ChoiceField(label=_("The pictures are needed to"))
    what = forms.CharField(
        label=_("The offence or accident"),
        required=False,
        help_text=_("As it is stated in the request."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    imprisonment = forms.BooleanField(
        label=_("The one who asks states that the offence has imprisonment in its scale"),
        required=False,
    )
    field_order = (
        *("camera", "day", "start", "end", "received_on"),
        *("asker", "name", "reference", "need", "what", "imprisonment"),
    )

    def offer(self, by: Actor) -> Self:
        """Offer the cameras, and who asks and for what in the law's words."""
        for name, listed in (("asker", ASKERS), ("need", NEEDS)):
            chosen(self, name, [(code, said(words)) for code, words in listed.items()])
        return super().offer(by)


class OwnPicturesForm(PicturesForm):
    """Where and when somebody was, and how they are found and reached."""

    looks = WordsField(
        label=_("What the person looked like"),
        help_text=_("Clothes, company, which way: what is needed to find them, and no more."),
    )
    contact = forms.CharField(
        label=_("How the person is reached"),
        max_length=200,
        help_text=_("No personal identity number. It can be erased when it is answered."),
    )
    field_order = ("camera", "day", "start", "end", "looks", "contact", "received_on")


class ReviewForm(forms.Form):
    """Whether pictures are handed out, how much of them and how, and why."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    start, end = (
        forms.TimeField(
            label=label,
            required=False,
            widget=forms.TimeInput(attrs={"type": "time", "step": "1"}),
        )
        for label in (_("The part begins"), _("The part ends"))
    )
    third_persons = forms.ChoiceField(label=_("Third persons"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Without an exception in the law secrecy is the rule: say why it is clear that "
            "nobody is harmed, or why it is not."
        ),
    )

    def offer(self, asked: Period) -> Self:
        """Offer what a review can come to, of what was asked for."""
        self.asked = asked
        chosen(self, "outcome", [(each, in_words(each, "secrecy-outcome")) for each in Outcome])
        persons = [(each, in_words(each, "third-persons")) for each in ThirdPersons]
        chosen(self, "third_persons", persons)
        self.fields["third_persons"].initial = ThirdPersons.SEEN
        return self

    def clean(self) -> dict[str, object]:
        """Put the part together; a part without times is none."""
        told = super().clean() or {}
        told["given"] = None
        if told.get("outcome") == Outcome.PARTLY:
            told["given"] = self._part(told.get("start"), told.get("end"))
        return told

    def _part(self, start: time | None, end: time | None) -> Period | None:
        zone = timezone.get_current_timezone()
        first, last = (
            datetime.combine(at.date(), told or at.time(), zone)
            for at, told in (
                (timezone.localtime(self.asked.start), start),
                (timezone.localtime(self.asked.end), end),
            )
        )
        if last <= first:
            self.add_error("end", _("It must be after the start."))
            return None
        return Period(first, last)


class HandOutForm(forms.Form):
    """To whom the copies go, and how."""

    to = forms.CharField(label=_("Handed to"), max_length=200)
    how = forms.CharField(
        label=_("How"), max_length=200, help_text=_("As on a medium, against a signature.")
    )


class IdentifyForm(forms.Form):
    """How it was made sure that somebody asks for themselves."""

    how = forms.ChoiceField(
        label=_("How is it known who asks?"),
        widget=forms.RadioSelect,
        help_text=_("Look, and keep no copy of what you saw."),
    )

    def offer(self) -> Self:
        """Offer the ways."""
        chosen(self, "how", [(each, in_words(each, "identified")) for each in Identified])
        return self


class ExtendForm(forms.Form):
    """Why the answer takes longer."""

    reasons = WordsField(
        label=_("Reasons"), help_text=_("Tell the person the same, within the first month.")
    )


class AnswerForm(forms.Form):
    """What somebody who asked is told."""

    answer = forms.ChoiceField(label=_("The answer"), widget=forms.RadioSelect)
    words = WordsField(
        label=_("In words"),
        help_text=_(
            "What was looked through, what was found, or why not. It stays: name nobody."
        ),
    )

    def offer(self) -> Self:
        """Offer the answers."""
        chosen(self, "answer", [(each, in_words(each, "access-answer")) for each in Answer])
        return self


class BreachForm(forms.Form):
    """What is known of a breach, as the article lists it (GDPR art. 33.3)."""

    what = WordsField(label=_("What has happened?"))
    happened_at = MomentField(
        label=_("When it happened"), required=False, help_text=_("Empty: nobody knows yet.")
    )
    categories = WordsField(label=_("Which persons, which data"))
    persons, records = (
        forms.IntegerField(label=label, required=False, min_value=0)
        for label in (_("Persons, about"), _("Records, about"))
    )
    consequences = WordsField(label=_("Likely consequences"))
    measures = WordsField(label=_("What has been done, and will be"))
    risk = forms.ChoiceField(
        label=_("Risk for the persons"),
        widget=forms.RadioSelect,
        help_text=_("Only an unlikely risk need not be notified; at a high one they are told."),
    )

    def offer(self) -> Self:
        """Offer the levels of risk."""
        chosen(self, "risk", [(each, in_words(each, "breach-risk")) for each in Risk])
        return self

    def told(self) -> Told:
        """Return what is known."""
        given = self.cleaned_data
        return Told(
            happened_at=given["happened_at"],
            what=given["what"],
            categories=given["categories"],
            persons=given["persons"],
            records=given["records"],
            consequences=given["consequences"],
            measures=given["measures"],
            risk=Risk(given["risk"]),
        )


class NewBreachForm(BreachForm):
    """A breach, whose it is and since when it is known."""

    board = forms.ChoiceField(label=_("Board"))
    known_at = MomentField(
        label=_("When it became known"),
        help_text=_("From then the 72 hours run, by day and night."),
    )
    field_order = ("board", "known_at", "what", "happened_at")

    def offer_boards(self, by: Actor) -> Self:
        """Offer the boards whose register of breaches the actor keeps."""
        rows = municipality.boards(by=by, permission=Permission.KEEP_BREACHES)
        chosen(self, "board", [(row.id, row.name) for row in rows])
        self.offer()
        return self


class NotifyForm(forms.Form):
    """That the authority was notified."""

    notified_at = MomentField(label=_("Notified"))
    reference = forms.CharField(
        label=_("The authority's reference"), max_length=100, required=False
    )
    late_reasons = forms.CharField(
        label=_("Why so late?"),
        required=False,
        help_text=_("Only when it was more than 72 hours."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UnnotifiedForm(forms.Form):
    """Why the authority is not notified."""

    reasons = WordsField(label=_("Why the risk is unlikely"))


class TellForm(forms.Form):
    """That the persons were told."""

    told_at = MomentField(label=_("When they were told"))
    how = WordsField(label=_("How, and what they were told"))


class UntoldForm(forms.Form):
    """Why the persons are not told."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    reasons = WordsField(label=_("Reasons"))

    def offer(self) -> Self:
        """Offer the grounds of the article."""
        chosen(self, "ground", [(r.code, f"{said(r.text)} ({r.source})") for r in NOT_TOLD])
        return self
