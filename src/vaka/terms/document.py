"""The terms of one camera: `vaka.terms/1` as values, and the way to and from JSON.

Every field is explained in `docs/reference/terms.md`. Unknown fields are refused: what we do
not understand might be a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaka.terms.reading import Object

FORMAT = "vaka.terms/1"
HOLIDAY = "holiday"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
Masks = tuple[tuple[tuple[float, float], ...], ...]


class Act(StrEnum):
    """What may be asked for."""

    LIVE = "live"
    RECORD = "record"
    AUDIO = "audio"
    REVIEW = "review"
    EXPORT = "export"
    ANALYSE = "analyse"


class Requirement(StrEnum):
    """What an act may require beside the role."""

    INCIDENT = "incident"
    SECOND_PERSON = "second-person"
    WRITTEN_REQUEST = "written-request"


@dataclass(frozen=True)
class Party:
    """A board, by id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class Controller:
    """Who answers for the processing, alone or jointly."""

    id: str
    name: str
    joint_with: tuple[Party, ...]


@dataclass(frozen=True)
class DecisionReference:
    """The decision that the terms carry out."""

    body: str
    case: str
    paragraph: str
    date: date


@dataclass(frozen=True)
class Purpose:
    """Why, by code (KBL 8 §) and in words."""

    code: str
    text: str


@dataclass(frozen=True)
class Validity:
    """From and until, local dates, both inclusive; review before the last."""

    first: date
    last: date
    review_by: date


@dataclass(frozen=True)
class Hours:
    """A daily stretch of local wall clock, in minutes after midnight.

    `end` at or before `start` runs past midnight and belongs to the day it began.
    """

    days: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Uses:
    """What the camera may be used for."""

    live: bool
    record: bool
    audio: bool
    movable: bool
    analytics: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """One position of a movable camera: what it may see there, and what is masked there."""

    name: str
    area: Mapping[str, object]
    masks: Masks


@dataclass(frozen=True)
class View:
    """What may be seen: the area (GeoJSON polygon, WGS 84), masks (image coordinates 0-1).

    A movable camera with presets may stand in those and nowhere else; `masks` are then those
    of every preset.
    """

    area: Mapping[str, object]
    masks: Masks
    max_pixels_per_metre: float
    presets: tuple[Preset, ...] = ()


@dataclass(frozen=True)
class Access:
    """What a role may do with pictures, and what that requires."""

    role: str
    acts: tuple[Act, ...]
    requires: tuple[Requirement, ...]


@dataclass(frozen=True)
class Sign:
    """The sign at the place, and where the rest is found."""

    text: str
    url: str


@dataclass(frozen=True)
class Terms:
    """A decision as a machine obeys it."""

    id: str
    camera: str
    controller: Controller
    decision: DecisionReference
    purposes: tuple[Purpose, ...]
    legal_basis: str
    valid: Validity
    time_zone: ZoneInfo
    hours: tuple[Hours, ...]
    uses: Uses
    view: View
    retention_hours: int
    access: tuple[Access, ...]
    offline_hours: int
    sign: Sign
    supersedes: str | None


def parse(value: object) -> Terms:
    """Return the terms that a JSON object says.

    :raises BadInput: when a field is missing, unknown or not what it must be; names the field.
    """
    with Object.read(value, "terms") as top:
        top.literal("format", FORMAT)
        return Terms(
            id=top.ulid("id"),
            camera=top.text("camera"),
            controller=_controller(top.inner("controller")),
            decision=_decision(top.inner("decision")),
            purposes=tuple(_purpose(item) for item in top.inners("purposes", least=1)),
            legal_basis=top.text("legal_basis"),
            valid=_validity(top.inner("valid")),
            time_zone=top.time_zone("time_zone"),
            hours=tuple(_hours(item) for item in top.inners("hours")),
            uses=(uses := _uses(top.inner("uses"))),
            view=_view(top.inner("view"), movable=uses.movable),
            retention_hours=top.whole("retention_hours"),
            access=tuple(_access(item) for item in top.inners("access")),
            offline_hours=top.whole("offline_hours"),
            sign=_sign(top.inner("sign")),
            supersedes=top.ulid_or_null("supersedes"),
        )


def _controller(fields: Object) -> Controller:
    with fields as own:
        joint = tuple(_party(item) for item in own.inners("joint_with"))
        return Controller(own.text("id"), own.text("name"), joint)


def _party(fields: Object) -> Party:
    with fields as own:
        return Party(own.text("id"), own.text("name"))


