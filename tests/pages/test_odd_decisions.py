"""What `vaka.terms/1` can say, the pages can: odd decisions, and what they then permit."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.pages.browsing import login, text
from tests.stages.weighing import ANSWERS
from vaka.balancing import actions, queries
from vaka.balancing.rules import questions
from vaka.decisions.rules import Frame, document
from vaka.law.templates import NEWEST, template
from vaka.terms.document import Act, Terms, parse, to_json
from vaka.terms.permits import Asking, Reason, permits
from vaka.web.balancing.forms import SectionForm

TEMPLATE = template(NEWEST)
FRAME = Frame(
    terms="01JTN6E0W0F3CF3ZHQGC2ACKKB",
    camera="01JTN6E0W0F3CF3ZHQGC2ACKKC",
    controller="01JTN6E0W0F3CF3ZHQGC2ACKKD",
    controller_name="Tekniska nämnden",
    case="TN-2026-1",
    item=1,
    meeting=date(2026, 3, 20),
    url="https://vaka.example.org",
    supersedes=None,
)
RING = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]
AREA = {"type": "Polygon", "coordinates": [RING]}
PRESETS = [
    {"name": "torget", "area": AREA, "masks": [[[0, 0], [0.5, 0], [0.5, 0.5]]]},
    {"name": "gränden", "area": AREA, "masks": []},
]
OPERATOR = Asking(role="operator", incident="1")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def terms(**written: str) -> Terms:
    """What somebody has written in the fields of the pages, as the terms that come of it."""
    values: dict[str, object] = dict(ANSWERS)
    for section in TEMPLATE.sections:
        sent = QueryDict(mutable=True)
        sent.update({q.id: written[q.id] for q in section.questions if q.id in written})
        form = SectionForm(section, {}, {}, sent)
        assert form.is_valid(), form.errors
        values |= form.given().answers
        assert not form.errors, form.errors
    limits, _traces = questions.limits(TEMPLATE, values)
    made = document(limits, FRAME)
    assert parse(to_json(made)) == made
    return made


def at(day: str, clock: str) -> datetime:
    """A local instant."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=STOCKHOLM)


def may(made: Terms, day: str, clock: str, act: Act = Act.LIVE) -> bool:
    """Whether the machine may do it then."""
    return permits(made, act, at=at(day, clock), asking=OPERATOR).permitted


def test_several_bands_a_day_holidays_of_their_own_and_a_day_that_ends_at_24() -> None:
    hours = "mån–fre 06:00–08:30\nmån–fre 17:00–24:00\nhelgdag 10:00–12:00"
    made = terms(hours=hours, live="yes")
    monday, good_friday = "2026-04-13", "2026-04-03"
    told = [may(made, monday, clock) for clock in ("08:29", "08:30", "16:59", "23:59")]
    assert told == [True, False, False, True]
    assert not may(made, "2026-04-14", "00:00")
    assert [may(made, good_friday, clock) for clock in ("07:00", "11:00")] == [False, True]


def test_one_day_a_summer_and_never() -> None:
    day = {"valid_from": "2026-06-19", "valid_until": "2026-06-19", "review_by": "2026-06-19"}
    once = terms(hours="alla dagar 00:00–24:00", live="yes", **day)
    assert [may(once, f"2026-06-{day}", "12:00") for day in (18, 19, 20)] == [
        False,
        True,
        False,
    ]
    summer = {
        "valid_from": "2026-06-01",
        "valid_until": "2026-08-31",
        "review_by": "2026-08-01",
    }
    season = terms(hours="fre, lör 20:00–02:00", live="yes", **summer)
    assert [may(season, f"2026-{day}", "21:00") for day in ("05-29", "06-05")] == [False, True]
    assert not may(terms(hours="aldrig", live="yes"), "2026-04-10", "21:00")


def test_recording_alone_live_alone_and_only_the_day_kept() -> None:
    recorded = terms(live="no", record="yes", retention_hours="1")
    seen = terms(live="yes", record="no", retention_hours="0")
    friday = ("2026-04-10", "21:00")
    assert [may(recorded, *friday, act) for act in (Act.LIVE, Act.RECORD)] == [False, True]
    assert [may(seen, *friday, act) for act in (Act.LIVE, Act.RECORD)] == [True, False]
    assert (recorded.retention_hours, seen.retention_hours) == (1, 0)


def test_two_places_masks_and_little_detail() -> None:
    made = terms(movable="yes", presets=json.dumps(PRESETS), pixels_per_metre="12.5")
    assert [each.name for each in made.view.presets] == ["torget", "gränden"]
    assert made.view.max_pixels_per_metre == 12.5
    masked = terms(masks="[[[0, 0], [0.2, 0], [0.2, 0.3]]]")
    assert len(masked.view.masks) == 1


def test_each_role_by_what_it_requires() -> None:
    made = terms(
        access="operatör: live, review | incident\n"
        "dataskyddsombud: review, export | second-person, written-request"
    )
    friday = at("2026-04-10", "21:00")
    alone = permits(made, Act.LIVE, at=friday, asking=Asking(role="operator"))
    assert alone.reason == Reason.NEEDS_INCIDENT
    assert permits(made, Act.LIVE, at=friday, asking=OPERATOR).permitted
    taken = permits(made, Act.EXPORT, at=friday, asking=Asking(role="dpo"))
    assert taken.reason == Reason.NEEDS_SECOND_PERSON


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("hours", "mån 24:00–06:00"),
        ("hours", "mån 25:00–06:00"),
        ("access", "väktaren: live"),
        ("access", "operatör: spola"),
        ("masks", "[[[0, 0], [2, 0], [0, 1]]]"),
    ],
)
def test_what_terms_could_not_say_is_refused_where_it_is_written(
    question: str, written: str
) -> None:
    [section] = [s for s in TEMPLATE.sections if question in {q.id for q in s.questions}]
    sent = QueryDict(mutable=True)
    sent[question] = written
    form = SectionForm(section, {}, {}, sent)
    form.is_valid()
    assert question not in form.given().answers
    assert question in form.errors


@pytest.mark.django_db
def test_what_was_given_by_mistake_is_taken_away_by_leaving_it_empty(author, site, at) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    given = {"analytics": ["motion"], "presets": PRESETS, "movable": True}
    actions.answer(balancing=row.id, answers={**ANSWERS, **given}, by=author, at=at)
    client, page = login(author), reverse("balancing:section", args=[row.id, 9])
    shown = text(client.get(page))
    assert "gränden" in json.dumps(queries.values(row)["presets"], ensure_ascii=False)
    assert 'value="motion"' in shown
    client.post(page, {"evidence-analytics": "", "evidence-presets": "", "presets": ""})
    fields = queries.limits(row).fields
    assert fields["uses"]["analytics"] == []
    assert "presets" not in fields["view"]
    assert document(fields, FRAME).view.presets == ()
