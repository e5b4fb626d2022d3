"""What the process that covers is sent: a plan and the recordings it is about."""

import struct
from typing import IO

from vaka.core.errors import BadInput
from vaka.terms.redaction import Plan
from vaka.terms.redaction_file import digest, read

LENGTH = struct.Struct(">Q")


def sent(plan: bytes, video: bytes) -> bytes:
    """Return a written plan and recordings as one."""
    return LENGTH.pack(len(plan)) + plan + video


def received(file: IO[bytes]) -> tuple[Plan, bytes]:
    """Return the plan and the recordings.

    :raises BadInput: when the plan is none, or one of other recordings.
    """
    (length,) = LENGTH.unpack(file.read(LENGTH.size))
    plan, video = read(file.read(length)), file.read()
    if digest(video) != plan.findings.original:
        raise BadInput("findings.original", "it is of other recordings", "Analyse them anew")
    return plan, video
