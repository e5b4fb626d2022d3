"""Who is known comes first, and strangers still come: whoever invents them, however many."""

import asyncio
from datetime import UTC, datetime, timedelta

from vaka.edge.alarms import turns
from vaka.edge.alarms.turns import FAMILIAR_AFTER, TURNS, Heard, Standing, Turns

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
STRANGERS = [f"{0xA00000 + number:X}" for number in range(5000)]


def first(waiting: Turns) -> str | None:
    return asyncio.run(waiting.line())[0]


def test_a_known_account_waits_for_no_more_than_one_turn_of_five_thousand_strangers() -> None:
    waiting = Turns()
    for stranger in STRANGERS:
        waiting.enter(stranger, Standing.STRANGE)
    waiting.enter("1234", Standing.KNOWN)
    for _ in range(20):
        took = [first(waiting) for _ in range(2)]
        assert "1234" in took


def test_strangers_have_each_fourth_turn_while_known_ones_wait_and_every_one_else() -> None:
    waiting = Turns()
    waiting.enter("1234", Standing.KNOWN)
    assert {first(waiting) for _ in range(2 * TURNS)} == {"1234"}
    waiting.enter("A00000", Standing.STRANGE)
    took = [first(waiting) for _ in range(4 * TURNS)]
    assert took.count("A00000") == 4
    assert all("A00000" in took[n : n + TURNS] for n in range(len(took) - TURNS + 1))


def test_whoever_waits_for_a_line_hears_of_the_first_who_enters() -> None:
    async def told() -> str | None:
        waiting = Turns()
        asked = [asyncio.create_task(waiting.line()) for _ in range(2)]
        await asyncio.sleep(0)
        waiting.enter("A00000", Standing.STRANGE)
        return (await asked[0]).popleft()

    async def bounded() -> str | None:
        return await asyncio.wait_for(told(), 5)

    assert asyncio.run(bounded()) == "A00000"


def test_an_account_is_familiar_a_day_after_it_was_first_heard_of() -> None:
    heard, day = Heard(), FAMILIAR_AFTER
    heard.hear("1234", at=AT)
    heard.hear("1234", at=AT + day)
    heard.remember({"5678": AT, "1234": AT + timedelta(hours=1)})
    moments = (AT, AT + day - timedelta(seconds=1), AT + day)
    assert [heard.is_familiar("1234", at=at) for at in moments] == [False, False, True]
    assert heard.is_familiar("5678", at=AT + day)
    assert not heard.is_familiar(None, at=AT + day)


def test_who_invents_accounts_fills_memory_only_so_far(monkeypatch) -> None:
    monkeypatch.setattr(turns, "_MOST", 100)
    heard = Heard()
    heard.hear("1234", at=AT)
    for stranger in STRANGERS:
        heard.hear(stranger, at=AT)
    assert sum(heard.is_familiar(each, at=AT + FAMILIAR_AFTER) for each in STRANGERS) == 99
    assert heard.is_familiar("1234", at=AT + FAMILIAR_AFTER)
