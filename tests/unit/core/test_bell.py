"""The bell wakes all that wait, and says whether anybody is there to ring it."""

from vaka.core.bell import Bell


def test_who_waits_is_woken_at_each_ring_and_not_after() -> None:
    bell, woken = Bell(), []
    with bell.heard(lambda: woken.append("one")), bell.heard(lambda: woken.append("two")):
        bell.ring()
    bell.ring()
    assert woken == ["one", "two"]


def test_it_is_known_whether_somebody_rings() -> None:
    bell = Bell()
    assert not bell.has_ringer
    with bell.attended():
        with bell.attended():
            assert bell.has_ringer
        assert bell.has_ringer
    assert not bell.has_ringer
