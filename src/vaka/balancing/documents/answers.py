"""Answers of an assessment in Swedish words, as papers have them."""

from collections.abc import Mapping, Sequence

from vaka.law.templates import Kind, Question

DAYS = {
    "mon": "måndag",
    "tue": "tisdag",
    "wed": "onsdag",
    "thu": "torsdag",
    "fri": "fredag",
    "sat": "lördag",
    "sun": "söndag",
    "holiday": "helgdag",
}

ROLES = {
    "operator": "operatör",
    "technician": "tekniker",
    "dpo": "dataskyddsombud",
    "police-liaison": "polisens kontaktperson",
    "safety-coordinator": "trygghetssamordnare",
}
ACTS = {
    "live": "direktbild",
    "record": "inspelning",
    "audio": "ljud",
    "review": "se tillbaka",
    "export": "ta ut kopia",
    "analyse": "analys",
}
NEEDS = {
    "incident": "öppen händelse",
    "second-person": "en andra person",
    "written-request": "skriftlig begäran",
}


def in_words(question: Question, value: object) -> list[str]:
    """Return the lines of an answer."""
    options = {option.code: option.text.sv for option in question.options}
    match question.kind, value:
        case Kind.YES_NO, bool(yes):
            return ["Ja" if yes else "Nej"]
        case Kind.CHOICE, str(code):
            return [options.get(code, code)]
        case Kind.CHOICES, list(codes):
            return [options.get(code, str(code)) for code in codes] or ["Inget av detta"]
        case Kind.HOURS | Kind.PURPOSES | Kind.ACCESS, list(entries):
            return [_entry(entry) for entry in entries]
        case Kind.AREA, _:
            return ["Ritat område, se villkoren och kartan"]
        case Kind.MASKS, list(masks):
            return [f"{len(masks)} maskade delar"]
        case Kind.PRESETS, list(presets):
            return [f"{each['name']}: {len(each['masks'])} maskade delar" for each in presets]
        case _:
            return str(value).splitlines()


def _entry(entry: Mapping[str, object]) -> str:
    """Return one stretch of hours, one purpose or one role's access."""
    match entry:
        case {"days": [*days], "from": start, "to": end}:
            return f"{', '.join(DAYS[str(day)] for day in days)} kl. {start}–{end}"
        case {"code": code, "text": text}:
            return f"{code}: {text}"
        case {"role": role, "acts": list(acts), **rest}:
            requires = rest.get("requires")
            needs = _listed(NEEDS, requires) if isinstance(requires, list) else ""
            may = f"{ROLES.get(str(role), role)}: {_listed(ACTS, acts)}"
            return f"{may}, kräver {needs}" if needs else may
        case _:
            return ", ".join(f"{name}: {value}" for name, value in entry.items())


def _listed(words: Mapping[str, str], codes: Sequence[object]) -> str:
    return ", ".join(words.get(str(code), str(code)) for code in codes)
