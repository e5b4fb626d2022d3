"""How a stream stands to a record that grows meanwhile."""

import pytest

from vaka.core.fan_out import Step
from vaka.servers.relay.looking import compared


@pytest.mark.parametrize(
    ("newest", "before", "now", "step"),
    [
        (-1, -1, -1, Step.IN_STEP),  # nothing has happened
        (9, 9, 9, Step.IN_STEP),
        (9, 9, 12, Step.IN_STEP),  # what came since the last look is on its way
        (11, 9, 12, Step.IN_STEP),
        (8, 9, 9, Step.BEHIND),
        (-1, 9, 9, Step.BEHIND),  # the stream was lost
        (13, 9, 12, Step.AHEAD),  # what it has is not in this record
    ],
)
def test_what_the_record_had_at_the_last_look_is_to_be_there(
    newest: int, before: int, now: int, step: Step
) -> None:
    assert compared(newest, before=before, now=now) is step
