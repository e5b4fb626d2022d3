"""DC-09 over TLS: the receiver's certificate, and whose certificates it asks for."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from vaka.core.errors import BadInput


@dataclass(frozen=True)
class Tls:
    """Where TLS is spoken, with which PEM files; without `clients` none is asked for one."""

    address: tuple[str, int]
    certificate: Path
    key: Path
    clients: Path | None = None

    def context(self) -> ssl.SSLContext:
        """Return what the server needs; TLS 1.2 is the oldest that is spoken.

        :raises BadInput: when a file cannot be used; names the setting.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as problem:
            mend = "Give a certificate with its chain, and its key without a password, as PEM"
            where = "VAKA_DC09_TLS_CERTIFICATE, VAKA_DC09_TLS_KEY"
            raise BadInput(where, f"they cannot be used ({problem})", mend) from None
        if self.clients:
            self._ask_clients(context, self.clients)
        return context

    def _ask_clients(self, context: ssl.SSLContext, authorities: Path) -> None:
        context.verify_mode = ssl.CERT_REQUIRED
        try:
            context.load_verify_locations(authorities)
        except (OSError, ssl.SSLError) as problem:
            mend = "Give a PEM file of who signs transmitters' certificates"
            where = "VAKA_DC09_TLS_CLIENTS"
            raise BadInput(where, f"it cannot be used ({problem})", mend) from None
