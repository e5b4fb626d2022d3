"""CAP 1.2 as bytes: one message or a feed that holds or names several, into warnings. Pure.

The words are the Swedish ones where there are any; the area is that of all parts in them, and
the severity the worst. A pair is latitude, longitude here, and the other way in GeoJSON.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from shapely import MultiPolygon, Polygon, unary_union
from shapely.geometry import mapping

from vaka.core.errors import BadInput
from vaka.response.rules.warnings import MessageType, Reference, Scope, Severity, Warned

LANGUAGE = "sv"
# Of CAP's statuses, those that are sent to be shown.
_SHOWN = {"Actual": False, "Exercise": True, "Test": True}
_KINDS = {kind.value: kind for kind in MessageType}
_SCOPES = {scope.value: scope for scope in Scope}
_SEVERITIES = {severity.value: severity for severity in Severity}
_WORST = list(Severity)
_KM_A_DEGREE = 111.32
# What senders call the codes of the whole country, counties and municipalities (SCB).
_CODED = {
    *("kommun", "kommunkod", "municipality"),
    *("län", "lan", "länskod", "lanskod", "county"),
    *("sverige", "sweden"),
}
_CODE = re.compile(r"00|(0[1-9]|1\d|2[0-5])(\d\d)?")
_CIRCLE_CORNERS = 48
_LONGEST = 20_000  # characters of one text
_MOST_CORNERS = 20_000
MEND = "Give a message or a feed in CAP 1.2"


@dataclass(frozen=True)
class Found:
    """What a document holds: warnings, why others could not be read, and addresses of more."""

    warnings: tuple[Warned, ...]
    rejected: tuple[str, ...]
    links: tuple[str, ...]


class _Unusable(Exception):
    """Why one message cannot be taken."""


def read(content: bytes, *, where: str) -> Found:
    """Return the warnings in a document.

    :raises BadInput: when it is no XML, or holds neither messages nor links.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise BadInput(where, f"it is no XML that may be read ({problem})", MEND) from None
    warnings, rejected = [], []
    for alert in _named(root, "alert"):
        try:
            if (warned := _warned(alert)) is not None:
                original = content if alert is root else _cut(alert)
                warnings.append(replace(warned, original=original))
        except _Unusable as problem:
            rejected.append(f"{_text(alert, 'identifier') or '?'}: {problem}")
    links = tuple(_links(root))
    if _tag(root) not in {"alert", "feed", "rss"} and not warnings and not rejected:
        raise BadInput(where, f"<{_tag(root)}> is neither a message nor a feed", MEND)
    return Found(tuple(warnings), tuple(rejected), links)


def _warned(alert: Element) -> Warned | None:
    """Return the warning in a message; None when it is not sent to be shown."""
    status = _text(alert, "status")
    if status not in _SHOWN or _text(alert, "msgType") not in _KINDS:
        return None
    name = Reference(_needed(alert, "sender"), _needed(alert, "identifier"))
    sent = _time(_needed(alert, "sent"), "sent")
    infos = _infos(alert)
    first = infos[0] if infos else Element("info")
    starts = _text(first, "onset") or _text(first, "effective")
    expires = _text(first, "expires")
    severities = [_SEVERITIES.get(_text(info, "severity"), Severity.UNKNOWN) for info in infos]
    return Warned(
        name=name,
        sent=sent,
        message_type=_KINDS[_text(alert, "msgType")],
        exercise=_SHOWN[status],
        replaces=tuple(_references(_text(alert, "references"))),
        event=_text(first, "event"),
        headline=_text(first, "headline"),
        description=_text(first, "description"),
        instruction=_text(first, "instruction"),
        severity=min(severities, key=_WORST.index, default=Severity.UNKNOWN),
        starts_at=_time(starts, "onset") if starts else sent,
        expires_at=_time(expires, "expires") if expires else None,
        area_text=", ".join(dict.fromkeys(_area_texts(infos)))[:_LONGEST],
        area=_area(infos),
        codes=_codes(infos),
        # What says not to whom it is sent is not for everybody.
        scope=_SCOPES.get(_text(alert, "scope"), Scope.PRIVATE),
    )


def _cut(alert: Element) -> bytes:
    """Return a message that a feed holds as a document of its own."""
    alert.tail = None
    return bytes(tostring(alert, encoding="utf-8", xml_declaration=True))


