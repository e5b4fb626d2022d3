"""Where one is reminded by e-mail of what one has to see to."""

from django.contrib import messages
from django.forms import EmailField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality import actions
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy


class EmailForm(Form):
    """One's own address."""

    email = EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Empty: no reminders by e-mail; they are shown here alone."),
    )


@policy(ANYONE_LOGGED_IN)
def own_email(request: HttpRequest) -> HttpResponse:
    """Say where one is to be reminded."""
    assert request.user.is_authenticated
    sent = request.POST if request.method == "POST" else None
    form = EmailForm(sent, initial={"email": request.user.email})
    by, at = actor(request), now()
    if accepted(form, lambda: actions.change_email(**form.cleaned_data, by=by, at=at)):
        messages.success(request, _("It is kept."))
        return redirect("municipality:tasks")
    return render(request, "account/email.html", {"form": form})
