"""Mutated and random bytes into every receiver, with good messages among them.

Over DC-09 each good message must get its acknowledgement, in its turn, whatever came before;
over MQTT, from CAP feeds and from the police it must be read. Nothing may break, and nothing
may be held that grows. Seeded: the same seed is the same bytes. Over HTTP: `bench.fuzz_http`.

    .venv/bin/python -m bench.fuzz [--receiver dc09|mqtt|cap|polisen] [--inputs 5000000]
"""

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

from vaka.core.errors import BadInput
from vaka.edge.alarms import wire
from vaka.edge.alarms.accounts import Account, Accounts
from vaka.edge.alarms.frame import LARGEST, CrcForm, Framer, seal
from vaka.edge.alarms.mqtt.frigate import FrigateTopic
from vaka.edge.alarms.mqtt.onvif import OnvifTopic
from vaka.edge.alarms.mqtt.topics import Topic
from vaka.edge.alarms.mqtt.wire import Published
from vaka.edge.alarms.mqtt.wire import receive as receive_published
from vaka.edge.alarms.reception import Finding, receive
from vaka.edge.alarms.wire import Message
from vaka.integrations.cap import wire as cap
from vaka.integrations.polisen.wire import EventFile
from vaka.needs.rules.table import RejectedRow

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEYS = {"AAA": bytes(16), "BBB": bytes(24), "CCC": bytes(32)}
ACCOUNTS = Accounts({name: Account(key) for name, key in KEYS.items()} | {"600D": Account()})
BODIES = (
    b'"SIA-DCS"0028R1L0#1234[#1234|Nri1/BA001^Hall^][X013E00.246][Y55N36.27]_12:00:00,03-02-2026',
    b"\"SIA-DCS\"0010R0075L0001[#001465|Nri04/UR069*'HA [1]'NM][#001465|NUR021]",
    b'"SIA-DCS"0003L0#1234[#1234|Nti19:44/id1/pi010/BA1/FA2|A"Hall"][Vrtsp://192.0.2.7/1]',
    b'"ADM-CID"0042R1L2#12345A[#12345A|1130 01 015|3130 01 015][M0026B9E4268B]',
    b'"NULL"0000R1L0#1234[]',
    b'"RSP"0007R1L0#1234[P1]',
)
HEARTBEAT = b"SR0001L0001    001465XX    [ID00000000]"
# What parsers stumble over: the signs that they look for, and numbers at their ends.
PIECES = (
    b"\n",
    b"\r",
    b"[",
    b"]",
    b"|",
    b"#",
    b"^",
    b"*'",
    b'"',
    b"_",
    b"0FFF",
    b"\0",
    b"\xff",
)


def encrypted() -> tuple[bytes, ...]:
    """Return a frame for each key, which mutation will mostly damage."""
    return tuple(
        wire.encode(
            Message(
                "SIA-DCS", "0001", name, data=(f"#{name}|NBA1",), timestamp=AT, encrypted=True
            ),
            key=key,
        )
        for name, key in KEYS.items()
    )


def mutated(draw: random.Random, seed: bytes) -> bytes:
    """Return the bytes with one to four changes."""
    data = bytearray(seed)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        what = draw.randrange(5)
        if what == 0 and at < len(data):
            data[at] = draw.randrange(256)
        elif what == 1:
            del data[at : at + draw.randint(1, 12)]
        elif what == 2:
            data[at:at] = draw.choice(PIECES)
        elif what == 3:
            data[at:at] = data[at : at + draw.randint(1, 60)]
        else:
            data[at:at] = draw.randbytes(draw.randint(1, 6))
    return bytes(data[:4095])


def garbage(draw: random.Random, frames: tuple[bytes, ...]) -> bytes:
    """Return bytes that a hostile or broken transmitter might send."""
    kind = draw.randrange(8)
    if kind == 0:
        return draw.randbytes(draw.randrange(80))
    if kind == 1:
        return mutated(draw, draw.choice(frames))
    if kind == 2:
        return mutated(draw, HEARTBEAT)
    # Sealed again, so that the checksum holds and the damage reaches the parsers behind it.
    return seal(mutated(draw, draw.choice(BODIES)), draw.choice(tuple(CrcForm)))


def good(number: int) -> bytes:
    """Return a message that must be acknowledged."""
    return wire.encode(
        Message(
            "SIA-DCS", f"{number % 9999 + 1:04}", "600D", data=(f"#600D|NBA{number % 1000:03}",)
        )
    )


