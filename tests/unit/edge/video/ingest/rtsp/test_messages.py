"""Answers and frames, however they are cut; what could be read in two ways is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.ingest.rtsp.messages import Answer, Messages, framed

OK = b"RTSP/1.0 200 OK\r\nCSeq: 3\r\n\r\n"
BODY = b"RTSP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nv=0\r\n"
PIECES = st.lists(
    st.one_of(
        st.just(OK),
        st.just(BODY),
        st.builds(framed, st.integers(0, 255), st.binary(max_size=40)),
    ),
    max_size=6,
)


@given(PIECES, st.data())
def test_messages_come_whole_however_they_are_cut(pieces: list[bytes], data) -> None:
    stream, messages, found = b"".join(pieces), Messages(), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        found += messages.feed(stream[:cut])
        stream = stream[cut:]
    assert len(found) == len(pieces)
    for piece, message in zip(pieces, found, strict=True):
        if isinstance(message, tuple):
            assert framed(*message) == piece
        else:
            assert message.status == 200


def test_names_of_headers_are_alike_in_capitals_or_not_and_a_second_is_kept() -> None:
    [answer] = Messages().feed(
        b'RTSP/1.0 401 No\r\nWWW-Authenticate: Digest realm="a"\r\n'
        b'www-authenticate: Basic realm="a"\r\n\r\n'
    )
    assert isinstance(answer, Answer)
    assert answer.headers["www-authenticate"] == ('Digest realm="a"', 'Basic realm="a"')
    assert answer.header("WWW-Authenticate") == ""


@pytest.mark.parametrize(
    "told",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"RTSP/1.0 2000 OK\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n12345",
        b"RTSP/1.0 200 OK\r\nContent-Length: 4, 5\r\n\r\n12345",
        b"RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nno colon here\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nCSeq\x00: 1\r\n\r\n",
        b"garbage",
    ],
)
def test_what_is_no_answer_or_could_be_two_is_refused(told: bytes) -> None:
    with pytest.raises(Garbled):
        list(Messages().feed(told))


def test_an_answer_without_end_is_refused() -> None:
    endless = b"RTSP/1.0 200 OK\r\n" + b"X-More: x\r\n" * 2000
    with pytest.raises(Garbled, match="no end"):
        list(Messages().feed(endless))
