"""A private key lies in a file that only its owner reads, and is never written over."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from vaka.core import keyfile
from vaka.core.errors import BadInput

PEM, PKCS8, OPEN = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes_raw()


def test_only_the_owner_reads_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keyfile.write_new(tmp_path / "keys" / "a.pem", Ed25519PrivateKey.generate())
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys" / "a.pem").stat().st_mode) == 0o600


def test_what_is_written_is_read(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    keyfile.write_new(tmp_path / "a.pem", key)
    assert raw(keyfile.read(tmp_path / "a.pem")) == raw(key)


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    first = keyfile.read_or_make(tmp_path / "a.pem")
    with pytest.raises(FileExistsError):
        keyfile.write_new(tmp_path / "a.pem", Ed25519PrivateKey.generate())
    assert raw(keyfile.read(tmp_path / "a.pem")) == raw(first)


def test_made_on_first_use_and_the_same_ever_after(tmp_path: Path) -> None:
    first, second = (keyfile.read_or_make(tmp_path / "a.pem") for _ in range(2))
    assert raw(first) == raw(second)


def test_whoever_comes_second_uses_the_first_ones_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, first = tmp_path / "a.pem", Ed25519PrivateKey.generate()
    write = keyfile.write_new

    def somebody_was_faster(path: Path, key: Ed25519PrivateKey) -> None:
        write(path, first)
        write(path, key)

    monkeypatch.setattr(keyfile, "write_new", somebody_was_faster)
    assert raw(keyfile.read_or_make(path)) == raw(first)


def test_makers_at_the_same_time_agree_on_one_key(tmp_path: Path) -> None:
    ready = Barrier(8)

    def make(_: int) -> bytes:
        ready.wait()
        return raw(keyfile.read_or_make(tmp_path / "a.pem"))

    for _ in range(5):
        with ThreadPoolExecutor(8) as makers:
            assert len(set(makers.map(make, range(8)))) == 1
        (tmp_path / "a.pem").unlink()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        Ed25519PrivateKey.generate().private_bytes(PEM, PKCS8, BestAvailableEncryption(b"x")),
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(PEM, PublicFormat.SubjectPublicKeyInfo),
    ],
    ids=["empty", "text", "encrypted", "public"],
)
def test_what_is_no_open_private_key_is_refused_by_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pem"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"a\.pem: no key can be read .*PKCS #8"):
        keyfile.read(path)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pem"
    path.write_bytes(generate_private_key(SECP256R1()).private_bytes(PEM, PKCS8, OPEN))
    with pytest.raises(BadInput, match="not Ed25519"):
        keyfile.read(path)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.pem"):
        keyfile.read(tmp_path / "none.pem")