def pieces(draw: random.Random, stream: bytes) -> Iterator[bytes]:
    """Cut a stream as a network does."""
    at = 0
    while at < len(stream):
        end = at + draw.choice((1, 7, 60, 1460, len(stream)))
        yield stream[at:end]
        at = end


class Line:
    """One connection: what it takes in, what it must answer, what it found."""

    def __init__(self) -> None:
        self.framer = Framer()
        self.found: Counter[str] = Counter()
        self.expected: deque[bytes] = deque()

    def take(self, chunk: bytes) -> None:
        """Read what came; the next good message among it must be the one expected."""
        for frame in self.framer.feed(chunk):
            self.read(frame)
        held = self.framer.held
        assert held <= LARGEST + len(chunk), f"{held} bytes are held"

    def read(self, frame: bytes) -> None:
        """Read one frame."""
        reception = receive(frame, accounts=ACCOUNTS, at=AT)
        self.found[reception.finding] += 1
        if self.expected and frame == self.expected[0]:
            assert reception.finding is Finding.ACCEPTED, frame
            assert reception.answer, frame
            answer = wire.decode(reception.answer)
            asked = wire.decode(self.expected.popleft())
            assert (answer.token, answer.sequence) == (wire.ACK, asked.sequence)


def fuzz(
    inputs: int, seed: int, *, told: Callable[[int], None] = lambda done: None
) -> Counter[str]:
    """Feed so many inputs, a good message after every fourth or so; return what was found.

    :raises AssertionError: when a good message is not acknowledged, or too much is held.
    """
    draw, frames, line = random.Random(seed), (*map(seal, BODIES), *encrypted()), Line()
    datagrams, done = Line(), 0
    while done < inputs:
        stream = b""
        for _ in range(draw.randint(1, 8)):
            sent = garbage(draw, frames)
            stream += sent
            done += 1
            if draw.random() < 0.1:
                # A datagram is read alone, and may lack its carriage return.
                framer = Framer()
                for frame in framer.feed(sent) + framer.finish():
                    datagrams.read(frame)
        probe = good(done)
        line.expected.append(probe)
        for chunk in pieces(draw, stream + probe):
            line.take(chunk)
        assert not line.expected, f"not answered after {stream!r}"
        told(done)
    return line.found + datagrams.found


