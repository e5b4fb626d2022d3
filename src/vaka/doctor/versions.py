"""What is installed, against what was shipped."""

import re
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

from vaka.doctor import support
from vaka.doctor.finding import Asked, Finding

LOCK = Path(__file__).parents[3] / "requirements.lock"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)([^\\\n]*)", re.MULTILINE)
_RELEASE = re.compile(r"(\d{4})(?:[a-z]|\.\d+)")
TIME_ZONES = timedelta(days=550)
ZONE = "Europe/Stockholm"


def libraries(asked: Asked, lock: Path = LOCK) -> Iterator[Finding]:
    """Yield the libraries that are not as the lock file names them."""
    if not lock.is_file():
        yield Finding("lock-missing", {"path": str(lock)})
        return
    for name, version in locked(lock.read_text("utf-8")).items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding("library-missing", {"name": name, "locked": version})
            continue
        if installed != version:
            facts = {"name": name, "installed": installed, "locked": version}
            yield Finding("library-differs", facts)


def locked(text: str) -> dict[str, str]:
    """Return the version by library of a lock file; what is for other systems is left out."""
    return {name: version for name, version, other in _LOCKED.findall(text) if ";" not in other}


def supported(asked: Asked) -> Iterator[Finding]:
    """Yield that Python or Django is no longer mended, or soon is not."""
    import django

    yield from support.ends("python", "{}.{}".format(*sys.version_info), at=asked.at)
    yield from support.ends("django", "{}.{}".format(*django.VERSION), at=asked.at)


def time_zones(asked: Asked) -> Iterator[Finding]:
    """Yield that the hours of terms are judged by rules of time that are missing, or old."""
    try:
        zoneinfo.ZoneInfo(ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        yield Finding("time-zone-missing", {"zone": ZONE})
        return
    release = _release()
    # A year's first release comes in its first months.
    if release and asked.at.date() - date(int(release[:4]), 1, 1) > TIME_ZONES:
        yield Finding("time-zones-old", {"release": release})


def _release() -> str:
    """Return the release of the rules that are used: the system's, else the library's."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / "tzdata.zi"
        if file.is_file():
            with file.open(encoding="utf-8", errors="replace") as lines:
                found = _RELEASE.search(lines.readline())
            return found[0] if found else ""
    return metadata.version("tzdata")
