"""The limits of a process that decodes: no files, bounded memory."""

import resource

MEMORY_BYTES = 6 * 1024**3


def limited() -> None:
    """Write no file and take no more memory than this, from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
