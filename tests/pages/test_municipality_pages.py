"""The administrator's pages: the organisation, its sites, its people and their roles."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login
from vaka.core.errors import BadInput
from vaka.geometry import ground
from vaka.municipality import actions, queries
from vaka.municipality.models import Assignment, Person, Site
from vaka.municipality.rules import Role
from vaka.web.municipality import picture
from vaka.web.municipality.words import PROBLEMS

pytestmark = pytest.mark.django_db
OLD, NEW = "exempel-lösenord", "ett helt annat ord"
DAY = timedelta(days=1)
RING = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]
OUTLINE = json.dumps({"type": "Polygon", "coordinates": [RING]})


def text(response) -> str:
    return response.content.decode()


def at(name: str, *keys: str) -> str:
    return reverse(f"municipality:{name}", args=keys)


@pytest.fixture
def admin(founder) -> Client:
    return login(founder)


def test_the_first_page_shows_the_organisation_and_what_to_begin_with(admin):
    page = text(admin.get(at("index")))
    assert "Exempelstad" in page
    assert "Inga nämnder än" in page
    assert at("add-board") in page
    assert at("index") in text(admin.get("/"))


def test_an_organisation_is_built_from_the_pages(admin, founder):
    board = {"name": "Fritidsnämnden", "kind": "board", "contact": "fn@example.org"}
    assert admin.post(at("add-board"), board).headers["Location"] == at("index")
    row = queries.board_by_name("Fritidsnämnden")
    office = {"name": "Fritid", "kind": "department"}
    admin.post(at("add-department", row.id), office)
    admin.post(at("add-partner"), {"name": "Polisen", "kind": "police"})
    admin.post(at("board-contact", row.id), {"contact": "ny@example.org"})
    admin.post(at("contact"), {"contact": "vi@example.org", "dpo_contact": "dso2@example.org"})
    page = text(admin.get(at("index")))
    for words in ("Fritid", "Polisen", "ny@example.org", "vi@example.org", "dso2@example.org"):
        assert words in page
    again = admin.post(at("add-board"), board)
    assert again.status_code == 400
    assert "Det finns redan en med det namnet." in text(again)


def test_a_site_is_looked_at_on_the_map_and_then_added(admin, board):
    told = {
        "board": board.id,
        "name": "Nytorget",
        "kind": "square",
        "address": "Nytorget 1",
        "outline": OUTLINE,
    }
    seen = admin.post(at("add-site"), told | {"look": "yes"})
    assert "map-watched" in text(seen)
    assert not Site.objects.exists()
    done = admin.post(at("add-site"), told | {"around": around()})
    assert done.headers["Location"] == at("sites")
    row = Site.objects.get()
    assert (row.longitude, row.latitude) == ground.middle(row.outline)
    assert row.surroundings["features"][0]["properties"]["kind"] == "building"
    page = text(admin.get(at("site", row.id)))
    assert "Nytorget" in page
    assert "Bevakat område" not in page
    assert at("site", row.id) in text(admin.get(at("sites")))


def around(content: bytes | None = None) -> SimpleUploadedFile:
    house = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [RING]},
        "properties": {"kind": "building"},
    }
    whole = json.dumps({"type": "FeatureCollection", "features": [house]}).encode()
    return SimpleUploadedFile("runt.geojson", content or whole)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outline": "torget"}, "Det är ingen JSON. Klistra in"),
        ({"outline": OUTLINE.replace("13.", "18.5, 13.")}, "Det"),
        ({"outline": '{"type": "Point", "coordinates": [13, 56]}'}, "Det är ingen polygon."),
        ({"outline": OUTLINE.replace("55.60", "5.560")}, "Den ligger inte i Sverige."),
        ({"outline": ""}, "måste fyllas i"),
        ({"around": around(b"x")}, "Det är ingen JSON."),
        ({"around": around(b"x" * (8 * 1024 * 1024 + 1))}, "större än 8 MiB"),
        ({"name": "Exempeltorget"}, "Det finns redan en med det namnet."),
    ],
)
def test_what_is_wrong_with_a_site_is_said_in_swedish(admin, site, changed, said):
    told = {
        "board": site.board_id,
        "name": "Nytorget",
        "kind": "square",
        "address": "Nytorget 1",
        "outline": OUTLINE,
    }
    refused = admin.post(at("add-site"), told | changed)
    assert refused.status_code == 400
    assert said in text(refused)
    assert Site.objects.count() == 1


@pytest.mark.parametrize("pasted", ["x", "[]", "{}", OUTLINE.replace("13.", "3.")])
def test_every_problem_of_an_outline_has_its_words(pasted):
    with pytest.raises(BadInput) as refused:
        ground.outline(pasted)
    assert {refused.value.problem, refused.value.mend} <= set(PROBLEMS)


def test_a_person_is_added_and_given_a_role_from_today(admin, board):
    told = {"name": "Ny Operatör", "login": "ny", "password": NEW}
    made = admin.post(at("add-person"), told)
    row = Person.objects.get(login="ny")
    assert made.headers["Location"] == at("assign", row.id)
    today = timezone.localdate().isoformat()
    role = {"role": "operator", "board": board.id, "first": today, "last": today}
    assert admin.post(at("assign", row.id), role).headers["Location"] == at("person", row.id)
    held = row.assignments.get()
    assert (
        held.ends_at
        == timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    )
    assert queries.actor(row, at=timezone.now()).roles_at(board.id) == {Role.OPERATOR}
    page = text(admin.get(at("people")))
    assert "Ny Operatör" in page
    assert NEW not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "ynklig"}, "12 tecken"),
        ({"password": "rundlagad123"}, "för likt"),
        ({"login": "administratör"}, "Någon har det användarnamnet"),
        ({"name": ""}, "måste fyllas i"),
    ],
)
def test_a_login_that_will_not_do_is_refused_in_swedish(admin, changed, said):
    told = {"name": "R", "login": "rundlagad", "password": NEW} | changed
    refused = admin.post(at("add-person"), told)
    assert refused.status_code == 400
    assert said in text(refused)
    assert told["password"] not in text(refused)
    assert not Person.objects.filter(login="rundlagad").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": "2020-01-01"}, "kan inte börja tidigare än nu"),
        ({"last": "2020-01-01"}, "innan uppdraget börjar"),
        ({"role": "machine"}, "machine"),
        ({"role": "operator"}, "har redan den rollen"),
    ],
)
def test_a_role_that_will_not_do_is_refused_in_swedish(admin, person, board, changed, said):
    by = person(Role.OPERATOR, board)
    told = {"role": "dpo", "board": board.id, "first": timezone.localdate().isoformat()}
    refused = admin.post(at("assign", by.id), told | changed)
    assert refused.status_code == 400
    assert said in text(refused)


def test_a_role_ends_on_a_day_or_now(admin, person, board):
    by = person(Role.OPERATOR, board)
    held = Assignment.objects.get(person=by.id)
    tomorrow = timezone.localdate() + DAY
    admin.post(at("end", held.id), {"last": tomorrow.isoformat()})
    assert queries.actor_by_id(by.id, at=timezone.now()).grants
    assert "till " in text(admin.get(at("people")))
    past = admin.post(at("end", held.id), {"last": "2020-01-01"})
    assert "Det har varit." in text(past)
    assert admin.get(at("end", held.id)).status_code == 200
    admin.post(at("end", held.id), {"last": ""})
    assert not queries.actor_by_id(by.id, at=timezone.now()).grants
    assert "avslutat" in text(admin.get(at("person", by.id)))


def test_the_last_administrator_is_told_why_the_role_stays(admin, founder):
    held = Assignment.objects.get(person=founder.id)
    refused = admin.post(at("end", held.id), {"last": ""})
    assert refused.status_code == 400
    assert "Ingen annan administrerar alla nämnder." in text(refused)
    assert admin.post(at("deactivate", founder.id)).status_code == 409


def test_somebody_is_put_out_and_let_in_again(admin, person, board):
    by = person(Role.OPERATOR, board)
    client = login(by)
    assert client.get("/drift/").status_code == 200
    assert "Genast" in text(admin.get(at("deactivate", by.id)))
    assert admin.post(at("deactivate", by.id)).headers["Location"] == at("people")
    assert client.get("/drift/").headers["Location"].startswith("/login/")
    assert "1 person som är utestängd" in text(admin.get(at("people")))
    assert at("reactivate", by.id) in text(admin.get(at("person", by.id)))
    assert admin.post(at("reactivate", by.id), {"password": "kort"}).status_code == 400
    admin.post(at("reactivate", by.id), {"password": NEW})
    row, again = Person.objects.get(pk=by.id), Client()
    again.post("/login/", {"username": row.login, "password": NEW})
    assert again.get("/").status_code == 200


def test_a_new_password_ends_the_sessions_of_its_person_alone(admin, person, board):
    by = person(Role.OPERATOR, board)
    client = login(by)
    assert admin.get(at("password", by.id)).status_code == 200
    assert admin.post(at("password", by.id), {"password": NEW}).status_code == 302
    assert client.get("/").status_code == 302
    assert admin.get(at("people")).status_code == 200


def test_one_changes_ones_own_password_and_stays_logged_in_here_alone(person, board):
    by = person(Role.OPERATOR, board)
    here, elsewhere = login(by), login(by)
    page = reverse("own-password")
    assert page in text(here.get("/"))
    for told, said in (
        ({"old": "fel", "password": NEW, "again": NEW}, "Det är inte ditt lösenord."),
        ({"old": OLD, "password": NEW, "again": "annat"}, "De två är inte lika."),
        ({"old": OLD, "password": "kort", "again": "kort"}, "12 tecken"),
    ):
        refused = here.post(page, told)
        assert refused.status_code == 400
        assert said in text(refused)
    here.post(page, {"old": OLD, "password": NEW, "again": NEW})
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_who_administers_one_board_sees_and_gives_what_is_there_alone(
    person, board, foreign_board, founder
):
    local = person(Role.ADMINISTRATOR, board)
    own, foreign = person(Role.OPERATOR, board), person(Role.OPERATOR, foreign_board)
    for where in (board, foreign_board):
        actions.assign(
            person=own.id, role=Role.DPO, board=where.id, by=founder, at=timezone.now()
        )
    client = login(local)
    page = text(client.get(at("people")))
    assert own.id in page
    assert foreign.id not in page
    assert foreign_board.name not in page + text(client.get(at("person", own.id)))
    told = {"role": "technician", "first": timezone.localdate().isoformat()}
    for where in (foreign_board.id, "every"):
        assert client.post(at("assign", own.id), told | {"board": where}).status_code == 400
    assert client.post(at("assign", own.id), told | {"board": board.id}).status_code == 302
    assert at("password", own.id) not in text(client.get(at("person", own.id)))


def test_the_picture_shows_who_has_what_role_where(person, board, foreign_board, founder):
    at_board = person(Role.OPERATOR, board)
    everywhere = person(Role.DPO)
    now = timezone.now()
    actions.assign(
        person=everywhere.id,
        role=Role.OPERATOR,
        board=foreign_board.id,
        starts_at=now + DAY,
        by=founder,
        at=now,
    )
    gone = person(Role.TECHNICIAN, board)
    actions.deactivate_person(person=gone.id, by=founder, at=now)
    shown = picture.matrix(queries.people_of(by=founder), [board, foreign_board], at=now)
    assert shown.boards == (None, board, foreign_board)
    cells = {
        row.role: [[one.key for one in held] for _, held in row.cells] for row in shown.rows
    }
    assert cells[Role.OPERATOR] == [[], [at_board.id], [everywhere.id]]
    assert cells[Role.DPO] == [[everywhere.id], [], []]
    assert cells[Role.TECHNICIAN] == [[], [], []]
    assert Role.MACHINE not in cells


def test_the_api_builds_the_organisation_and_gives_roles(admin):
    json_ = "application/json"
    board = {"name": "Fritidsnämnden", "kind": "board", "contact": "fn@example.org"}
    key = admin.post("/api/boards", board, json_).json()["id"]
    assert admin.post("/api/boards", board, json_).status_code == 409
    department = {"name": "Fritid", "kind": "department"}
    admin.post(f"/api/boards/{key}/departments", department, json_)
    admin.post(f"/api/boards/{key}/contact", {"contact": "ny@example.org"}, json_)
    (told,) = admin.get("/api/boards").json()
    assert (told["departments"], told["contact"]) == (["Fritid"], "ny@example.org")
    site = {
        "board": key,
        "name": "Torget",
        "kind": "square",
        "address": "T 1",
        "outline": json.loads(OUTLINE),
    }
    wrong = site | {"outline": {"type": "Point", "coordinates": [13, 56]}}
    assert "no polygon" in text(admin.post("/api/sites", wrong, json_))
    assert admin.post("/api/sites", site, json_).status_code == 201
    assert admin.get("/api/sites").json()[0]["name"] == "Torget"
    admin.post("/api/partners", {"name": "Polisen", "kind": "police"}, json_)
    assert admin.get("/api/partners").json()[0]["kind"] == "police"
    who = {"login": "ny", "name": "Ny", "password": NEW}
    made = admin.post("/api/people", who, json_).json()["id"]
    held = admin.post(f"/api/people/{made}/roles", {"role": "operator", "board": key}, json_)
    told = next(one for one in admin.get("/api/people").json() if one["id"] == made)
    assert [role["id"] for role in told["roles"]] == [held.json()["id"]]
    ended = admin.post(f"/api/roles/{held.json()['id']}/end", {}, json_)
    assert ended.status_code == 204
    assert (
        admin.post(f"/api/people/{made}/password", {"password": OLD}, json_).status_code == 204
    )
    assert admin.post(f"/api/people/{made}/deactivation").status_code == 204
    back = admin.post(f"/api/people/{made}/reactivation", {"password": NEW}, json_)
    assert back.status_code == 204
    assert NEW not in text(admin.get("/api/people"))