FRIGATE = json.dumps(
    {
        "type": "new",
        "after": {
            "id": "1607123955.475377-mxklsc",
            "camera": "norra",
            "label": "person",
            "start_time": 1607123955.475377,
            "entered_zones": ["trappan"],
        },
    }
).encode()
ONVIF = (
    b'{"UtcTime": "2026-03-02T11:59:58.335Z", "Source": {"Rule": "1"}, "Data": {"State": true}}'
)
TOPICS: tuple[Topic, ...] = (
    FrigateTopic("#", "BA", {"norra": "7701"}, frozenset({"person"}), frozenset({"trappan"})),
    OnvifTopic("#", "BA", "7702", {"State": "true"}, "BR"),
)
CAP = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier>
<sender>cap@smhi.se</sender><sent>2026-03-02T12:00:00+01:00</sent><status>Actual</status>
<msgType>Update</msgType><references>a,b,c</references><info><language>sv</language>
<event>Vind</event><severity>Severe</severity><expires>2026-03-03T06:00:00+01:00</expires>
<area><areaDesc>x</areaDesc><polygon>55.5,12.9 55.5,13.2 55.7,13.2 55.5,12.9</polygon>
<circle>55.6,13.0 5</circle></area></info></alert></content></entry>
<entry><link href="/2"/></entry></feed>"""

POLICE = (
    b'[{"id": 401234, "datetime": "2026-03-02 12:00:00 +01:00", "name": "01 mars 23:58, Brand, '
    b'Malm\xc3\xb6", "summary": "Brand i container.", "url": "/aktuellt/1", "type": "Brand", '
    b'"location": {"name": "Malm\xc3\xb6", "gps": "55.604981,13.003822"}}]'
)

JSON_VALUE, XML_VALUE = re.compile(rb'(?<=: )(?:"[^"]*"|[^,}]+)'), re.compile(rb"(?<=>)[^<]+")
# What values a sender may give that a reader did not think of; none ends what holds it.
JSON_ODD = (
    b"null",
    b"true",
    b"-1",
    b"1e400",
    b"NaN",
    b'""',
    b'"\\ud800"',
    b"[]",
    b"{}",
    b"9" * 30,
)
# The ends of the calendar, where a time zone leads out of it.
ODD_TIMES = (
    *JSON_ODD,
    b'"9999-12-31 23:59:59 +00:00"',
    b'"0001-01-01 00:00:00 -01:00"',
    b'"2026-03-02 12:00:00 +23:59"',
    b'"29 februari 02:30, x"',
    b'"55.6,nan"',
)
XML_ODD = (
    b"",
    b"nan",
    b"-1",
    b"1e400",
    b"91,181",
    b"9" * 30,
    b"2026-13-40",
    b"&#x10FFFF;",
    b"\xff",
)


def revalued(
    draw: random.Random, seed: bytes, value: re.Pattern[bytes], odd: tuple[bytes, ...]
) -> bytes:
    """Return a document, mostly with one value for an odd one, else with its bytes mutated."""
    if draw.random() < 0.2:
        return mutated(draw, seed)
    found = draw.choice(list(value.finditer(seed)))
    return seed[: found.start()] + draw.choice(odd) + seed[found.end() :]


def fuzz_mqtt(
    inputs: int, seed: int, *, told: Callable[[int], None] = lambda done: None
) -> Counter[str]:
    """Read so many mutated payloads on both kinds of topic, and good ones after every tenth."""
    draw, found = random.Random(seed), Counter[str]()
    for done in range(inputs):
        topic, whole = draw.choice(((TOPICS[0], FRIGATE), (TOPICS[1], ONVIF)))
        payload = revalued(draw, whole, JSON_VALUE, JSON_ODD)
        published = Published("kamera/onvif-ej/x", payload)
        reception = receive_published(published, [topic], told=(), at=AT)
        found[reception.finding] += 1
        if done % 10 == 0:
            for topic, whole in zip(TOPICS, (FRIGATE, ONVIF), strict=True):
                read = receive_published(Published("x", whole), [topic], told=(), at=AT)
                assert len(read.alarms) == 1
        told(done)
    return found


def fuzz_cap(
    inputs: int, seed: int, *, told: Callable[[int], None] = lambda done: None
) -> Counter[str]:
    """Read so many mutated feeds, and a good one after every tenth."""
    draw, found = random.Random(seed), Counter[str]()
    for done in range(inputs):
        try:
            feed = cap.read(revalued(draw, CAP, XML_VALUE, XML_ODD), where="feed")
            found["read"] += len(feed.warnings)
            found["rejected"] += len(feed.rejected)
        except BadInput:
            found["no feed"] += 1
        if done % 10 == 0:
            assert len(cap.read(CAP, where="feed").warnings) == 1
        told(done)
    return found


def police_events(content: bytes) -> Counter[str]:
    """Return how many events a file holds, and how many lines that are none."""
    found = Counter[str]()
    try:
        for each in EventFile(BytesIO(content).read, name="events"):
            found["rejected" if isinstance(each, RejectedRow) else "read"] += 1
    except BadInput:
        found["no file"] += 1
    return found


def fuzz_police(
    inputs: int, seed: int, *, told: Callable[[int], None] = lambda done: None
) -> Counter[str]:
    """Read so many mutated files (a list, lines, packed), and a good one after every tenth."""
    draw, found = random.Random(seed), Counter[str]()
    forms = (POLICE, POLICE.strip(b"[]"), gzip.compress(POLICE, mtime=0))
    for done in range(inputs):
        whole = forms[0] if draw.random() < 0.6 else draw.choice(forms[1:])
        packed = whole is forms[2]
        content = (
            mutated(draw, whole) if packed else revalued(draw, whole, JSON_VALUE, ODD_TIMES)
        )
        found += police_events(content)
        if done % 10 == 0:
            assert police_events(POLICE) == {"read": 1}
        told(done)
    return found


RECEIVERS = {"dc09": fuzz, "mqtt": fuzz_mqtt, "cap": fuzz_cap, "polisen": fuzz_police}


def run(receiver: str, inputs: int, seed: int) -> None:
    """Fuzz one receiver, and print what was found."""
    early: list[int] = []

    def note(done: int) -> None:
        if not early and done > inputs / 10:
            early.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    begun = time.perf_counter()
    found = RECEIVERS[receiver](inputs, seed, told=note)
    took = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "benchmark": "fuzz",
                "subject": f"vaka, {receiver}",
                "inputs": inputs,
                "inputs_per_second": round(inputs / took),
                "memory_grown_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                - early[0],
                "found": dict(found),
            }
        ),
        flush=True,
    )


def main() -> None:
    """Fuzz one receiver, or each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--receiver", choices=sorted(RECEIVERS))
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    for receiver in [told.receiver] if told.receiver else RECEIVERS:
        run(receiver, told.inputs, told.seed)


if __name__ == "__main__":
    main()
