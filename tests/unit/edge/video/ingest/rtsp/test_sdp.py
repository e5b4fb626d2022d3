"""Which track of a camera is its video, as cameras in the field describe it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.ingest.rtsp.errors import Garbled, NotServed
from vaka.edge.video.ingest.rtsp.sdp import Codec, video_track

BASE = "rtsp://10.0.0.7:554/stream/"
HEAD = "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\n"
SOUND = "m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:sound\r\n"


def video(*lines: str, kinds: str = "96") -> str:
    return "\r\n".join([f"m=video 0 RTP/AVP {kinds}", *lines, ""])


H264 = video(
    "a=rtpmap:96 H264/90000", "a=fmtp:96 sprop-parameter-sets=Z0I=,aM4=", "a=control:v"
)


def test_the_video_is_found_beside_the_sound() -> None:
    track = video_track(HEAD + SOUND + H264, BASE)
    assert (track.codec, track.payload_type, track.clock) == (Codec.H264, 96, 90_000)
    assert track.url == "rtsp://10.0.0.7:554/stream/v"
    assert track.parameters == (b"gB", b"h\xce")


def test_h265_tells_its_parameter_sets_one_by_one() -> None:
    told = video(
        "a=rtpmap:97 h265/90000",
        "a=fmtp:97 sprop-pps=cA==;sprop-vps=dg==;sprop-sps=cw==",
        kinds="97",
    )
    track = video_track(told, BASE)
    assert (track.codec, track.parameters) == (Codec.H265, (b"v", b"s", b"p"))


@pytest.mark.parametrize(
    ("control", "url"),
    [
        ("*", BASE),
        ("", BASE),
        ("trackID=1", BASE + "trackID=1"),
        ("/track1", BASE + "track1"),
        ("rtsp://192.168.1.10/v", "rtsp://192.168.1.10/v"),
    ],
)
def test_the_address_of_a_track_is_as_cameras_mean_it(control: str, url: str) -> None:
    told = video("a=rtpmap:96 H264/90000", f"a=control:{control}")
    assert video_track(told, BASE).url == url


@pytest.mark.parametrize("control", ["http://elsewhere/", "a b", "spår", "rtsp://x/\x01"])
def test_an_address_that_is_none_is_refused(control: str) -> None:
    with pytest.raises(Garbled):
        video_track(video("a=rtpmap:96 H264/90000", f"a=control:{control}"), BASE)


@pytest.mark.parametrize("clock", ["", "/0", "/x", "/99999999999"])
def test_a_clock_that_is_none_is_refused(clock: str) -> None:
    with pytest.raises(Garbled, match="by halves"):
        video_track(video(f"a=rtpmap:96 H264{clock}"), BASE)


@pytest.mark.parametrize("told", [HEAD, HEAD + SOUND, video("a=rtpmap:96 JPEG/90000"), ""])
def test_a_camera_without_video_that_we_record_is_said_to_be_so(told: str) -> None:
    with pytest.raises(NotServed):
        video_track(told, BASE)


@given(st.text(max_size=400))
def test_no_description_whatever_is_more_than_refused(text: str) -> None:
    with contextlib.suppress(Garbled, NotServed):
        video_track(text + H264[: len(text) % len(H264)], BASE)
