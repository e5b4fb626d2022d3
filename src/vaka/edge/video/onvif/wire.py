"""What is asked of a camera and what it answers (Media2 and Device specifications), as values.

Numbers that a camera sends may be anything: what is not one is refused, by name.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.onvif.soap import name, text, texts

DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
SCHEMA = "http://www.onvif.org/ver10/schema"
YCBCR = "http://www.onvif.org/ver10/colorspace/YCbCr"
# Beyond this a list, and a name, is no camera's.
MOST, LONGEST_NAME = 256, 100

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Profile:
    """A stream that a camera offers; `source` is the token of its video source's setting."""

    token: str
    name: str
    source: str
    codec: str
    width: int
    height: int
    pictures_per_second: float
    kilobits_per_second: int


@dataclass(frozen=True)
class CameraMask:
    """A mask as a camera has it: corners from -1 to 1, from the lower left (tr2:Mask)."""

    token: str
    source: str
    ring: Ring
    kind: str
    enabled: bool


@dataclass(frozen=True)
class MaskOptions:
    """What masks a camera can have on one source (tr2:MaskOptions)."""

    most: int
    most_points: int
    kinds: tuple[str, ...]
    rectangles_only: bool
    colour: tuple[float, float, float]
    colourspace: str


# Dark grey, as `burning` paints; used where a camera leaves the choice to us.
GREY = (60.0, 128.0, 128.0)


def asking(space: str, what: str, **fields: str) -> Element:
    """Return a question, with its fields in order."""
    told = Element(f"{{{space}}}{what}")
    for field, value in fields.items():
        SubElement(told, f"{{{space}}}{field}").text = value
    return told


def stream_setup(profile: str) -> Element:
    """Return the question for a stream's address as the predecessor of Media2 has it."""
    told = Element(f"{{{MEDIA}}}GetStreamUri")
    setup = SubElement(told, f"{{{MEDIA}}}StreamSetup")
    SubElement(setup, f"{{{SCHEMA}}}Stream").text = "RTP-Unicast"
    transport = SubElement(setup, f"{{{SCHEMA}}}Transport")
    SubElement(transport, f"{{{SCHEMA}}}Protocol").text = "RTSP"
    SubElement(told, f"{{{MEDIA}}}ProfileToken").text = profile
    return told


def device_clock(answer: Element) -> datetime:
    """Return what a camera's clock says, to the second.

    :raises Garbled: when it says no time.
    """
    told = answer.find(".//{*}UTCDateTime")
    if told is None:
        raise Garbled("it does not say what time it is")
    date, clock = ("Year", "Month", "Day"), ("Hour", "Minute", "Second")
    try:
        figures = [int(text(told.find(f".//{{*}}{part}"))) for part in (*date, *clock)]
        year, month, day, hour, minute, second = figures
        # A leap second is the last of its minute to us.
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        raise Garbled("it does not say what time it is") from None


def device_information(answer: Element) -> str:
    """Return which device it is, as far as it says: its make, model and serial number."""
    parts = ("Manufacturer", "Model", "SerialNumber")
    return " / ".join(text(answer.find(f"{{*}}{part}"))[:LONGEST_NAME] for part in parts)


def services(answer: Element) -> dict[str, str]:
    """Return the addresses that a camera names for its services, by namespace."""
    return {
        text(each.find("{*}Namespace")): text(each.find("{*}XAddr"))
        for each in _some(answer, "{*}Service")
    }


def profiles(answer: Element) -> list[Profile]:
    """Return the streams of a camera, of Media2 or of its predecessor."""
    return [_profile(each) for each in _some(answer, "{*}Profiles")]


def _profile(told: Element) -> Profile:
    source = _either(told, "VideoSource", "VideoSourceConfiguration")
    video = _either(told, "VideoEncoder", "VideoEncoderConfiguration")
    return Profile(
        token=told.get("token", ""),
        name=text(told.find("{*}Name")),
        source=source.get("token", ""),
        codec=text(video.find("{*}Encoding")),
        width=int(_number(video.find("{*}Resolution/{*}Width"))),
        height=int(_number(video.find("{*}Resolution/{*}Height"))),
        pictures_per_second=_number(video.find("{*}RateControl/{*}FrameRateLimit")),
        kilobits_per_second=int(_number(video.find("{*}RateControl/{*}BitrateLimit"))),
    )


