"""Every question is answered in time; what fails is an answer; no secret is told."""

import os
import re
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.doctor.asking import about
from vaka.doctor import asking, opening, words
from vaka.doctor.finding import Asked, Finding, Group, Level, Probe, Reach
from vaka.doctor.probes import PROBES

SOURCE = Path(words.__file__).parent
ROOT = SOURCE.parents[2]
CANARIES = {
    "secret_key": "canary-secret-key-0123456789",
    "edge_token": "canary-edge-token-0123456789",
    "webhook_secret": "canary-webhook-0123456789",
    "database_url": "postgresql://vaka:canary%2Dbase@127.0.0.1:1/vaka",
    "mail_server": "smtps://vaka:canary-mail@mail.kommun.se",
    "sms_gateway": "https://vaka:canary-sms@sms.kommun.se",
    "cap_feeds": "https://a.se/feed, https://vaka:canary-feed@b.se/feed",
}


def quiet(_asked: Asked) -> Iterator[Finding]:
    yield from ()


def angry(asked: Asked) -> Iterator[Finding]:
    yield Finding("mail-none")
    raise RuntimeError("over\ntwo lines " + " ".join(vars(asked.told).values()) + "canary-base")


def test_what_raises_is_an_answer_and_so_is_what_takes_too_long(tmp_path: Path) -> None:
    never = threading.Event()

    def endless(_asked: Asked) -> Iterator[Finding]:
        never.wait(60)
        yield Finding("mail-none")

    (tmp_path / "gateway").mkdir()
    probes = [
        Probe("names", Group.CONFIGURED, quiet),
        Probe("values", Group.CONFIGURED, angry),
        Probe("room", Group.UNSAFE, endless, seconds=0.1),
        Probe("nats", Group.REACHABLE, angry, when=lambda _: False),
        Probe("keys", Group.UNSAFE, angry, needs=Reach.TABLES),
    ]
    told = asking.answers(about(tmp_path), probes)
    never.set()
    found = {answer.probe: answer.finding for answer in told}
    assert list(found) == ["installation", "names", "values", "room"]
    assert found["names"] is None
    assert found["values"]
    assert str(found["values"].facts["problem"]).startswith("RuntimeError: over two lines")
    assert found["room"] == Finding("unasked", {"problem": "> 0 s"})


def test_no_secret_is_told_whatever_a_library_says(tmp_path: Path) -> None:
    (tmp_path / "gateway").mkdir()
    asked = about(tmp_path, **CANARIES | {"secret_key": ""})
    (_, only) = asking.answers(asked, [Probe("values", Group.CONFIGURED, angry)])
    hidden = asking.secrecy.hiding(about(tmp_path, **CANARIES))
    assert only.finding
    assert "canary" not in str(only.finding.facts)
    assert "canary" not in hidden(" ".join(CANARIES.values()) + "canary-base")


def test_an_address_that_cannot_be_read_keeps_its_password(tmp_path: Path) -> None:
    hide = asking.secrecy.hiding(about(tmp_path, nats="nats://[vaka:canary@broker"))
    assert "canary" not in hide("nats://[vaka:canary@broker is no address")


@contextmanager
def somebody_else(path: Path) -> Iterator[None]:
    """Be somebody who may not read a path."""
    path.chmod(0o000)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(0o700)


def test_another_user_is_told_whom_to_be_and_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "django-secret").write_text("x")
    asked = about(tmp_path)
    with somebody_else(tmp_path):
        reach, (only,) = opening.opened(asked)
        assert not asked.has("gateway")
        told = asking.answers(asked, [probe for probe in PROBES if not probe.needs])
    assert (reach, only.code) == (Reach.NOTHING, "folder-closed")
    assert {each.finding.code for each in told if each.finding} >= {"folder-closed"}
    assert [path.name for path in tmp_path.iterdir()] == ["django-secret"]


def test_a_folder_with_nothing_in_it_stays_so(tmp_path: Path) -> None:
    reach, (only,) = opening.opened(about(tmp_path / "var"))
    assert (reach, only.code) == (Reach.NOTHING, "nothing-installed")
    assert list(tmp_path.iterdir()) == []


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(words.codes()))
def test_a_code_says_the_same_in_both_languages_and_where_more_is(code: str) -> None:
    told = words.codes()[code]
    english, swedish = (told.sentences[each] for each in words.Language)
    assert names(" ".join(english)) == names(" ".join(swedish))
    assert english[1] != swedish[1]
    assert all(each and not each.endswith(".") for each in (*english, *swedish))
    assert (ROOT / told.see).is_file()
    assert told.level is not Level.WELL


def test_every_code_that_is_found_has_its_words_and_the_other_way() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("*.py"))
    found = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', text))
    made = {code for code in words.codes() if not code.startswith("nobody-")}
    assert made <= found
    begun = re.findall(r'(?:Finding|_named|_paths)\(\s*"([a-z0-9-]+)"', text)
    assert set(begun) <= set(words.codes())


def test_every_question_has_its_words_and_stands_once() -> None:
    asked = [asking.REACH, *(probe.name for probe in PROBES)]
    assert asked == list(dict.fromkeys(asked))
    assert set(asked) == set(words.questions())
