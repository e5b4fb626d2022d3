"""The organisation: boards, departments, partners, people by role, and the two sites."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shapely.geometry import shape

from vaka.demo.example import days
from vaka.demo.example.files import Fields, geojson, outline, table, tables, toml, word, words
from vaka.municipality import actions, queries
from vaka.municipality.rules import (
    EVERY_BOARD,
    Actor,
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Role,
    SiteKind,
)

FILE = "municipality.toml"
ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class Organisation:
    """Ids of boards and sites by their names in `municipality.toml`."""

    boards: Mapping[str, str]
    sites: Mapping[str, str]


def who(login: str, at: datetime) -> Actor:
    """Return the person of that login with the roles held at that instant."""
    return queries.actor_by_login(login, at=at)


def found(*, password: str) -> Organisation:
    """Found the municipality, with everybody's password the same."""
    told, at = toml(FILE), days.FOUNDED
    actions.found(
        name=word(told, "name"),
        contact=word(told, "contact"),
        dpo_contact=word(told, "dpo_contact"),
        example=True,
        administrator=ADMINISTRATOR,
        password=password,
        at=at,
    )
    by = who(ADMINISTRATOR, at)
    boards = _boards(told, by)
    for each in tables(told, "partners"):
        kind = PartnerKind(word(each, "kind"))
        actions.add_partner(name=word(each, "name"), kind=kind, by=by, at=at)
    _people(told, boards, password, by)
    sites = {key: _site(each, boards, by) for key, each in _named(table(told, "sites"))}
    return Organisation(boards, sites)


def _boards(told: Fields, by: Actor) -> dict[str, str]:
    boards = {
        key: actions.add_board(
            name=word(each, "name"),
            kind=BoardKind(word(each, "kind")),
            contact=word(each, "contact"),
            by=by,
            at=days.FOUNDED,
        ).id
        for key, each in _named(table(told, "boards"))
    }
    for each in tables(told, "departments"):
        actions.add_department(
            board=boards[word(each, "board")],
            name=word(each, "name"),
            kind=DepartmentKind(word(each, "kind")),
            by=by,
            at=days.FOUNDED,
        )
    return boards


def _people(told: Fields, boards: Mapping[str, str], password: str, by: Actor) -> None:
    at = days.FOUNDED
    for login, each in _named(table(told, "people")):
        if login == ADMINISTRATOR:
            continue
        person = actions.add_person(
            login=login, name=word(each, "name"), password=password, by=by, at=at
        )
        role = Role(word(each, "role"))
        for board in [boards[key] for key in words(each, "boards")] or [EVERY_BOARD]:
            actions.assign(person=person.id, role=role, board=board, by=by, at=at)


def _site(told: Fields, boards: Mapping[str, str], by: Actor) -> str:
    ground = outline(word(told, "name"))
    middle = shape(ground).centroid
    return actions.add_site(
        board=boards[word(told, "board")],
        name=word(told, "name"),
        kind=SiteKind(word(told, "kind")),
        address=word(told, "address"),
        longitude=round(middle.x, 6),
        latitude=round(middle.y, 6),
        outline=ground,
        surroundings=geojson("square.geojson"),
        example=True,
        by=by,
        at=days.FOUNDED,
    ).id


def _named(told: Fields) -> list[tuple[str, Fields]]:
    return [(key, table(told, key)) for key in told]
