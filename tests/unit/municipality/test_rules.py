"""Who may what, for which board."""

from hypothesis import given
from hypothesis import strategies as st

from vaka.municipality.rules import (
    EVERY_BOARD,
    GRANTS,
    NOBODY,
    Actor,
    Grant,
    Permission,
    Role,
    boards_with,
    machine,
    may,
)

boards = st.sampled_from(["tekniska", "kultur", EVERY_BOARD])
grants = st.frozensets(st.builds(Grant, st.sampled_from(Role), boards))


def test_every_role_says_what_it_may() -> None:
    assert set(GRANTS) == set(Role)


def test_nobody_may_nothing() -> None:
    assert not any(may(NOBODY, permission, board="tekniska") for permission in Permission)


def test_a_machine_reports_and_looks_at_nothing() -> None:
    gateway = machine("gateway-1")
    assert may(gateway, Permission.REPORT_FROM_EDGE, board="tekniska")
    assert not may(gateway, Permission.VIEW_PICTURES, board="tekniska")


def test_an_administrator_sees_no_pictures() -> None:
    assert Permission.VIEW_PICTURES not in GRANTS[Role.ADMINISTRATOR]


def test_only_the_safety_centre_sees_pictures() -> None:
    seeing = {role for role in Role if Permission.VIEW_PICTURES in GRANTS[role]}
    assert seeing == {Role.OPERATOR}


def test_who_drafts_does_not_review() -> None:
    both = {Permission.DRAFT_ASSESSMENT, Permission.REVIEW_ASSESSMENT}
    assert not any(both <= granted for granted in GRANTS.values())


@given(grants, st.sampled_from(Permission))
def test_a_foreign_boards_role_gives_nothing_here(
    held: frozenset[Grant], asked: Permission
) -> None:
    actor = Actor(id="p", name="p", grants=held)
    allowed = may(actor, asked, board="tekniska")
    here = {g.role for g in held if g.board in ("tekniska", EVERY_BOARD)}
    assert allowed == any(asked in GRANTS[role] for role in here)
    assert actor.roles_at("tekniska") == here
    assert allowed == bool(boards_with(actor, asked) & {"tekniska", EVERY_BOARD})
