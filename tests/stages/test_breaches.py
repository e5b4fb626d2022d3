"""A personal data breach: known, judged, notified within 72 hours or said why not, told of."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, TaskReason
from vaka.oversight import actions, queries
from vaka.oversight.models import Breach
from vaka.oversight.rules.breaches import NotTold, Risk, Told
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TOLD = Told(
    happened_at=None,
    what="Ett usb-minne med en kopia tappades på bussen.",
    categories="Förbipasserande; bilder",
    persons=40,
    records=None,
    consequences="Någon kan kännas igen.",
    measures="Minnet är spärrat.",
    risk=Risk.RISK,
)


@pytest.fixture
def keeper(person, board):
    return person(Role.DPO, board)


@pytest.fixture
def breach(board, keeper, at: datetime) -> Breach:
    return actions.enter_breach(TOLD, board=board.id, known_at=at, by=keeper, at=at)


def still(breach: Breach) -> set[str]:
    return set(
        Task.objects.filter(subject=breach.id, settled_at=None).values_list("reason", flat=True)
    )


def notified(breach: Breach, by, at: datetime, late: str = "") -> None:
    actions.notify_authority(
        breach=breach.id,
        notified_at=at,
        reference="IMY-2026-1",
        late_reasons=late,
        by=by,
        at=at,
    )


def test_it_is_entered_with_its_facts_and_what_describes_it_can_be_erased(breach, at) -> None:
    entry = record.of_kind(Kind.BREACH_ENTERED).get()
    assert entry.facts["risk"] == "risk"
    assert "buss" not in str(entry.facts)
    assert entry.personal.fields["what"].startswith("Ett usb-minne")
    assert breach.notice_due == at + 72 * HOUR


def test_the_board_hears_of_it_at_once_and_again_before_the_time_is_out(
    breach, keeper, at
) -> None:
    remind(at=at)
    assert still(breach) == {TaskReason.BREACH_TO_NOTIFY}
    remind(at=at + 47 * HOUR)
    assert still(breach) == {TaskReason.BREACH_TO_NOTIFY}
    remind(at=at + 48 * HOUR)
    assert still(breach) == {TaskReason.BREACH_TO_NOTIFY, TaskReason.BREACH_RUNS_OUT}
    notified(breach, keeper, at + 49 * HOUR)
    assert still(breach) == set()
    remind(at=at + 50 * HOUR)
    assert still(breach) == set()


def test_a_late_notice_says_why(breach, keeper, at) -> None:
    with pytest.raises(Conflict, match="late-without-reasons"):
        notified(breach, keeper, at + 73 * HOUR)
    notified(breach, keeper, at + 73 * HOUR, late="Helgen")
    row = queries.breach(breach.id, by=keeper)
    assert (row.reference, row.late_reasons) == ("IMY-2026-1", "Helgen")
    assert record.of_kind(Kind.BREACH_NOTIFIED).get().facts["reference"] == "IMY-2026-1"


def test_only_an_unlikely_risk_goes_without_notice_and_a_new_judgment_asks_for_it_again(
    breach, keeper, at
) -> None:
    with pytest.raises(Conflict, match="risk-not-unlikely"):
        actions.leave_unnotified(breach=breach.id, reasons="Krypterat", by=keeper, at=at)
    actions.amend_breach(
        replace(TOLD, risk=Risk.UNLIKELY), breach=breach.id, by=keeper, at=at + HOUR
    )
    with pytest.raises(BadInput, match="reasons"):
        actions.leave_unnotified(breach=breach.id, reasons=" ", by=keeper, at=at)
    remind(at=at + HOUR)
    actions.leave_unnotified(breach=breach.id, reasons="Krypterat", by=keeper, at=at + HOUR)
    remind(at=at + 2 * HOUR)
    assert still(breach) == set()
    actions.amend_breach(
        replace(TOLD, risk=Risk.HIGH), breach=breach.id, by=keeper, at=at + 3 * HOUR
    )
    remind(at=at + 3 * HOUR)
    assert still(breach) == {TaskReason.BREACH_TO_NOTIFY, TaskReason.BREACH_TO_TELL}
    assert record.of_kind(Kind.BREACH_AMENDED).count() == 2


def test_at_high_risk_the_persons_are_told_or_a_ground_is_given(breach, keeper, at) -> None:
    with pytest.raises(Conflict, match="risk-not-high"):
        actions.leave_untold(
            breach=breach.id,
            ground=NotTold.RISK_AVERTED,
            reasons="Minnet hittades",
            by=keeper,
            at=at,
        )
    actions.amend_breach(replace(TOLD, risk=Risk.HIGH), breach=breach.id, by=keeper, at=at)
    remind(at=at)
    assert TaskReason.BREACH_TO_TELL in still(breach)
    actions.leave_untold(
        breach=breach.id,
        ground=NotTold.RISK_AVERTED,
        reasons="Minnet hittades",
        by=keeper,
        at=at,
    )
    assert still(breach) == {TaskReason.BREACH_TO_NOTIFY}
    actions.tell_persons(breach=breach.id, told_at=at, how="Anslag på torget", by=keeper, at=at)
    with pytest.raises(Conflict, match="told-already"):
        actions.tell_persons(breach=breach.id, told_at=at, how="Igen", by=keeper, at=at)
    with pytest.raises(Conflict, match="told-already"):
        actions.leave_untold(
            breach=breach.id, ground=NotTold.RISK_AVERTED, reasons="x", by=keeper, at=at
        )


def test_nothing_is_told_before_it_was_known(breach, keeper, at) -> None:
    with pytest.raises(Conflict, match="told-at-no-such-time"):
        actions.tell_persons(breach=breach.id, told_at=at - HOUR, how="Brev", by=keeper, at=at)


def test_it_is_not_known_before_it_happened_nor_amended_so(breach, board, keeper, at) -> None:
    after = replace(TOLD, happened_at=at + HOUR)
    with pytest.raises(Conflict, match="happened-after-known"):
        actions.enter_breach(after, board=board.id, known_at=at, by=keeper, at=at)
    with pytest.raises(Conflict, match="happened-after-known"):
        actions.amend_breach(after, breach=breach.id, by=keeper, at=at)


def test_a_foreign_board_meets_nothing_and_who_may_see_may_not_change(
    breach, board, person, foreign_board, at
) -> None:
    stranger = person(Role.DPO, foreign_board)
    with pytest.raises(Absent):
        queries.breach(breach.id, by=stranger)
    with pytest.raises(Absent):
        actions.enter_breach(TOLD, board=board.id, known_at=at, by=stranger, at=at)
    with pytest.raises(Absent):
        actions.enter_breach(TOLD, board=new_id(at=at), known_at=at, by=person(Role.DPO), at=at)
    inspector = person(Role.INSPECTOR, board)
    assert queries.breach(breach.id, by=inspector).id == breach.id
    with pytest.raises(Refused):
        actions.amend_breach(TOLD, breach=breach.id, by=inspector, at=at)
