"""Who a camera is under TLS: the one whose certificate its address names, or one that an
authority of ours vouches for. A camera that neither tells from another is not spoken to.

Cameras sign their own certificates and let them run out. A fingerprint, compared by the person
who put the camera up, says more than either.
"""

import hashlib
import hmac
import socket
import ssl
from pathlib import Path

from vaka.core.errors import BadInput
from vaka.edge.video.ingest.addresses import Address

MEND = "Compare with the camera's own page, then write #sha256=… at the end of its address"


def authorities(text: str) -> Path | None:
    """Return the file of authorities that a setting names; empty is none.

    :raises BadInput: when there are none in it.
    """
    if not text:
        return None
    try:
        ssl.create_default_context(cafile=text)
    except OSError as problem:
        what = f"{text}: {problem.strerror or 'it holds no certificate'}"
        mend = "Name a PEM file of the authorities that sign your cameras' certificates"
        raise BadInput("VAKA_CAMERA_AUTHORITIES", what, mend) from None
    return Path(text)


def sealed(plain: socket.socket, address: Address) -> ssl.SSLSocket:
    """Return the connection under TLS, to the right camera; nothing was said to another.

    The connection is closed when it is refused.

    :raises BadInput: when it is another's, or it cannot be told whose.
    :raises OSError: when the other end does not speak TLS.
    """
    if address.authorities and not address.fingerprint:
        return _vouched_for(plain, address, address.authorities)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    line = context.wrap_socket(plain)
    shown = hashlib.sha256(line.getpeercert(binary_form=True) or b"").digest()
    if hmac.compare_digest(shown, address.fingerprint):
        return line
    line.close()
    problem = "another" if address.fingerprint else "one that nobody vouches for"
    what = f"its certificate is {problem}: sha256={shown.hex()}"
    raise BadInput("camera address", what, MEND)


def _vouched_for(plain: socket.socket, address: Address, file: Path) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(file))
    try:
        return context.wrap_socket(plain, server_hostname=address.name)
    except ssl.SSLCertVerificationError as problem:
        plain.close()
        what = f"its certificate does not hold: {problem.verify_message}"
        raise BadInput("camera address", what, MEND) from None