def _infos(alert: Element) -> list[Element]:
    """Return the parts in our language, else in that of the first."""
    infos = list(_children(alert, "info"))
    languages = [_text(info, "language").casefold() or "en-us" for info in infos]
    ours = next((each for each in languages if each.startswith(LANGUAGE)), None)
    chosen = ours or (languages[0] if languages else "")
    return [info for info, language in zip(infos, languages, strict=True) if language == chosen]


def _area_texts(infos: list[Element]) -> Iterator[str]:
    for info in infos:
        for area in _children(info, "area"):
            if described := _text(area, "areaDesc"):
                yield described


def _area(infos: list[Element]) -> dict[str, object] | None:
    shapes = [
        shape
        for info in infos
        for area in _children(info, "area")
        for shape in (
            *(_polygon(each.text or "") for each in _children(area, "polygon")),
            *(_circle(each.text or "") for each in _children(area, "circle")),
        )
    ]
    if not shapes:
        return None
    whole = unary_union(shapes)
    if whole.geom_type == "Polygon":
        whole = MultiPolygon([whole])
    return dict(mapping(whole))


def _codes(infos: list[Element]) -> tuple[str, ...]:
    """Return the Swedish codes of the areas that have no polygon; none when one has neither.

    An area that nobody can place might be anywhere, so that the others say nothing.
    """
    found: set[str] = set()
    for info in infos:
        for area in _children(info, "area"):
            if any(True for shape in ("polygon", "circle") for _ in _children(area, shape)):
                continue
            told = {
                _text(geocode, "value")
                for geocode in _children(area, "geocode")
                if _text(geocode, "valueName").casefold() in _CODED
            }
            known = {code for code in told if _CODE.fullmatch(code)}
            if not known:
                return ()
            found |= known
    return tuple(sorted(found))


def _polygon(text: str) -> Polygon:
    corners = [_corner(pair) for pair in text.split()]
    if not 4 <= len(corners) <= _MOST_CORNERS:
        raise _Unusable("a polygon has too few or too many corners")
    drawn = Polygon(corners)
    # A line that crosses itself still says where, roughly: its hull is the careful reading.
    return drawn if drawn.is_valid and drawn.area else drawn.convex_hull.buffer(1e-6)


def _circle(text: str) -> Polygon:
    middle, _, radius = text.strip().partition(" ")
    longitude, latitude = _corner(middle)
    kilometres = _number(radius)
    if not 0 <= kilometres <= 20_000 or abs(latitude) > 89:
        raise _Unusable("a circle is larger than the earth, or at a pole")
    north = max(kilometres / _KM_A_DEGREE, 1e-6)
    east = north / math.cos(math.radians(latitude))
    turns = [2 * math.pi * corner / _CIRCLE_CORNERS for corner in range(_CIRCLE_CORNERS)]
    return Polygon(
        [(longitude + east * math.cos(t), latitude + north * math.sin(t)) for t in turns]
    )


def _corner(pair: str) -> tuple[float, float]:
    latitude, comma, longitude = pair.partition(",")
    y, x = _number(latitude), _number(longitude)
    if not comma or abs(x) > 180 or abs(y) > 90:
        raise _Unusable(f"{pair[:40]} is no latitude and longitude")
    return x, y


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _Unusable(f"{text[:40]} is no number")
    return value


def _references(text: str) -> Iterator[Reference]:
    """Return those of `sender,identifier,sent`, parted by white space."""
    for each in text.split():
        sender, *rest = each.split(",")
        if len(rest) == 2:
            yield Reference(sender, rest[0])


def _time(text: str, what: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Unusable(f"{what} {text[:40]} is no time with a time zone") from None


def _needed(element: Element, name: str) -> str:
    text = _text(element, name)
    if not text:
        raise _Unusable(f"it has no {name}")
    return text


def _links(root: Element) -> Iterator[str]:
    """Return the addresses of messages that a feed names (Atom and RSS)."""
    for entry in (*_named(root, "entry"), *_named(root, "item")):
        if any(True for _ in _named(entry, "alert")):
            continue
        for link in _children(entry, "link"):
            address = (link.get("href") or link.text or "").strip()
            kind = link.get("type", "")
            if address and (not kind or "cap" in kind or "xml" in kind):
                yield address


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _tag(element) == name)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) == name)


def _text(element: Element, name: str) -> str:
    child = next(_children(element, name), None)
    return (child.text or "").strip()[:_LONGEST] if child is not None else ""


def _tag(element: Element) -> str:
    """Return the name without its namespace: senders mix CAP 1.1 and 1.2."""
    return element.tag.rpartition("}")[2]
