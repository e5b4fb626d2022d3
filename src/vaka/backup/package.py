"""A backup as one file: a tar whose first member is the manifest, sealed for whom it names.

Sealed in the age format (age-encryption.org/v1), so that it also opens where Vaka is not:
`age -d -i KEY FILE | tar -x`. It has its name only when all of it is on disk.
"""

import fcntl
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage

from vaka.backup import manifest as manifests
from vaka.backup.manifest import Manifest, Part
from vaka.core.durable import sync_folder
from vaka.core.errors import BadInput

MANIFEST = "manifest.json"
_SEALED_MARK = b"age-encryption.org/v1"
_CHUNK = 1 << 20  # bytes
_LONGEST_MANIFEST = 64 << 20  # bytes
_MEND = "Take another copy of it, or an older backup"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """A backup on disk: how long it is, and its own hash."""

    bytes: int
    sha256: str


def recipients(keys: Sequence[str], *, named_by: str) -> list[pyrage.x25519.Recipient]:
    """Return who may open backups, by their public keys.

    :raises BadInput: when one is no such key.
    """
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys]
    except pyrage.RecipientError as problem:
        mend = "Give age1…, as age-keygen prints it"
        raise BadInput(
            named_by, f"a key in it is no public key of age ({problem})", mend
        ) from None


def write(
    file: Path,
    manifest: Manifest,
    folder: Path,
    *,
    to: Sequence[pyrage.x25519.Recipient],
    progress: Progress,
) -> Written:
    """Write the manifest and its parts, which lie in a folder, to a new file; durable.

    Sealed for those that it goes to; in clear when there is nobody.

    :raises BadInput: when it cannot be written, or another backup is being written there.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        with _alone(part) as output:
            writing = _Hashed(output)
            reading = _Pulled(_tar(manifest, folder, progress))
            if to:
                _seal(reading, writing, list(to))
            else:
                shutil.copyfileobj(reading, writing, _CHUNK)
            output.flush()
            os.fsync(output.fileno())
            part.rename(file)
        sync_folder(file.parent)
    except (OSError, pyrage.EncryptError) as problem:
        mend = "Make room there, or give another folder"
        raise BadInput(str(file), f"it cannot be written ({problem})", mend) from None
    return Written(writing.bytes, writing.sha256.hexdigest())


def unpack(file: Path, folder: Path, *, identity: Path | None, progress: Progress) -> Manifest:
    """Put the parts of a backup into an empty folder, each held against its hash.

    :raises BadInput: when it cannot be opened, or is not to the letter what was written.
    """
    plain = folder / "plain.tar"
    try:
        tar_file = _opened(file, plain, identity)
        with tarfile.open(tar_file, mode="r:") as tar:
            manifest = _manifest(tar, file)
            _parts(tar, manifest, folder, file, progress)
    except (tarfile.TarError, EOFError) as problem:
        raise BadInput(str(file), f"it is no whole backup ({problem})", _MEND) from None
    except OSError as problem:
        mend = "See that the file can be read and the folder written"
        raise BadInput(str(file), f"it cannot be unpacked ({problem})", mend) from None
    finally:
        plain.unlink(missing_ok=True)
    return manifest


@contextmanager
def _alone(part: Path) -> Iterator[BinaryIO]:
    """Open the unfinished file: what a killed backup left is written over."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as output:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            mend = "Wait for it, or give another file"
            raise BadInput(str(part), "another backup is being written here", mend) from None
        output.truncate(0)
        try:
            yield output
        except BaseException:
            part.unlink(missing_ok=True)
            raise


class _Hashed:
    """Writes on, and knows the hash of what went through."""

    def __init__(self, output: BinaryIO) -> None:
        self._output, self.sha256, self.bytes = output, hashlib.sha256(), 0

    def write(self, piece: bytes) -> int:
        """Write a piece."""
        self.sha256.update(piece)
        written = self._output.write(piece)
        self.bytes += written
        return written

    def flush(self) -> None:
        """Leave it to whoever opened the output."""


