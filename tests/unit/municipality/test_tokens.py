"""When a token opens something, whatever is asked of it and whenever."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vaka.api.by_token import OPENED_BY
from vaka.core.errors import BadInput
from vaka.municipality.rules import (
    BY_TOKEN,
    GRANTS,
    NOBODY,
    Actor,
    Grant,
    Permission,
    Role,
    machine,
)
from vaka.municipality.rules.tokens import (
    LONGEST,
    OF_MACHINES,
    ROLES,
    WRITTEN,
    Held,
    Refusal,
    Scope,
    TokenRefused,
    Wanted,
    acting,
    check,
    fingerprint,
    mark_of,
    refusal,
    require_machine,
    sends_for_itself,
    written,
)

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TIMES = some.timedeltas(min_value=-LONGEST, max_value=LONGEST).map(lambda span: AT + span)
SCOPES = some.frozensets(some.sampled_from(Scope), min_size=1)
OPERATIONS = some.sampled_from([*OPENED_BY, "POST /decisions", "GET /tokens"])
HELD = some.builds(Held, SCOPES, TIMES, some.none() | TIMES)
HEX = some.text("0123456789abcdef", min_size=8, max_size=8)


@given(HELD, OPERATIONS, TIMES)
def test_a_token_opens_only_what_its_scope_opens_in_its_time_until_it_is_revoked(
    held: Held, operation: str, at: datetime
) -> None:
    opens = OPENED_BY.get(operation, frozenset())
    dead = held.revoked_at is not None and held.revoked_at <= at
    in_time = at < held.ends_at
    opened = refusal(held, opens=opens, at=at) is None
    assert opened == (in_time and not dead and bool(held.scopes & opens))


@given(HELD, SCOPES, TIMES, some.timedeltas(min_value=timedelta(), max_value=LONGEST))
def test_what_is_over_stays_over(
    held: Held, opens: frozenset[Scope], at: datetime, later: timedelta
) -> None:
    over = {Refusal.REVOKED, Refusal.LAPSED}
    if refusal(held, opens=opens, at=at) in over:
        assert refusal(held, opens=opens, at=at + later) in over


@given(HEX, some.binary(min_size=32, max_size=32), some.data())
def test_a_token_is_known_by_its_mark_and_a_wrong_character_makes_it_none(
    mark: str, secret: bytes, data: some.DataObject
) -> None:
    text = written(mark=mark, secret=secret.hex())
    assert mark_of(text) == mark
    assert re.fullmatch(r"vaka_[0-9a-f]{80}", text)
    place = data.draw(some.integers(0, len(text) - 1))
    other = data.draw(some.characters().filter(lambda one: one != text[place]))
    wrong = text[:place] + other + text[place + 1 :]
    assert mark_of(wrong) is None
    assert fingerprint(wrong.encode(errors="replace").decode()) != fingerprint(text)


@given(some.text())
def test_no_other_text_is_a_token(text: str) -> None:
    assert mark_of(text) is None or WRITTEN.fullmatch(text)


@given(SCOPES)
def test_who_acts_by_a_token_may_no_more_than_send_report_and_read(
    scopes: frozenset[Scope],
) -> None:
    by = acting(key="01T", name="gateway-1", organisation="01P", scopes=scopes)
    may = frozenset().union(*(GRANTS[grant.role] for grant in by.grants))
    assert may <= {Permission.RECEIVE_ALARM, Permission.REPORT_FROM_EDGE, Permission.SEE_SHARED}
    assert by.id == ("gateway-1" if scopes & OF_MACHINES else "01T")
    assert sends_for_itself(by) == (Scope.ALARMS in scopes)


def test_a_machine_speaks_as_itself_and_the_shared_token_as_any() -> None:
    own = acting(key="1", name="gateway-1", organisation="2", scopes={Scope.GATEWAY})
    require_machine(own, "gateway-1")
    with pytest.raises(TokenRefused):
        require_machine(own, "gateway-2")
    require_machine(machine("gateway"), "gateway-2")
    assert not sends_for_itself(machine("receiver"))
    assert not sends_for_itself(NOBODY)
    person = Actor("01A", "", frozenset({Grant(Role.ALARM_SENDER)}))
    assert not sends_for_itself(person)


def test_each_scope_opens_something_and_stands_for_a_role_that_acts_by_token() -> None:
    assert frozenset().union(*OPENED_BY.values()) == set(Scope) == set(ROLES)
    assert {ROLES[Scope.ALARMS], *(ROLES[scope] for scope in OF_MACHINES)} == BY_TOKEN


def asked(*scopes: Scope, **said: object) -> Wanted:
    told = {"name": "Växel", "why": "Avtal", "ends_at": AT + LONGEST, "board": "01B", **said}
    return Wanted(scopes=frozenset(scopes), **told)


ALARMS = {"accounts": ("0028",)}


@pytest.mark.parametrize(
    "wanted",
    [
        asked(Scope.ALARMS, **ALARMS),
        asked(Scope.SHARED, partner="01P"),
        asked(Scope.SHARED, Scope.ALARMS, partner="01P", **ALARMS),
        asked(Scope.GATEWAY),
        asked(Scope.RECEIVER, ends_at=AT + SECOND),
    ],
)
def test_a_token_may_be_for(wanted: Wanted) -> None:
    check(wanted, at=AT)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("name", asked(Scope.GATEWAY, name=" ")),
        ("why", asked(Scope.GATEWAY, why="")),
        ("ends_at", asked(Scope.GATEWAY, ends_at=AT)),
        ("ends_at", asked(Scope.GATEWAY, ends_at=AT + LONGEST + SECOND)),
        ("scopes", asked()),
        ("scopes", asked(Scope.GATEWAY, Scope.RECEIVER)),
        ("scopes", asked(Scope.GATEWAY, partner="01P")),
        ("partner", asked(Scope.SHARED)),
        ("accounts", asked(Scope.ALARMS)),
        ("accounts", asked(Scope.GATEWAY, **ALARMS)),
        ("accounts", asked(Scope.ALARMS, accounts=("00-28",))),
    ],
)
def test_a_token_says_for_what_and_whom_why_and_until_when(field: str, wanted: Wanted) -> None:
    with pytest.raises(BadInput) as problem:
        check(wanted, at=AT)
    assert problem.value.where == field


def test_each_refusal_says_what_to_do() -> None:
    assert len({str(TokenRefused(reason)) for reason in Refusal}) == len(Refusal)
