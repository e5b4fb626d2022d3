"""What a personal data breach asks, and by when (GDPR art. 33–34)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vaka.law.eu.breaches import NOT_TOLD
from vaka.oversight.rules.breaches import (
    Done,
    NotTold,
    Risk,
    Told,
    are_to_be_told,
    is_to_be_notified,
    notice_due,
    why_not_enter,
    why_not_leave_unnotified,
    why_not_notify,
)

HOME = ZoneInfo("Europe/Stockholm")
KNOWN = datetime(2026, 3, 27, 12, tzinfo=HOME)
HOUR = timedelta(hours=1)
NOTHING = Done(None, "", None, "")
NOTIFIED = Done(KNOWN, "", None, "")
TOLD = Told(None, "Ett usb-minne tappades.", "Förbipasserande", None, None, "-", "-", Risk.RISK)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (datetime(2026, 3, 27, 12, tzinfo=HOME), datetime(2026, 3, 30, 13, tzinfo=HOME)),
        (datetime(2026, 10, 23, 12, tzinfo=HOME), datetime(2026, 10, 26, 11, tzinfo=HOME)),
        (datetime(2026, 6, 1, 12, tzinfo=HOME), datetime(2026, 6, 4, 12, tzinfo=HOME)),
    ],
)
def test_72_real_hours_from_when_it_was_known_over_moved_clocks(
    known: datetime, due: datetime
) -> None:
    assert notice_due(known) == due
    assert notice_due(known).astimezone(UTC) - known.astimezone(UTC) == 72 * HOUR


def test_the_authority_is_notified_unless_a_risk_is_unlikely_and_it_is_said_why() -> None:
    argued = Done(None, "Krypterat", None, "")
    assert is_to_be_notified(Risk.UNLIKELY, NOTHING)
    assert not is_to_be_notified(Risk.UNLIKELY, argued)
    # Judged anew, the reasons for silence carry no longer.
    assert is_to_be_notified(Risk.RISK, argued)
    assert not is_to_be_notified(Risk.HIGH, NOTIFIED)
    assert why_not_leave_unnotified(Risk.UNLIKELY, NOTHING) == ""
    assert why_not_leave_unnotified(Risk.RISK, NOTHING) == "risk-not-unlikely"
    assert why_not_leave_unnotified(Risk.UNLIKELY, NOTIFIED) == "notified-already"


def test_the_persons_are_told_at_high_risk_or_on_a_ground_not() -> None:
    assert are_to_be_told(Risk.HIGH, NOTIFIED)
    assert not are_to_be_told(Risk.RISK, NOTIFIED)
    assert not are_to_be_told(Risk.HIGH, Done(KNOWN, "", KNOWN, ""))
    assert not are_to_be_told(Risk.HIGH, Done(KNOWN, "", None, "Krypterat"))
    assert {rule.code for rule in NOT_TOLD} == set(NotTold)


def test_nothing_is_known_before_it_happened_nor_in_the_future() -> None:
    assert why_not_enter(TOLD, known_at=KNOWN, at=KNOWN) == ""
    assert why_not_enter(TOLD, known_at=KNOWN + HOUR, at=KNOWN) == "known-in-the-future"
    after = Told(KNOWN + HOUR, "x", "x", 1, 1, "x", "x", Risk.RISK)
    assert why_not_enter(after, known_at=KNOWN, at=KNOWN + 2 * HOUR) == "happened-after-known"


@pytest.mark.parametrize(
    ("hours", "late", "why"),
    [
        (0, "", ""),
        (72, "", ""),
        (73, "", "late-without-reasons"),
        (73, "Helgen", ""),
        (-1, "", "notified-at-no-such-time"),
        (101, "Helgen", "notified-at-no-such-time"),
    ],
)
def test_a_notice_later_than_72_hours_says_why(hours: int, late: str, why: str) -> None:
    known = KNOWN.astimezone(UTC)
    told = {"notified_at": known + hours * HOUR, "at": known + 100 * HOUR, "late": late}
    assert why_not_notify(known_at=known, done=NOTHING, **told) == why
    assert why_not_notify(known_at=known, done=NOTIFIED, **told) == "notified-already"