class _Pulled:
    """Pieces as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Return at most so many of the next bytes; none at the end."""
        if not self._rest:
            self._rest = memoryview(next((piece for piece in self._pieces if piece), b""))
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return bytes(taken)


def _seal(reading: _Pulled, writing: _Hashed, to: list[pyrage.x25519.Recipient]) -> None:
    try:
        pyrage.encrypt_io(reading, writing, to)
    except pyrage.EncryptError as problem:
        # It makes words of whatever is raised while it reads and writes by us.
        if KeyboardInterrupt.__name__ in str(problem):
            raise KeyboardInterrupt from None
        raise


def _tar(manifest: Manifest, folder: Path, progress: Progress) -> Iterator[bytes]:
    """Yield the bytes of the tar."""
    told, done = manifests.encode(manifest), 0
    yield _header(manifest, MANIFEST, len(told), 0o600)
    yield told + _padding(len(told))
    for part in manifest.parts:
        yield _header(manifest, part.name, part.bytes, part.mode)
        with (folder / part.name).open("rb") as content:
            while piece := content.read(_CHUNK):
                yield piece
                done += len(piece)
                progress(done, manifest.bytes)
        yield _padding(part.bytes)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _header(manifest: Manifest, name: str, size: int, mode: int) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, mode
    header.mtime = int(manifest.made_at.timestamp())
    return header.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def _opened(file: Path, plain: Path, identity: Path | None) -> Path:
    """Return the tar: the file itself, or what was sealed in it."""
    with file.open("rb") as content:
        sealed = content.read(len(_SEALED_MARK)) == _SEALED_MARK
    if not sealed:
        return file
    if identity is None:
        mend = "Give the file of a key that may open it (AGE-SECRET-KEY-1…)"
        raise BadInput("--identity", f"{file} is sealed", mend)
    keys = _identities(identity)
    with file.open("rb") as reading, plain.open("xb") as writing:
        try:
            pyrage.decrypt_io(reading, writing, keys)
        except (OSError, pyrage.DecryptError) as problem:
            said = str(problem).splitlines()[0]
            told = f"it was sealed for others, or was altered or cut ({said})"
            raise BadInput(str(file), told, _MEND) from None
    return plain


def _identities(file: Path) -> list[pyrage.x25519.Identity]:
    """Return the keys in a file as `age-keygen` writes it."""
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        mend = "Give the file as age-keygen wrote it"
        raise BadInput(str(file), "no key of age can be read", mend)
    return found


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > _LONGEST_MANIFEST:
        raise BadInput(str(file), "it is no backup of Vaka", "Give what vaka backup wrote")
    return manifests.decode(_content(tar, first).read(), file=file)


def _parts(
    tar: tarfile.TarFile, manifest: Manifest, folder: Path, file: Path, progress: Progress
) -> None:
    done = 0
    for part in manifest.parts:
        member = tar.next()
        if member is None or member.name != part.name or not member.isreg():
            raise BadInput(str(file), f"{part.name} is not where its manifest says", _MEND)
        _unpack(_content(tar, member), part, folder / part.name, file)
        done += part.bytes
        progress(done, manifest.bytes)
    if tar.next() is not None:
        raise BadInput(str(file), "it has more in it than its manifest says", _MEND)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> "io.BufferedIOBase":
    content = tar.extractfile(member)
    assert isinstance(content, io.BufferedIOBase)  # it is a regular file
    return content


def _unpack(content: "io.BufferedIOBase", part: Part, target: Path, file: Path) -> None:
    """Write one part, on disk before this returns."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sha256 = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, part.mode)
    with os.fdopen(handle, "wb") as output:
        while piece := content.read(_CHUNK):
            sha256.update(piece)
            output.write(piece)
        length = output.tell()
        os.fchmod(handle, part.mode)
        output.flush()
        os.fsync(handle)
    if (length, sha256.hexdigest()) != (part.bytes, part.sha256):
        raise BadInput(str(file), f"{part.name} is not as it was written", _MEND)
