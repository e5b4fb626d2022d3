"""Terms as lines for a terminal."""

from vaka.terms.document import Access, Terms, clock

WIDTH = 12


def in_text(terms: Terms, *, signature: str) -> str:
    """Return the terms as lines, one subject a line, the word about the signature first."""
    who, decision, valid = terms.controller, terms.decision, terms.valid
    lines = [
        ("Signature", signature),
        ("Terms", f"{terms.id} for camera {terms.camera}"),
        ("Controller", ", ".join([who.name, *(party.name for party in who.joint_with)])),
        (
            "Decision",
            f"{decision.body}, {decision.case} § {decision.paragraph}, {decision.date}",
        ),
        *(("Purpose", f"{purpose.code} {purpose.text}") for purpose in terms.purposes),
        ("Basis", terms.legal_basis),
        ("Valid", f"{valid.first} to {valid.last}, review by {valid.review_by}"),
        *(("Hours", line) for line in _hours(terms)),
        ("Uses", ", ".join(_uses(terms)) or "none"),
        ("Level", f"at most {terms.view.max_pixels_per_metre:g} pixels a metre"),
        ("Masks", str(len(terms.view.masks))),
        ("Presets", ", ".join(each.name for each in terms.view.presets) or "none"),
        ("Kept", f"{terms.retention_hours} hours"),
        *(("Access", _access(rule)) for rule in terms.access),
        ("Offline", f"{terms.offline_hours} hours"),
        ("Sign", f"{terms.sign.text} {terms.sign.url}"),
        ("Supersedes", terms.supersedes or "nothing"),
    ]
    return "\n".join(f"{name:{WIDTH}}{_printable(text)}" for name, text in lines)


def _printable(text: str) -> str:
    """Return the text without what could steer a terminal: nobody may have vouched for it."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _hours(terms: Terms) -> list[str]:
    zone = terms.time_zone.key
    lines = [
        f"{', '.join(h.days)} {clock(h.start)}-{clock(h.end)} ({zone})" for h in terms.hours
    ]
    return lines or ["never"]


def _uses(terms: Terms) -> list[str]:
    uses = terms.uses
    told = {"live": uses.live, "record": uses.record, "audio": uses.audio}
    allowed = [name for name, holds in {**told, "movable": uses.movable}.items() if holds]
    return [*allowed, *(f"analysis: {kind}" for kind in uses.analytics)]


def _access(rule: Access) -> str:
    needs = f" (requires {', '.join(rule.requires)})" if rule.requires else ""
    return f"{rule.role}: {', '.join(rule.acts)}{needs}"
