"""The installation's own key: processes that start at once agree on it, and read it whole."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.unit.terms.story import terms
from vaka.core import keyfile
from vaka.core.errors import BadInput
from vaka.terms import keystore
from vaka.terms.signature import sign, verify

# Each thread stands for a process, so that none may see what another remembers.
signing_key = keystore.signing_key.__wrapped__


def test_processes_that_start_at_once_sign_with_one_key(tmp_path: Path) -> None:
    ready = Barrier(4)

    def start(number: int) -> str:
        ready.wait()
        key = signing_key(tmp_path / "keys")
        verify(sign(terms(), key), keystore.trusted(tmp_path / "keys"))
        return key.id

    with ThreadPoolExecutor(4) as processes:
        assert len(set(processes.map(start, range(4)))) == 1


def test_the_public_half_may_be_read_by_all_and_is_never_written_over(tmp_path: Path) -> None:
    key = signing_key(tmp_path)
    public = tmp_path / keystore.PUBLIC
    assert public.stat().st_mode & 0o777 == 0o644
    assert json.loads(public.read_text()) == key.public_jwk()
    public.write_text("as somebody else wrote it")
    assert signing_key(tmp_path).id == key.id
    assert public.read_text() == "as somebody else wrote it"


def test_whoever_writes_the_public_half_first_has_written_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing_key(tmp_path)
    (tmp_path / keystore.PUBLIC).unlink()
    write = keyfile.write_once

    def somebody_was_faster(path: Path, content: bytes) -> None:
        write(path, content)
        write(path, content)

    monkeypatch.setattr(keyfile, "write_once", somebody_was_faster)
    key = signing_key(tmp_path)
    assert json.loads((tmp_path / keystore.PUBLIC).read_text())["kid"] == key.id


def test_an_installation_without_keys_trusts_nobody(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no \*\.jwk"):
        keystore.trusted(tmp_path)
