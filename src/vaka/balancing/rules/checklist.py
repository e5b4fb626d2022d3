"""What the camera council goes through, the same for every board."""

from collections.abc import Collection
from enum import StrEnum

from vaka.core.errors import BadInput


class Check(StrEnum):
    """One thing that a reviewer finds in order, each with its source."""

    PROBLEM_DOCUMENTED = "problem-documented"
    PURPOSE_CODED = "purpose-coded"
    NECESSARY = "necessary"
    MEASURES_FIRST = "measures-first"
    HOURS_FIT = "hours-fit"
    LEVEL_FITS = "level-fits"
    AREA_FITS = "area-fits"
    RETENTION_ARGUED = "retention-argued"
    DPIA = "dpia"
    EMPLOYEES_HEARD = "employees-heard"
    SIGN_READY = "sign-ready"
    FOLLOW_UP = "follow-up"


SOURCES: dict[Check, str] = {
    Check.PROBLEM_DOCUMENTED: "KBL 8 §",
    Check.PURPOSE_CODED: "KBL 8 §; GDPR art. 5.1 b",
    Check.NECESSARY: "KBL 7 §",
    Check.MEASURES_FIRST: "KBL 7 §; imy.se, steg 3",
    Check.HOURS_FIT: "RÅ 2010 ref. 22; HFD 6 februari 2023",
    Check.LEVEL_FITS: "KBL 8 §; EN 62676-4",
    Check.AREA_FITS: "KBL 8 §",
    Check.RETENTION_ARGUED: "GDPR art. 5.1 e",
    Check.DPIA: "GDPR art. 35",
    Check.EMPLOYEES_HEARD: "KBL 21 §; MBL 11–14 §§",
    Check.SIGN_READY: "KBL 15 §",
    Check.FOLLOW_UP: "KBL 9 §",
}


def checked(codes: Collection[str]) -> list[str]:
    """Return the checks in the list's own order, each once.

    :raises BadInput: when a code is not on the list.
    """
    known = [check.value for check in Check]
    if strange := sorted(set(codes) - set(known)):
        raise BadInput(
            "checklist", f"{strange[0]} is not on it", f"Known are {', '.join(known)}"
        )
    return [check for check in known if check in codes]
