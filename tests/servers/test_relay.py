"""Events over three real brokers: each once and in order, whatever becomes of the brokers."""

import asyncio
import contextlib
import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nats
import pytest
from click.testing import CliRunner

from tests.servers.brokers import FOLLOWER, LOGIN, Cluster, Node, cluster
from tests.servers.certificates import vouched_certificate
from tests.servers.relaying import (
    answers,
    caught_up,
    client_of,
    following,
    found,
    goes_on,
    happening,
    happens,
    happens_elsewhere,
    in_the_stream,
    leader,
    relaying,
    replicas,
    some_more,
    until,
)
from tests.unit.doctor.asking import about, codes
from vaka.cli.events import command as events_command
from vaka.core.bell import Bell
from vaka.core.fan_out import FanOut, Step
from vaka.doctor import brokers as doctor
from vaka.record import queries as record
from vaka.servers import health
from vaka.servers.relay import looking, waking
from vaka.servers.relay.addresses import Brokers, read
from vaka.servers.relay.broker import connected
from vaka.web.response import watch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("brokers")) as running:
        until(lambda: answers(running.brokers))
        yield running


@pytest.fixture
def three(nodes: Cluster) -> Cluster:
    """The cluster, with all its nodes and nothing of another test's."""
    delete_stream(nodes.brokers)
    return nodes


def delete_stream(brokers: Brokers) -> None:
    """Delete the stream, as soon as the brokers can."""

    async def delete() -> None:
        async with await client_of(brokers) as client:
            with contextlib.suppress(nats.js.errors.NotFoundError):
                await client.jetstream(timeout=2).delete_stream("VAKA")

    def deleted() -> bool:
        try:
            asyncio.run(delete())
        except nats.errors.Error:
            return False
        return True

    until(deleted)


def test_a_leader_that_is_killed_costs_no_event(three: Cluster) -> None:
    with relaying(three.brokers) as relay, following(three.brokers) as follower:
        with happening():
            until(lambda: len(follower.got) > 30)
            killed = three.by_name(leader(three.brokers))
            killed.kill()
            # Two of three are a quorum.
            goes_on(relay)
            killed.start()
            goes_on(relay)
        until(follower.has_all)
        until(lambda: caught_up(relay))
        assert follower.numbers == list(range(record.size()))
        until(lambda: in_the_stream(three.brokers) == list(range(record.size())))


def test_what_all_the_brokers_have_lost_is_published_again(three: Cluster) -> None:
    happens(300)
    with relaying(three.brokers) as relay, following(three.brokers) as follower:
        until(lambda: caught_up(relay))
        three.kill()
        happens(5)
        # Nobody is left without news because the brokers are.
        until(follower.has_all)
        for node in three.nodes:
            node.wipe()
            node.start()
        until(lambda: caught_up(relay))
        happens(5)
        until(lambda: caught_up(relay))
        until(follower.has_all)
        until(lambda: in_the_stream(three.brokers) == list(range(310)))
        assert follower.numbers == list(range(310))


def test_a_stream_that_was_lost_while_nothing_happened_is_made_anew(three: Cluster) -> None:
    happens(10)
    with relaying(three.brokers) as relay:
        until(lambda: caught_up(relay))
        delete_stream(three.brokers)
        until(lambda: in_the_stream(three.brokers) == list(range(10)))


def test_of_several_workers_each_event_is_published_once(three: Cluster) -> None:
    with contextlib.ExitStack() as stack:
        relays = [stack.enter_context(relaying(three.brokers)) for _ in range(3)]
        with happening():
            some_more()
            some_more()
        until(lambda: any(map(caught_up, relays)))
        until(lambda: in_the_stream(three.brokers) == list(range(record.size())))


def test_who_follows_does_not_trouble_the_record_while_the_brokers_bring(
    three: Cluster,
) -> None:
    happens(500)
    with relaying(three.brokers) as relay:
        until(lambda: caught_up(relay))
        with following(three.brokers) as follower:
            until(follower.has_all)
            assert follower.asked == 0


def test_a_login_that_may_only_read_follows_and_cannot_tell_anybody_anything(
    three: Cluster,
) -> None:
    happens(20)
    reader = Brokers(three.brokers.addresses, *FOLLOWER)
    with relaying(three.brokers) as relay:
        until(lambda: caught_up(relay))
        with following(reader) as follower:
            until(follower.has_all)
            assert follower.asked == 0

    async def forged() -> None:
        async with await client_of(reader) as client:
            await client.publish("vaka.-.x.y", b"{}")
            await client.flush()

    asyncio.run(forged())
    until(lambda: in_the_stream(three.brokers) == list(range(20)))
    assert found(three.brokers).state.last_seq == 20


def test_an_installation_that_gets_more_brokers_uses_them(three: Cluster) -> None:
    happens(5)
    one = Brokers(three.brokers.addresses[:1], *LOGIN)
    with relaying(one) as relay:
        until(lambda: caught_up(relay))
        assert replicas(one) == 1
    with relaying(three.brokers) as relay:
        until(lambda: caught_up(relay))
        assert replicas(one) == 3


def test_a_stream_of_another_record_is_refused_aloud_and_stops_nothing(
    three: Cluster,
) -> None:
    happens(4)
    with relaying(three.brokers) as relay:
        until(lambda: caught_up(relay))

    async def forged() -> None:
        content = {"number": 4, "kind": "x.y", "board": None, "subject": None}
        told = json.dumps({**content, "at": "2026-03-02T12:00:00.000000Z"}).encode()
        async with await client_of(three.brokers) as client:
            await client.jetstream().publish("vaka.-.x.y", told)

    asyncio.run(forged())
    with (
        relaying(three.brokers) as relay,
        health.answering("127.0.0.1", 0, {"relay": relay.standing}) as place,
    ):
        until(lambda: "not in this record" in str(relay.standing()["trouble"]))
        with urllib.request.urlopen(f"http://{place}/healthz", timeout=5) as answer:
            assert answer.status == 200
            assert "delete the stream" in json.load(answer)["relay"]["trouble"]
        happens(1)
        # Another act has that number now: it is another record's stream still.
        until(lambda: relay.standing()["behind"] == 0)
        assert "not in this record" in str(relay.standing()["trouble"])


