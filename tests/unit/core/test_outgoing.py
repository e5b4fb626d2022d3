"""How often something is tried to be sent."""

from vaka.core.outgoing import RETRY_AFTER, try_again


def test_a_message_is_tried_with_growing_patience_and_then_given_up() -> None:
    waits = [try_again(attempt) for attempt in range(1, 7)]
    assert waits == [*RETRY_AFTER, None, None]
    assert list(RETRY_AFTER) == sorted(RETRY_AFTER)
