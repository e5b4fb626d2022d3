"""A machine of the edge with a journal and a gateway's folder, and what is copied of it."""

from datetime import UTC, datetime
from pathlib import Path

import pyrage

from vaka.backup import making, restoring
from vaka.backup.making import Made
from vaka.backup.manifest import Manifest
from vaka.conf.environment import Environment
from vaka.edge.video.outbox import Outbox
from vaka.edge.video.recording.vault import Vault

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = pyrage.x25519.Identity.generate()
OPENER = str(KEY.to_public())


def nothing(_what: str, _done: int, _total: int) -> None:
    """Show nobody how far it is."""


def machine(folder: Path) -> Environment:
    """Return an installation that has a token, orders, an outbox, and a vault with its keys."""
    data = folder / "var"
    gateway = data / "gateway"
    gateway.mkdir(parents=True)
    (data / "edge-token").write_text("tokenet")
    (data / "edge-token").chmod(0o600)
    (gateway / "orders.jws").write_text("orders")
    Vault(gateway).close()
    (gateway / "video" / "torget").mkdir()
    (gateway / "video" / "torget" / "S1.seg").write_bytes(b"sealed")
    outbox = Outbox(gateway)
    outbox.put("recording.started", "torget", {}, at=AT)
    outbox.close()
    return Environment(data_dir=str(data))


def backed_up(told: Environment, to: Path, *openers: str) -> Made:
    """Make a backup in that folder."""
    return making.make(told, to=to, recipients=openers, at=AT, progress=nothing)


def restored(file: Path, into: Path, *, identity: Path | None = None) -> Manifest:
    """Restore a backup into a folder."""
    told = Environment(data_dir=str(into))
    return restoring.restore(file, told, identity=identity, progress=nothing)


def identity(folder: Path, key: pyrage.x25519.Identity = KEY) -> Path:
    """Return a key's file, as age-keygen writes it."""
    file = folder / "backup.key"
    file.write_text(f"# created: 2026-03-02\n# public key: {key.to_public()}\n{key}\n")
    return file