def test_the_bell_rings_while_there_is_a_broker(three: Cluster) -> None:
    bell, rung = Bell(), threading.Event()
    served = waking.rung(bell, FanOut(), three.brokers)
    with served, bell.heard(rung.set), relaying(three.brokers):
        until(lambda: bell.has_ringer)
        happens()
        assert rung.wait(20)
        three.kill()
        until(lambda: not bell.has_ringer)
        three.start()
        until(lambda: bell.has_ringer)
    assert not bell.has_ringer


def test_a_server_sees_how_far_the_brokers_are_though_no_worker_says_so(
    three: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "EVERY_S", 0.1)
    seen = FanOut()

    def shows(step: Step, lacking: int = 0) -> bool:
        now = seen.standing
        return now is not None and (now.step, now.lacking) == (step, lacking)

    with waking.rung(Bell(), seen, three.brokers):
        happens(3)
        until(lambda: shows(Step.BEHIND, 3))
        assert seen.standing
        began = seen.standing.since
        happens(2)
        until(lambda: shows(Step.BEHIND, 5))
        assert seen.standing.since == began
        with relaying(three.brokers):
            until(lambda: shows(Step.IN_STEP))
        three.kill()
        until(lambda: shows(Step.AWAY))
        three.start()
        until(lambda: shows(Step.IN_STEP))


def test_consoles_are_woken_by_the_bell_and_look_without_it(
    three: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever is told in this test was told by the bell, or by a look without one.
    monkeypatch.setattr(watch, "RUNG_EVERY_S", 600.0)

    async def told(number: int) -> None:
        async with watch.watching().joined("somebody") as watching:
            # It has looked once, and waits.
            await asyncio.sleep(0.2)
            await asyncio.to_thread(happens_elsewhere)
            await watching.moved(beyond=number, within=30)
            assert watching.position > number

    with relaying(three.brokers):
        with waking.rung(watch.RECORD_GREW, FanOut(), three.brokers):
            until(lambda: watch.RECORD_GREW.has_ringer)
            asyncio.run(told(-1))
        asyncio.run(told(0))


def test_tls_and_a_login_let_the_relay_in_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    vouched = vouched_certificate(tmp_path)
    node = Node("alone", tmp_path)
    pem = tmp_path / "camera.pem"
    node.write([node], f'tls {{ cert_file: "{pem}", key_file: "{pem}" }}')
    node.start()
    address = node.address.replace("nats://", "tls://")
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(":".join(LOGIN), "utf-8")
    wrong.write_text(f"{LOGIN[0]}:fel", "utf-8")
    authorities = str(vouched.authority)
    happens(2)
    try:
        brokers = read(address, login=str(right), authorities=authorities)
        with relaying(brokers) as relay:
            until(lambda: caught_up(relay))
        brokers = read(address, login=str(wrong), authorities=authorities)
        with relaying(brokers) as relay:
            until(lambda: "uthorization" in str(relay.standing()["trouble"]))
    finally:
        node.kill()


def test_the_command_prints_each_once_and_goes_on_from_its_bookmark(tmp_path: Path) -> None:
    happens(300)
    bookmark = str(tmp_path / "bookmark")
    told = ["--json", "--after", "9", "--bookmark", bookmark]
    first = CliRunner().invoke(events_command, told)
    lines = [json.loads(line) for line in first.output.splitlines()]
    assert [line["number"] for line in lines] == list(range(10, 300))
    nothing = CliRunner().invoke(events_command, told)
    assert (nothing.exit_code, nothing.output) == (1, "")
    happens(1)
    plain = CliRunner().invoke(events_command, ["--bookmark", bookmark]).output
    assert plain.startswith("300 incident.opened - i0 ")


def test_the_command_refuses_to_begin_where_the_record_has_not_come(tmp_path: Path) -> None:
    happens(3)
    refused = CliRunner().invoke(events_command, ["--after", "3"])
    assert "the record has no number 3" in str(refused.exception)
    bad = tmp_path / "bookmark"
    bad.write_text("tre")
    refused = CliRunner().invoke(events_command, ["--bookmark", str(bad)])
    assert "it holds no number" in str(refused.exception)
    nowhere = str(tmp_path / "absent" / "bookmark")
    refused = CliRunner().invoke(events_command, ["--bookmark", nowhere])
    assert "no number can be kept" in str(refused.exception)


def test_the_doctor_looks_at_the_brokers_and_makes_nothing(
    three: Cluster, tmp_path: Path
) -> None:
    login = tmp_path / "login"
    login.write_text(":".join(LOGIN))
    addresses = ",".join(three.brokers.addresses)
    asked = about(tmp_path, nats=addresses, nats_login=str(login))
    # What Debian has may be older than what we ask for.
    others = {"nats-away", "nats-copies"}

    async def look() -> int | None:
        async with connected(three.brokers) as broker:
            return (await broker.look()).replicas

    assert others.isdisjoint(codes(doctor.nats(asked)))
    assert asyncio.run(look()) is None

    async def make(copies: int) -> None:
        async with await client_of(three.brokers) as client:
            stream = client.jetstream(timeout=5)
            await stream.add_stream(name="VAKA", subjects=["vaka.*.>"], num_replicas=copies)

    asyncio.run(make(1))
    assert "nats-copies" in codes(doctor.nats(asked))