def _decision(fields: Object) -> DecisionReference:
    with fields as own:
        return DecisionReference(
            own.text("body"), own.text("case"), own.text("paragraph"), own.date("date")
        )


def _purpose(fields: Object) -> Purpose:
    with fields as own:
        return Purpose(own.text("code"), own.text("text"))


def _validity(fields: Object) -> Validity:
    with fields as own:
        valid = Validity(own.date("from"), own.date("until"), own.date("review_by"))
        if valid.last < valid.first:
            own.refuse("until", "it is before from", "Give the last day, inclusive")
        return valid


def _hours(fields: Object) -> Hours:
    with fields as own:
        days = own.words("days", [*WEEKDAYS, HOLIDAY], least=1)
        start, end = own.clock("from"), own.clock("to")
        if start == MINUTES_A_DAY:
            own.refuse("from", "24:00 can only end a day", "Write 00:00 and the day after")
        return Hours(tuple(days), start, end)


def _uses(fields: Object) -> Uses:
    with fields as own:
        return Uses(
            own.boolean("live"),
            own.boolean("record"),
            own.boolean("audio"),
            own.boolean("movable"),
            tuple(own.texts("analytics")),
        )


def _view(fields: Object, *, movable: bool) -> View:
    with fields as own:
        presets = tuple(_preset(item) for item in own.inners_if_there("presets"))
        if presets and not movable:
            own.refuse("presets", "the camera is not movable", "Allow uses.movable, or none")
        if len({preset.name for preset in presets}) < len(presets):
            own.refuse("presets", "two have the same name", "Give each its own")
        area, masks = own.polygon("area"), own.masks("masks")
        return View(area, masks, own.positive("max_pixels_per_metre"), presets)


def _preset(fields: Object) -> Preset:
    with fields as own:
        return Preset(own.text("name"), own.polygon("area"), own.masks("masks"))


def _access(fields: Object) -> Access:
    with fields as own:
        acts = tuple(Act(act) for act in own.words("acts", list(Act), least=1))
        needs = tuple(Requirement(r) for r in own.words("requires", list(Requirement)))
        return Access(own.text("role"), acts, needs)


def _sign(fields: Object) -> Sign:
    with fields as own:
        return Sign(own.text("text"), own.text("url"))


def to_json(terms: Terms) -> dict[str, object]:
    """Return the JSON object of the terms, with exactly the fields of the format."""
    return {
        "format": FORMAT,
        "id": terms.id,
        "camera": terms.camera,
        "controller": {
            "id": terms.controller.id,
            "name": terms.controller.name,
            "joint_with": [{"id": p.id, "name": p.name} for p in terms.controller.joint_with],
        },
        "decision": {
            "body": terms.decision.body,
            "case": terms.decision.case,
            "paragraph": terms.decision.paragraph,
            "date": terms.decision.date.isoformat(),
        },
        "purposes": [{"code": p.code, "text": p.text} for p in terms.purposes],
        "legal_basis": terms.legal_basis,
        "valid": {
            "from": terms.valid.first.isoformat(),
            "until": terms.valid.last.isoformat(),
            "review_by": terms.valid.review_by.isoformat(),
        },
        "time_zone": terms.time_zone.key,
        "hours": [
            {"days": list(h.days), "from": clock(h.start), "to": clock(h.end)}
            for h in terms.hours
        ],
        "uses": {
            "live": terms.uses.live,
            "record": terms.uses.record,
            "audio": terms.uses.audio,
            "movable": terms.uses.movable,
            "analytics": list(terms.uses.analytics),
        },
        "view": _view_told(terms.view),
        "retention_hours": terms.retention_hours,
        "access": [
            {"role": a.role, "acts": list(a.acts), "requires": list(a.requires)}
            for a in terms.access
        ],
        "offline_hours": terms.offline_hours,
        "sign": {"text": terms.sign.text, "url": terms.sign.url},
        "supersedes": terms.supersedes,
    }


def _view_told(view: View) -> dict[str, object]:
    told: dict[str, object] = {
        "area": dict(view.area),
        "masks": _masks_told(view.masks),
        "max_pixels_per_metre": view.max_pixels_per_metre,
    }
    if view.presets:
        told["presets"] = [
            {"name": each.name, "area": dict(each.area), "masks": _masks_told(each.masks)}
            for each in view.presets
        ]
    return told


def _masks_told(masks: Masks) -> list[list[list[float]]]:
    return [[list(point) for point in mask] for mask in masks]


def clock(minutes: int) -> str:
    """Return minutes after midnight as a wall clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
