"""The accounts file."""

from datetime import timedelta
from pathlib import Path

import pytest

from vaka.core.errors import BadInput
from vaka.edge.alarms import accounts

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


def test_an_interval_may_be_learned(tmp_path: Path):
    found = read(tmp_path, "[accounts.AAA1]\ninterval = 'learned'\n")
    assert found.intervals() == {"AAA1": accounts.LEARNED}


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
        ("[accounts.A1]\ninterval = 'soon'", "interval"),
        ("[accounts.A1\n", "no accounts can be read"),
    ],
)
def test_a_wrong_file_is_refused_and_no_key_is_repeated(tmp_path: Path, text: str, says: str):
    with pytest.raises(BadInput, match=says) as refused:
        read(tmp_path, text)
    assert SECRET not in str(refused.value)
