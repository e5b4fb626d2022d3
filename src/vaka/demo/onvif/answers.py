"""What a simulated ONVIF camera answers, as XML."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

SPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "ter": "http://www.onvif.org/ver10/error",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "tr2": "http://www.onvif.org/ver20/media/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tt": "http://www.onvif.org/ver10/schema",
}
DECLARED = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
SOURCE, OTHER_SOURCE = "source-1", "source-2"


@dataclass(frozen=True)
class KeptMask:
    """A mask as the camera keeps it."""

    source: str
    points: tuple[tuple[float, float], ...]
    kind: str
    enabled: bool


def envelope(body: str) -> str:
    """Return a whole message."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope {DECLARED}>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    )


def fault(code: str) -> str:
    """Return that the sender is to blame, and for what (`ter:`)."""
    return (
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode>"
        f"<s:Value>ter:{code}</s:Value></s:Subcode></s:Code>"
        '<s:Reason><s:Text xml:lang="en">It cannot be done</s:Text></s:Reason></s:Fault>'
    )


def date_and_time(now: datetime) -> str:
    """Return what the camera's clock says."""
    return (
        "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>"
        "<tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
        f"<tt:UTCDateTime><tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}"
        f"</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}"
        f"</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
        "</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
    )


def services(named: Iterable[tuple[str, str]]) -> str:
    """Return the services, each by namespace and where the camera believes it is."""
    told = "".join(
        f"<tds:Service><tds:Namespace>{SPACES[space]}</tds:Namespace>"
        f"<tds:XAddr>{escape(where)}</tds:XAddr>"
        "<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>"
        for space, where in named
    )
    return f"<tds:GetServicesResponse>{told}</tds:GetServicesResponse>"


def device_information(serial: str) -> str:
    """Return which device it is."""
    told = {"Manufacturer": "Vaka", "Model": "SIM-1", "FirmwareVersion": "1"}
    told |= {"SerialNumber": serial, "HardwareId": "1"}
    parts = "".join(f"<tds:{name}>{escape(each)}</tds:{name}>" for name, each in told.items())
    return f"<tds:GetDeviceInformationResponse>{parts}</tds:GetDeviceInformationResponse>"


def profiles(*, split: bool) -> str:
    """Return two streams, as Media2 does: of one source, or split between two."""
    both = _profile("main", SOURCE, "H265", 1280, 720, 2048)
    both += _profile("sub", OTHER_SOURCE if split else SOURCE, "H264", 640, 360, 512)
    return f"<tr2:GetProfilesResponse>{both}</tr2:GetProfilesResponse>"


def _profile(
    token: str, source: str, codec: str, width: int, height: int, kilobits: int
) -> str:
    return (
        f'<tr2:Profiles token="{token}" fixed="true"><tr2:Name>{token} stream</tr2:Name>'
        f'<tr2:Configurations><tr2:VideoSource token="{source}"><tt:Name>lens</tt:Name>'
        "<tt:UseCount>2</tt:UseCount><tt:SourceToken>sensor</tt:SourceToken>"
        '<tt:Bounds x="0" y="0" width="1280" height="720"/></tr2:VideoSource>'
        f'<tr2:VideoEncoder token="{token}-coding"><tt:Name>{codec}</tt:Name>'
        f"<tt:UseCount>1</tt:UseCount><tt:Encoding>{codec}</tt:Encoding><tt:Resolution>"
        f"<tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution>"
        "<tt:RateControl><tt:FrameRateLimit>15</tt:FrameRateLimit>"
        f"<tt:BitrateLimit>{kilobits}</tt:BitrateLimit></tt:RateControl></tr2:VideoEncoder>"
        "</tr2:Configurations></tr2:Profiles>"
    )


def old_profiles() -> str:
    """Return one stream, as cameras before Media2 do."""
    return (
        '<trt:GetProfilesResponse><trt:Profiles token="only"><tt:Name>only stream</tt:Name>'
        f'<tt:VideoSourceConfiguration token="{SOURCE}"/>'
        '<tt:VideoEncoderConfiguration token="coding"><tt:Encoding>H264</tt:Encoding>'
        "<tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution>"
        "<tt:RateControl><tt:FrameRateLimit>15</tt:FrameRateLimit>"
        "<tt:BitrateLimit>512</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration>"
        "</trt:Profiles></trt:GetProfilesResponse>"
    )


def uri(question: str, where: str, *, old: bool) -> str:
    """Return where something is."""
    if old:
        told = f"<trt:MediaUri><tt:Uri>{escape(where)}</tt:Uri></trt:MediaUri>"
        return f"<trt:{question}Response>{told}</trt:{question}Response>"
    return (
        f"<tr2:{question}Response><tr2:Uri>{escape(where)}</tr2:Uri></tr2:{question}Response>"
    )


def mask_options(*, most: int, most_points: int, kinds: Iterable[str], square: bool) -> str:
    """Return what masks there can be."""
    each = "".join(f"<tr2:Types>{kind}</tr2:Types>" for kind in kinds)
    return (
        "<tr2:GetMaskOptionsResponse>"
        f'<tr2:Options RectangleOnly="{str(square).lower()}" SingleColorOnly="false">'
        f"<tr2:MaxMasks>{most}</tr2:MaxMasks><tr2:MaxPoints>{most_points}</tr2:MaxPoints>{each}"
        '<tr2:Color><tt:ColorList X="0" Y="128" Z="128" '
        'Colorspace="http://www.onvif.org/ver10/colorspace/YCbCr"/></tr2:Color>'
        "</tr2:Options></tr2:GetMaskOptionsResponse>"
    )


def masks(kept: Iterable[tuple[str, KeptMask]]) -> str:
    """Return the masks there are."""
    told = "".join(_mask(token, mask) for token, mask in kept)
    return f"<tr2:GetMasksResponse>{told}</tr2:GetMasksResponse>"


def _mask(token: str, mask: KeptMask) -> str:
    points = "".join(f'<tt:Point x="{x}" y="{y}"/>' for x, y in mask.points)
    return (
        f"<tr2:Masks token={quoteattr(token)}>"
        f"<tr2:ConfigurationToken>{mask.source}</tr2:ConfigurationToken>"
        f"<tr2:Polygon>{points}</tr2:Polygon><tr2:Type>{mask.kind}</tr2:Type>"
        '<tr2:Color X="0" Y="128" Z="128"/>'
        f"<tr2:Enabled>{str(mask.enabled).lower()}</tr2:Enabled></tr2:Masks>"
    )


def done(question: str, token: str = "") -> str:
    """Return that something is done."""
    inside = f"<tr2:Token>{escape(token)}</tr2:Token>" if token else ""
    return f"<tr2:{question}Response>{inside}</tr2:{question}Response>"
