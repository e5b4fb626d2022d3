"""The accounts file, and silence as an alarm."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.edge.alarms.strategies import AT
from vaka.core.errors import BadInput
from vaka.edge.alarms import accounts
from vaka.edge.alarms.supervision import Supervision

SECRET = "00112233445566778899aabbccddeeff"


def read(folder: Path, text: str) -> accounts.Accounts:
    path = folder / "accounts.toml"
    path.write_text(text)
    return accounts.read(path)


def test_an_account_has_a_key_and_an_interval(tmp_path: Path):
    found = read(tmp_path, f'[accounts.aaa1]\nkey = "{SECRET}"\ninterval = 90\n')
    assert found.key_for("AAA1") == bytes.fromhex(SECRET)
    assert found.intervals() == {"AAA1": timedelta(seconds=90)}
    assert found.get("BBB") is None
    assert found.key_for("BBB") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("accounts = 1", "only tables"),
        ("[other]\nx = 1", "only tables"),
        ("[accounts.A1]\nname = 'x'", "only key and interval"),
        (f"[accounts.A1]\nkey = '{SECRET}ab'", "key is not of the right form"),
        ("[accounts.A1]\nkey = 'xyz'", "key is not of the right form"),
        ("[accounts.A1]\nkey = 7", "key is not of the right form"),
        ("[accounts.A1]\ninterval = 0", "interval"),
        ("[accounts.A1]\ninterval = true", "interval"),
        ("[accounts.A1\n", "no accounts can be read"),
    ],
)
def test_a_wrong_file_is_refused_and_no_key_is_repeated(tmp_path: Path, text: str, says: str):
    with pytest.raises(BadInput, match=says) as refused:
        read(tmp_path, text)
    assert SECRET not in str(refused.value)


def watch(*, silent: set[str] | None = None) -> Supervision:
    intervals = {"1234": timedelta(seconds=90)}
    return Supervision(intervals, silent=silent or set(), at=AT)


def test_a_transmitter_is_silent_after_its_interval_and_said_so_once():
    supervision = watch()
    assert supervision.overdue(at=AT + timedelta(seconds=90)) == []
    (alarm,) = supervision.overdue(at=AT + timedelta(seconds=91))
    assert (alarm.protocol, alarm.account, alarm.code) == ("SUPERVISION", "1234", "YC")
    assert supervision.overdue(at=AT + timedelta(seconds=99)) == []


def test_any_message_restarts_the_interval():
    supervision = watch()
    assert supervision.heard("1234", at=AT + timedelta(seconds=80)) == []
    assert supervision.overdue(at=AT + timedelta(seconds=120)) == []
    assert supervision.heard("9999", at=AT) == []
    assert supervision.heard(None, at=AT) == []


def test_a_silent_transmitter_that_is_heard_is_restored_also_after_a_restart():
    (alarm,) = watch(silent={"1234"}).heard("1234", at=AT)
    assert alarm.code == "YK"
