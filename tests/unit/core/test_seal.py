"""What is sealed opens with its own key only."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.core.seal import seal, unseal

ADDRESS = "rtsp://operatör:lösen@10.1.2.3/ström"


def test_what_is_sealed_opens_and_does_not_show(tmp_path: Path) -> None:
    key = tmp_path / "keys" / "seal.key"
    sealed = seal(ADDRESS, key=key)
    assert "10.1.2.3" not in sealed
    assert unseal(sealed, key=key) == ADDRESS


@given(text=st.text())
@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    key = tmp_path / "seal.key"
    assert unseal(seal(text, key=key), key=key) == text


def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    seal(ADDRESS, key=tmp_path / "seal.key")
    assert stat.S_IMODE((tmp_path / "seal.key").stat().st_mode) == 0o600


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    sealed = seal(ADDRESS, key=tmp_path / "a.key")
    seal(ADDRESS, key=tmp_path / "b.key")
    with pytest.raises(BadInput, match=r"b\.key: the key does not open"):
        unseal(sealed, key=tmp_path / "b.key")


@pytest.mark.parametrize("altered", ["", "x", "gAAAAA", "åäö"])
def test_what_was_altered_does_not_open(tmp_path: Path, altered: str) -> None:
    with pytest.raises(BadInput, match="does not open"):
        unseal(altered, key=tmp_path / "a.key")


def test_a_key_file_that_was_spoilt_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.key").write_text("spoilt")
    with pytest.raises(BadInput, match=r"a\.key"):
        seal(ADDRESS, key=tmp_path / "a.key")


def test_makers_at_the_same_time_agree_on_one_key(tmp_path: Path) -> None:
    ready = Barrier(8)

    def make(number: int) -> str:
        ready.wait()
        return seal(f"{number}", key=tmp_path / "a.key")

    for _ in range(10):
        with ThreadPoolExecutor(8) as makers:
            sealed = list(makers.map(make, range(8)))
        opened = [unseal(text, key=tmp_path / "a.key") for text in sealed]
        assert opened == [f"{number}" for number in range(8)]
        (tmp_path / "a.key").unlink()
