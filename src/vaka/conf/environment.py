"""What the installation is told: `VAKA_*` from the environment, else from `vaka.toml`.

The environment wins over the file. Needs no Django, so that the edge starts fast.
"""

import contextlib
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from vaka.core import keyfile
from vaka.core.errors import BadInput

FILE = "vaka.toml"


def setting(default: str, meaning: str) -> str:
    """Declare one setting: its default, and what it means for `docs/reference/settings.md`."""
    declared: str = field(default=default, metadata={"meaning": meaning})
    return declared


@dataclass(frozen=True)
class Environment:
    """Every setting of an installation; each field is `VAKA_<NAME>` in the environment."""

    data_dir: str = setting("var", "Folder for keys, database, video, journal and the secret.")
    database_url: str = setting("", "`postgresql://…`; empty is SQLite in the data folder.")
    secret_key: str = setting("", "Django's secret; empty is made once in the data folder.")
    public_url: str = setting("http://127.0.0.1:8000", "Where people reach the pages.")
    control_url: str = setting("http://127.0.0.1:8000", "Where gateway and receiver reach us.")
    edge_token: str = setting("", "Bearer token of gateway and receiver; empty is made once.")
    gateway_id: str = setting("gateway-1", "The name of this gateway in orders and events.")
    gateway_listen: str = setting("127.0.0.1:8010", "HOST:PORT of the gateway's own server.")
    gateway_url: str = setting("http://127.0.0.1:8010", "Where the pages fetch pictures.")
    camera_networks: str = setting("", "Comma list of CIDR:PORT where cameras may be.")
    camera_authorities: str = setting(
        "",
        "PEM file of who signs cameras' certificates; else each address has its fingerprint.",
    )
    signing_authorities: str = setting(
        "", "PEM file of who vouches for the keys with which cameras sign their video."
    )
    dc09_listen: str = setting("127.0.0.1:7700", "HOST:PORT for SIA DC-09, TCP and UDP.")
    dc09_tls_listen: str = setting("", "HOST:PORT for SIA DC-09 over TLS; empty is none.")
    dc09_tls_certificate: str = setting("", "PEM file: the receiver's certificate, its chain.")
    dc09_tls_key: str = setting("", "PEM file: the key of that certificate, no password.")
    dc09_tls_clients: str = setting(
        "", "PEM file of who signs transmitters' certificates; empty asks for none."
    )
    mqtt: str = setting("", "TOML file of an MQTT broker and its topics; empty is none.")
    cap_feeds: str = setting("", "Comma list of feeds of warnings (CAP 1.2), read each minute.")
    journal_days: str = setting(
        "30", "Days that the journal keeps what the control wing has, and heartbeats."
    )
    receiver_listen: str = setting("127.0.0.1:8011", "HOST:PORT of the receiver's health.")
    worker_listen: str = setting("127.0.0.1:8012", "HOST:PORT of the worker's health.")
    mail_server: str = setting("", "`smtps://name:password@host` for e-mail; empty is none.")
    mail_from: str = setting("vaka@localhost", "The sender of e-mail.")
    sms_gateway: str = setting(
        "",
        "`https://name:password@host/path` that takes `from`, `to`, `message`; empty is none.",
    )
    sms_from: str = setting("Vaka", "The sender of text messages.")
    webhook_secret: str = setting("", "Signs what is sent to webhooks; empty is made once.")
    nats: str = setting(
        "",
        "Comma list of `tls://` or `nats://` brokers that fan events out; empty is none.",
    )
    nats_login: str = setting("", "File with `name:password` for the brokers.")
    nats_authorities: str = setting(
        "", "PEM file of who signs the brokers' certificates; empty is the system's."
    )
    backup_recipients: str = setting(
        "", "Comma list of age public keys (`age1…`) that may open backups."
    )
    development: str = setting("", "`yes` serves over plain http on this machine only.")

    @property
    def data_path(self) -> Path:
        """Return the data folder."""
        return Path(self.data_dir)

    @property
    def keys_path(self) -> Path:
        """Return the folder of signing keys and trusted public keys."""
        return self.data_path / "keys"


def read(*, file: Path = Path(FILE), environ: Mapping[str, str] = os.environ) -> Environment:
    """Return the settings of this installation.

    :raises BadInput: when the file is not TOML, or names a setting that does not exist.
    """
    told = _from_file(file)
    names = {entry.name for entry in fields(Environment)}
    for name in names:
        if (value := environ.get(f"VAKA_{name.upper()}")) is not None:
            told[name] = value
    if unknown := sorted(set(told) - names):
        known = ", ".join(sorted(names))
        raise BadInput(str(file), f"there is no setting {unknown[0]}", f"Known are {known}")
    return Environment(**told)


def _from_file(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadInput(
            str(file), f"not TOML: {problem}", 'Write lines as name = "value"'
        ) from None
    return {
        name.removeprefix("VAKA_").lower(): value if isinstance(value, str) else str(value)
        for name, value in content.items()
    }


def kept_secret(folder: Path, name: str) -> str:
    """Return the secret kept in a file of that folder, made on first use (mode 0600)."""
    path = folder / name
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            keyfile.write_once(path, secrets.token_urlsafe(48).encode())
    return path.read_text("utf-8")


def host(url: str) -> str:
    """Return the host of an address."""
    return urlsplit(url).hostname or ""