def _either(told: Element, *names: str) -> Element:
    for each in names:
        found = told.find(f".//{{*}}{each}")
        if found is not None:
            return found
    return Element("none")


def uri(answer: Element) -> str:
    """Return the address in an answer; it may hold a login.

    :raises Garbled: when there is none.
    """
    if found := text(answer.find(".//{*}Uri")):
        return found
    raise Garbled("it names no address")


def masks(answer: Element) -> list[CameraMask]:
    """Return the masks of a camera.

    :raises Garbled: when one is no polygon.
    """
    return [_mask(each) for each in _some(answer, "{*}Masks")]


def _mask(told: Element) -> CameraMask:
    points = _some(told, "{*}Polygon/{*}Point")
    return CameraMask(
        token=told.get("token", ""),
        source=text(told.find("{*}ConfigurationToken")),
        ring=tuple((_figure(each.get("x")), _figure(each.get("y"))) for each in points),
        kind=text(told.find("{*}Type")),
        enabled=text(told.find("{*}Enabled")) in ("true", "1"),
    )


def token(answer: Element) -> str:
    """Return the name that a camera gave to what was made.

    :raises Garbled: when it gave none.
    """
    if found := text(answer.find("{*}Token")):
        return found
    raise Garbled("it does not name what it made")


def mask_options(answer: Element) -> MaskOptions:
    """Return what masks a camera can have.

    :raises Garbled: when it does not say.
    """
    told = answer.find("{*}Options")
    if told is None:
        raise Garbled("it does not say what masks it can have")
    colour, space = _colour(told)
    return MaskOptions(
        most=int(_number(told.find("{*}MaxMasks"))),
        most_points=int(_number(told.find("{*}MaxPoints"))),
        kinds=texts(told.iterfind("{*}Types")),
        rectangles_only=told.get("RectangleOnly") in ("true", "1"),
        colour=colour,
        colourspace=space,
    )


def _colour(told: Element) -> tuple[tuple[float, float, float], str]:
    """Return a colour that the camera takes: the first of its list, else grey."""
    listed = told.find("{*}Color/{*}ColorList")
    if listed is None:
        return GREY, YCBCR
    x, y, z = (_figure(listed.get(axis)) for axis in ("X", "Y", "Z"))
    return (x, y, z), listed.get("Colorspace", YCBCR)


def mask_to_set(what: str, mask: CameraMask, options: MaskOptions) -> Element:
    """Return the question `CreateMask` or `SetMask` with that mask, opaque."""
    told = Element(f"{{{MEDIA2}}}{what}")
    token = {"token": mask.token} if mask.token else {}
    own = SubElement(told, f"{{{MEDIA2}}}Mask", token)
    SubElement(own, f"{{{MEDIA2}}}ConfigurationToken").text = mask.source
    polygon = SubElement(own, f"{{{MEDIA2}}}Polygon")
    for x, y in mask.ring:
        SubElement(polygon, f"{{{SCHEMA}}}Point", x=f"{x:.6f}", y=f"{y:.6f}")
    SubElement(own, f"{{{MEDIA2}}}Type").text = mask.kind
    figures = dict(zip("XYZ", map(str, options.colour), strict=True))
    SubElement(own, f"{{{MEDIA2}}}Color", figures, Colorspace=options.colourspace)
    SubElement(own, f"{{{MEDIA2}}}Enabled").text = "true" if mask.enabled else "false"
    return told


def _some(told: Element, path: str) -> list[Element]:
    found = told.findall(path)
    if len(found) > MOST:
        raise Garbled(f"it lists more than {MOST} {name(found[0])}")
    return found


def _number(told: Element | None) -> float:
    """Return a number that may be left out."""
    return _figure(text(told) or "0")


def _figure(told: str | None) -> float:
    try:
        figure = float(told or "")
    except ValueError:
        raise Garbled("what should be a number is none") from None
    if not math.isfinite(figure) or abs(figure) > 1e9:
        raise Garbled("what should be a number is none")
    return figure
