"""The player before cameras of either coding: it shows, or says plainly why it cannot."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NARROW, WIDE, Open, assert_accessible, assert_fits
from tests.servers.clips import made
from tests.unit.edge.video.pictures import stream
from vaka.demo.sound import Kind, beeps
from vaka.edge.video.media.fragments import Fragments, Muxer
from vaka.edge.video.media.sound import Sound, Tracks
from vaka.edge.video.media.source import Sample

pytestmark = [
    pytest.mark.urls("tests.browser.specimen"),
    pytest.mark.django_db(transaction=True),
]
FRAGMENTED = {"movflags": "empty_moov+default_base_moof+frag_keyframe"}
# Asked of the browser; Debian's own has no decoder for H.265.
HAS_H265 = """MediaSource.isTypeSupported('video/mp4; codecs="hvc1.1.6.L93.B0"')"""


def fragments(clip: Path) -> bytes:
    """A clip as the gateway pours it."""
    out = io.BytesIO()
    with (
        av.open(str(clip)) as source,
        av.open(out, "w", format="mp4", options=FRAGMENTED) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        stream.codec_context.codec_tag = source.streams.video[0].codec_context.codec_tag
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return out.getvalue()


def recorded(tracks: Tracks) -> bytes:
    """Two seconds of recordings with a beep in each, as far as these tracks tell."""
    sound = Sound("aac", 16_000, 1, bytes.fromhex("1408"), 1024)
    at, spoken = datetime(2026, 3, 2, 12, tzinfo=UTC), beeps(Kind.AAC)
    with stream(30, at=at) as pictures:
        muxer = Muxer(
            replace(pictures.source, sound=sound).only(tracks), fragments=Fragments.EVERY_GROUP
        )
        video, heard = b"", 0
        for sample in pictures.samples:
            due = spoken.due(heard, sample.dts / 90_000)
            times = [round(spoken.begins(number) * 90_000) for number in due]
            pieces = (
                Sample(spoken.pieces[number], begins, begins, key=True, at=at)
                for number, begins in zip(due, times, strict=True)
            )
            video += b"".join(muxer.feed(replace(sample, sound=tuple(pieces))))
            heard += len(due)
        return video + b"".join(muxer.close())


def playing(page: Page, url: str, video: bytes, *, path: str = "/player/") -> None:
    """Open the player before a stream, and look."""
    page.add_init_script(
        "window.asked = []; const may = MediaSource.isTypeSupported;"
        "MediaSource.isTypeSupported = (codec) => { asked.push(codec); return may(codec); }"
    )

    def ticket(route: Route) -> None:
        told = {"ticket": "t", "watermark": "operator-2", "ended_url": "/end"}
        later = datetime.now(UTC) + timedelta(minutes=10)
        route.fulfill(json={**told, "expires": later.isoformat()})

    ended = {"reason": "finished", "words": "slut"}
    page.route("**/end", lambda route: route.fulfill(json=ended))
    page.route("**/ticket", ticket)
    page.route("**/stream", lambda route: route.fulfill(body=video))
    page.goto(f"{url}{path}")
    page.click("[data-play]")


@pytest.mark.parametrize("coder", ["libx264", "libx265"])
def test_pictures_are_announced_as_what_they_are(
    founder, live_server, open_page: Open, tmp_path: Path, coder: str
) -> None:
    page = open_page(f"{live_server.url}/player/")
    playing(page, live_server.url, fragments(made(tmp_path / "clip.mp4", coder=coder)))
    player = page.locator("vaka-player")
    expect(player).to_have_attribute("data-state", re.compile("ended|refused"))
    (codec,) = page.evaluate("window.asked")
    told = {"libx264": "avc1.42c016", "libx265": "hvc1.1.6.L63.90"}
    assert codec == f'video/mp4; codecs="{told[coder]}"'


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_who_cannot_see_h265_is_told_so_and_receives_no_more(
    founder, live_server, open_page: Open, tmp_path: Path, width: int
) -> None:
    page = open_page(f"{live_server.url}/player/", width=width)
    if page.evaluate(HAS_H265):
        pytest.skip("this browser shows H.265")
    playing(page, live_server.url, fragments(made(tmp_path / "clip.mp4", coder="libx265")))
    player = page.locator("vaka-player")
    expect(player).to_have_attribute("data-state", "refused")
    expect(player.locator("[data-state]")).to_contain_text("kan inte visa H.265")
    expect(player.locator("[data-word]")).to_have_text("Visa direktbild")
    assert page.evaluate("document.querySelector('video').getAttribute('src')") is None
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_sound_is_off_until_its_control_is_pressed(
    founder, live_server, open_page: Open, width: int
) -> None:
    page = open_page(f"{live_server.url}/player/", width=width)
    playing(page, live_server.url, recorded(Tracks.ALL), path="/player/?recorded")
    player, control = page.locator("vaka-player"), page.locator("[data-sound]")
    expect(player).to_have_attribute("data-state", "live")
    assert page.evaluate("window.asked[0]").endswith(', mp4a.40.2"')
    expect(control).to_have_text("Ljud")
    expect(control).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("document.querySelector('video').muted")
    assert_fits(page)
    assert_accessible(page)
    control.focus()
    page.keyboard.press("Space")
    expect(control).to_have_attribute("aria-pressed", "true")
    assert not page.evaluate("document.querySelector('video').muted")
    # What is heard is decoded, and not only announced.
    page.wait_for_function("document.querySelector('video').webkitAudioDecodedByteCount > 0")
    page.click("[data-play]")
    expect(control).to_be_hidden()
    assert page.evaluate("document.querySelector('video').muted")


def test_without_sound_there_is_no_control_for_it(
    founder, live_server, open_page: Open
) -> None:
    page = open_page(f"{live_server.url}/player/")
    playing(page, live_server.url, recorded(Tracks.PICTURES), path="/player/?recorded")
    expect(page.locator("vaka-player")).to_have_attribute("data-state", "live")
    expect(page.locator("[data-sound]")).to_be_hidden()
