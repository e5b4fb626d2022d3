"""What a camera answers before it plays is taken only when it can be read in one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.opening import Misled, Opening, Redirected

OK = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"
DESCRIBED = b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nv=0\r\n"
FRAME = b"$\x00\x00\x03abc"
EMPTY_FRAME = b"$\x00\x00\x00"
UNKNOWN = b'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="x"\r\n\r\n'
SOUND = [OK, DESCRIBED, FRAME, EMPTY_FRAME, UNKNOWN]


@given(st.lists(st.sampled_from(SOUND), max_size=8), st.data())
def test_sound_answers_pass_whole_however_they_are_cut(answers: list[bytes], data) -> None:
    stream, opening, passed = b"".join(answers), Opening(), b""
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        passed += opening.feed(stream[:cut])
        stream = stream[cut:]
    assert passed == b"".join(answers)
    assert opening.rest() == b""


def test_an_answer_is_handed_on_when_it_is_whole() -> None:
    opening = Opening()
    assert opening.feed(OK + DESCRIBED[:-1]) == OK
    assert opening.rest() == DESCRIBED[:-1]


@pytest.mark.parametrize("code", [300, 301, 302, 303, 305, 399])
@pytest.mark.parametrize("before", [b"", OK, FRAME, DESCRIBED])
def test_a_redirect_is_never_handed_on(code: int, before: bytes) -> None:
    answer = b"RTSP/1.0 %d Moved\r\nLocation: rtsp://127.0.0.1:22/\r\n\r\n" % code
    opening = Opening()
    with pytest.raises(Redirected):
        opening.feed(before + answer)


@pytest.mark.parametrize(
    "answer",
    [
        b"\r\n" + OK,
        b"HTTP/1.1 302 Found\r\n\r\n",
        b"REDIRECT rtsp://10.0.0.1/ RTSP/1.0\r\n\r\n",
        b"rtsp/1.0 200 OK\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 1\r\nContent-Length: 40\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 999999\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length : 3\r\n\r\nabc",
        b"RTSP/1.0 200 OK\r\n$\x00\x00\x00\r\n\r\n",
        b"RTSP/1.0 200 OK\r\n\r$\x00\x00\x00\r\n\r\n",
        b"RTSP/1.0 200 OK\0\r\n\r\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(answer: bytes) -> None:
    with pytest.raises(Misled):
        Opening().feed(answer)


def test_an_answer_without_end_is_refused() -> None:
    opening = Opening()
    with pytest.raises(Misled, match="no end"):
        list(map(opening.feed, [b"X-More: " + b"x" * 2000] * 100))


@given(st.binary(max_size=400))
def test_no_bytes_whatever_hide_a_redirect(noise: bytes) -> None:
    """Whatever comes before it, a redirect at an answer's start is not among what passes."""
    opening = Opening()
    try:
        passed = opening.feed(noise + b"RTSP/1.0 302 Moved\r\nLocation: rtsp://x/\r\n\r\n")
    except Misled:
        return
    assert heads(passed) <= {b"1", b"2", b"4", b"5"}


def heads(passed: bytes) -> set[bytes]:
    """The classes of the statuses in a stream, read as ffmpeg reads it."""
    found, at = set(), 0
    while at < len(passed):
        if passed[at : at + 1] == b"$":
            at += 4 + int.from_bytes(passed[at + 2 : at + 4], "big")
            continue
        length, first = 0, True
        while True:
            end = passed.index(b"\n", at)
            line, at = passed[at:end].replace(b"\r", b""), end + 1
            if first:
                found.add(line.split(b" ")[1][:1])
                first = False
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            if not line:
                break
        at += length
    return found
