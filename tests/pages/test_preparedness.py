"""Cards and plans written step by step, what is prepared, and what is drawn on, by forms."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages.response_story import STEPS, published, reached, registered, take
from vaka.municipality.rules import Role
from vaka.response import actions
from vaka.response.models import ActionCard, Centre, Exercise, Plan, Resource, ResourceUse

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def lead(founder) -> Client:
    return login(founder)


def there(name: str, *args: str) -> str:
    return reverse(f"response:{name}", args=args)


def rows(*steps: dict[str, str], do: str = "publish") -> dict[str, str]:
    """Return steps as the form posts them."""
    told = {"steps": str(len(steps)), "do": do}
    for n, step in enumerate(steps):
        whole = {"key": str(n + 1), "required": "on", **step}
        told |= {f"step-{n}-{name}": value for name, value in whole.items() if value}
    return told


LOOK = {"text": "Titta i kameran", "answers": "Ja, Nej"}
CALL = {"text": "Ring 112", "only_if": "1|Ja"}
CARD = {"kind": "intrusion", "site_kind": "", "site": "", "title": "Inbrott"}


def test_a_card_is_written_step_by_step(lead: Client) -> None:
    page = lead.post(there("publish"), {**CARD, **rows(LOOK, do="add")})
    # What the step above can be answered is offered to the new one.
    assert 'value="1|Ja"' in text(page)
    assert 'value="2"' in text(page)
    assert not ActionCard.objects.exists()
    assert lead.post(there("publish"), {**CARD, **rows(LOOK, CALL)}).status_code == 302
    card = ActionCard.objects.get()
    assert [step["text"] for step in card.steps] == ["Titta i kameran", "Ring 112"]
    assert card.steps[1]["only_if"] == ["1", "Ja"]
    again = text(lead.get(f"{there('publish')}?card={card.id}"))
    assert 'value="Ring 112"' in again
    assert 'value="1|Ja" selected' in again


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up-1", ["Ring 112", "Titta i kameran"]),
        ("down-0", ["Ring 112", "Titta i kameran"]),
        ("remove-0", ["Ring 112"]),
        ("up-0", ["Titta i kameran", "Ring 112"]),
        ("remove-9", ["Titta i kameran", "Ring 112"]),
        ("nonsense", ["Titta i kameran", "Ring 112"]),
    ],
)
def test_a_step_is_moved_and_taken_away(lead: Client, do: str, order: list[str]) -> None:
    page = text(lead.post(there("publish"), {**CARD, **rows(LOOK, CALL, do=do)}))
    told = sorted((page.index(f'value="{words}"'), words) for words in order)
    assert [words for _, words in told] == order
    assert page.count('class="card steplist__row') == len(order)


def test_what_is_wrong_with_a_step_is_said_beside_it_and_nothing_is_lost(lead: Client) -> None:
    page = text(lead.post(there("publish"), {**CARD, **rows(LOOK, {"text": ""})}))
    assert 'id="step-1-error"' in page
    assert 'value="Titta i kameran"' in page
    page = text(lead.post(there("publish"), {**CARD, **rows()}))
    assert "Ange minst ett steg" in page
    assert not ActionCard.objects.exists()


def test_a_plan_is_published_tried_and_followed_no_longer(
    lead: Client, site, person, now: datetime
) -> None:
    said = {
        "title": "Utrymning",
        "board": "",
        "sites": [],
        "kinds": ["intrusion"],
        "text": "När torget töms.",
    }
    assert lead.post(there("publish-plan"), {**said, **rows(LOOK, CALL)}).status_code == 302
    first = Plan.objects.get()
    begun = {"title": "Inbrott", "board": "", "plan": first.id, "purpose": "Pröva"}
    assert lead.post(there("begin-exercise"), begun).status_code == 302
    exercise = Exercise.objects.get()
    assert "Utrymning" in text(lead.get(there("exercise", exercise.id)))
    address = f"{there('publish-plan')}?plan={first.id}"
    assert "När torget töms." in text(lead.get(address))
    assert lead.post(address, {**said, **rows(CALL | {"only_if": ""})}).status_code == 302
    second = Plan.objects.get(version=2)
    operator = login(person(Role.OPERATOR))
    page = text(operator.get(there("plan", second.id)))
    for words in ("Ring 112", "Inbrott", "version 1"):
        assert words in page
    assert "Ny version" not in page
    assert "Utrymning" in text(operator.get(there("preparedness")))
    assert lead.post(there("end-plan", second.id)).status_code == 302
    assert "Utrymning" not in text(operator.get(there("preparedness")))


def test_a_resource_is_added_drawn_on_from_the_console_and_returned(
    lead: Client, site, founder, person, now: datetime
) -> None:
    contact = reached(founder, now)
    added = {"name": "Tält", "count": "3", "place": "Förrådet", "contact": contact.id}
    assert lead.post(there("add-resource"), {**added, "board": ""}).status_code == 302
    tents = Resource.objects.get()
    operator = person(Role.OPERATOR)
    desk = login(operator)
    registered(site, founder, now)
    incident = take("a", now).incident
    actions.acknowledge(incident=incident, by=operator, at=now)
    draw = there("draw-on", incident)
    drawn = text(desk.post(draw, {"resource": tents.id, "count": "2"}, follow=True))
    assert "Tält" in drawn
    assert desk.post(draw, {"resource": tents.id, "count": "många"}).status_code == 400
    lacking = text(desk.post(draw, {"resource": tents.id, "count": "2"}, follow=True))
    assert "Det finns inte så många kvar" in lacking
    assert "1 av 3" in text(lead.get(there("preparedness")))
    lead.post(there("hinder-resource", tents.id), {"why": "Lagas"})
    assert "Lagas" in text(lead.get(there("preparedness")))
    assert lead.post(there("end-resource", tents.id), follow=True).status_code == 200
    assert Resource.objects.get().ended_at is None
    use = ResourceUse.objects.get()
    assert "2 Tält" in text(
        desk.post(there("give-back", incident), {"use": use.id}, follow=True)
    )
    again = text(desk.post(there("return-resource", use.id), follow=True))
    assert "redan återlämnat" in again
    lead.post(there("end-resource", tents.id))
    assert Resource.objects.get().ended_at is not None


def test_the_centre_is_set_up_from_its_page(lead: Client) -> None:
    address = there("configure-centre")
    assert "Trygghetscentralen" in text(lead.get(address))
    said = {"name": "Centralen i Malmö", "correlation_minutes": "20"}
    wrong = lead.post(address, {**said, "municipalities": "1280, x"})
    assert "fyra siffror" in text(wrong)
    assert lead.post(address, {**said, "municipalities": "1281, 1280"}).status_code == 302
    assert Centre.objects.get().municipalities == ["1280", "1281"]
    assert "Centralen i Malmö" in text(lead.get(there("centre")))


def test_cards_plans_resources_and_the_centre_are_kept_over_the_api(
    lead: Client, site, founder, person, now: datetime
) -> None:
    json, desk = "application/json", person(Role.OPERATOR)
    said = {"kind": "fire", "title": "Brand", "steps": STEPS}
    assert lead.post("/api/action-cards", said, json).status_code == 201
    (card,) = login(desk).get("/api/action-cards").json()
    assert (card["title"], card["steps"][1]["only_if"]) == ("Brand", ["look", "Ja"])
    wrong = lead.post("/api/action-cards", {**said, "steps": [{"key": "a"}]}, json)
    assert (wrong.status_code, "steps[1].text" in wrong.json()["problem"]) == (400, True)
    plan = {"title": "Utrymning", "text": "När torget töms.", "steps": STEPS}
    key = lead.post("/api/plans", plan, json).json()["id"]
    assert lead.post("/api/plans", {**plan, "follows": key}, json).status_code == 201
    (newest,) = login(desk).get("/api/plans").json()
    assert newest["version"] == 2
    assert lead.post(f"/api/plans/{newest['id']}/end").status_code == 204
    contact = reached(founder, now)
    tents = {"name": "Tält", "count": 3, "place": "Förrådet", "contact": contact.id}
    resource = lead.post("/api/resources", tents, json).json()["id"]
    registered(site, founder, now)
    published(founder, now)
    incident = take("a", now).incident
    actions.acknowledge(incident=incident, by=desk, at=now)
    use = login(desk).post(
        f"/api/incidents/{incident}/resources", {"resource": resource, "count": 2}, json
    )
    assert use.status_code == 201
    assert login(desk).get("/api/resources").json()[0]["free"] == 1
    assert login(desk).post(f"/api/resource-uses/{use.json()['id']}/return").status_code == 204
    hindered = lead.post(f"/api/resources/{resource}/hindered", {"why": "Lagas"}, json)
    assert hindered.status_code == 204
    assert lead.get("/api/resources").json()[0]["hindered"] == "Lagas"
    assert lead.post(f"/api/resources/{resource}/end").status_code == 204
    centre = {
        "name": "C",
        "correlation_minutes": 20,
        "municipalities": ["1280"],
        "keep_days": 90,
        "keep_exercise_days": 1461,
    }
    assert lead.post("/api/centre", centre, json).json() == centre
    assert lead.get("/api/centre").json() == centre
