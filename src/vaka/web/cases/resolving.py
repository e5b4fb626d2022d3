"""Pages of the resolution: enter it, note who disagreed, approve the minutes, the extract."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vaka.cases import actions, documents, queries
from vaka.cases.rules.inputs import day_of
from vaka.municipality.rules import Permission
from vaka.paper.pdf import paper_pdf
from vaka.web.acting import actor, now
from vaka.web.cases.forms import DissentingForm, MinutesForm, ResolveForm
from vaka.web.cases.pages import enter
from vaka.web.papers import PDF, handed_out
from vaka.web.policy import policy


@policy(Permission.RECORD_RESOLUTION)
def resolve(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what the board resolved; what the statement proposes is filled in."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.RECORD_RESOLUTION)
    unsettled = {each.number: each.text for each in queries.unsettled(row)}
    proposed = {f"demand_{each.demand.number}": each.proposed for each in queries.answered(row)}
    ahead = [each for each in queries.meetings(row) if each.body == row.board.name]
    initial = {
        "text": queries.proposed_text(row),
        "meeting": ahead[-1].on if ahead else None,
        **proposed,
    }
    form = ResolveForm(request.POST or None, initial=initial).about(unsettled)
    return enter(
        request,
        row,
        form,
        lambda: actions.resolve(case=row.id, **form.cleaned_data, by=by, at=now()),
        title=_("Enter a resolution"),
        submit=_("Enter the resolution"),
        done=_("The resolution is entered."),
    )


@policy(Permission.RECORD_RESOLUTION)
def note_dissent(request: HttpRequest, key: str, resolution: str) -> HttpResponse:
    """Note who disagreed with a resolution."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.RECORD_RESOLUTION)
    resolved = queries.resolution_of(row, resolution)
    form = DissentingForm(request.POST or None)
    return enter(
        request,
        row,
        form,
        lambda: actions.note_dissent_from(
            resolution=resolved.id, **form.cleaned_data, by=by, at=now()
        ),
        title=_("Who disagreed at § %(item)s") % {"item": resolved.item},
        submit=_("Note it"),
        done=_("It is noted."),
    )


@policy(Permission.RECORD_RESOLUTION)
def approve_minutes(request: HttpRequest, key: str, resolution: str) -> HttpResponse:
    """Enter that the minutes of the meeting are approved."""
    by, today = actor(request), day_of(now())
    row = queries.case(key, by=by, permission=Permission.RECORD_RESOLUTION)
    resolved = queries.resolution_of(row, resolution)
    form = MinutesForm(
        request.POST or None, initial={"approved_on": today, "announced_on": today}
    )
    return enter(
        request,
        row,
        form,
        lambda: actions.approve_minutes(
            board=resolved.board_id,
            meeting=resolved.meeting,
            **form.cleaned_data,
            by=by,
            at=now(),
        ),
        title=_("Minutes of %(meeting)s approved") % {"meeting": resolved.meeting},
        submit=_("Enter the approval"),
        done=_("The minutes are approved."),
    )


@policy(Permission.SEE)
def extract(request: HttpRequest, key: str, resolution: str) -> HttpResponse:
    """Hand out the minutes extract as PDF."""
    row = queries.case(key, by=actor(request))
    resolved = queries.resolution_of(row, resolution)
    name = f"{row.reference}-protokollsutdrag-{resolved.item}.pdf"
    return handed_out(paper_pdf(documents.extract_paper(resolved)), name, PDF)
