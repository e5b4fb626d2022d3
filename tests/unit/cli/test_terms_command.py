"""`vaka terms`, run as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.terms.story import written

VAKA = Path(sys.executable).with_name("vaka")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a key of one's own and signed terms of the Uppsala case."""
    (tmp_path / "uppsala.json").write_text(json.dumps(written("uppsala")), "utf-8")
    assert run(tmp_path, "keygen", "-o", "k")[0] == 0
    told = run(tmp_path, "sign", "uppsala.json", "--key", "k/private.pem", "-o", "u.terms")
    assert told[0] == 0
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `vaka terms …` in that folder."""
    environment = {"PATH": os.environ["PATH"], "VAKA_DATA_DIR": str(folder / "var")}
    done = subprocess.run(
        [str(VAKA), "terms", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def ask(folder: Path, *arguments: str, file: str = "u.terms") -> tuple[int, dict[str, object]]:
    asked = ("permits", file, "--trust", "k/public.jwk", *arguments)
    status, out, _ = run(folder, *asked)
    return status, json.loads(out)


def test_square_may_be_watched_at_20_00_but_not_at_19_59(folder: Path) -> None:
    watch = ("--act", "live", "--role", "operator", "--at")
    assert ask(folder, *watch, "2026-03-02T20:00:00+01:00") == (
        0,
        {"permitted": True, "reason": "ok", "until": "2026-03-03T05:00:00Z"},
    )
    assert ask(folder, *watch, "2026-03-02T18:59:59Z") == (
        1,
        {"permitted": False, "reason": "outside-hours", "until": "2026-03-02T19:00:00Z"},
    )


def test_what_is_required_is_told(folder: Path) -> None:
    review = ("--act", "review", "--at", "2026-03-02T22:00:00Z", "--role", "operator", "--json")
    assert ask(folder, *review)[1]["reason"] == "needs-incident"
    assert ask(folder, *review, "--incident", "I-1")[1]["reason"] == "ok"
    status, told = ask(folder, "--act", "export", "--at", "2026-03-02T22:00:00Z")
    assert (status, told["reason"]) == (1, "role-not-allowed")


def test_after_the_last_day_nothing_more_can_change(folder: Path) -> None:
    status, told = ask(folder, "--act", "record", "--at", "2028-02-06T00:00:00+01:00")
    assert (status, told) == (1, {"permitted": False, "reason": "lapsed", "until": None})


def test_without_an_instant_it_is_now(folder: Path) -> None:
    status, told = ask(folder, "--act", "audio")
    assert status == 1
    assert told["reason"] in {"use-not-allowed", "lapsed"}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text[:-10] + "AAAA" + text[-6:], "bad-signature"),
        (lambda text: text.split(".")[0], "malformed"),
        (lambda text: "å" * 40, "malformed"),
    ],
)
def test_a_spoilt_file_is_a_no_with_its_reason(folder: Path, spoil, reason: str) -> None:
    text = (folder / "u.terms").read_text()
    (folder / "spoilt.terms").write_bytes(spoil(text).encode("latin-1"))
    asked = ("permits", "spoilt.terms", "--trust", "k", "--act", "record")
    status, out, problem = run(folder, *asked)
    told = {"permitted": False, "reason": reason, "until": None}
    assert (status, json.loads(out)) == (1, told)
    assert problem.count("\n") == 1
    status, out, _ = run(folder, "verify", "spoilt.terms", "--trust", "k", "--json")
    assert (status, json.loads(out)["reason"]) == (1, reason)


def test_a_stranger_s_key_is_unknown(folder: Path) -> None:
    run(folder, "keygen", "-o", "other")
    status, out, _ = run(folder, "verify", "u.terms", "--trust", "other/public.jwk")
    assert status == 1
    assert "unknown-key" in out
    told = ask(folder, "--act", "record", "--trust", "other")[1]
    assert told == {"permitted": False, "reason": "unknown-key", "until": None}


def test_a_good_file_is_verified(folder: Path) -> None:
    status, out, _ = run(folder, "verify", "u.terms", "--trust", "k")
    assert (status, "signed and unaltered" in out) == (0, True)
    status, out, _ = run(folder, "verify", "u.terms", "--trust", "k", "--json")
    expected = {"valid": True, "id": written()["id"], "camera": "uppsala-1"}
    assert (status, json.loads(out)) == (0, expected)


def test_the_installation_s_keys_are_trusted_by_default(folder: Path) -> None:
    status, _, problem = run(folder, "verify", "u.terms")
    assert (status, problem.count("\n")) == (2, 1)
    assert "--trust" in problem
    (folder / "var/keys").mkdir(parents=True)
    (folder / "k/public.jwk").rename(folder / "var/keys/own.public.jwk")
    assert run(folder, "verify", "u.terms")[0] == 0


def test_show_prints_what_the_file_says(folder: Path) -> None:
    status, out, _ = run(folder, "show", "u.terms", "--json")
    assert (status, json.loads(out)) == (0, written())
    status, out, _ = run(folder, "show", "u.terms")
    assert status == 0
    for words in ("Uppsala (exempel)", "20:00-06:00 (Europe/Stockholm)", "requires incident"):
        assert words in out
    never = written(hours=[], uses={**NO_USES, "analytics": ["motion"]}, access=[])
    (folder / "never.json").write_text(json.dumps(never))
    signed = run(folder, "sign", "never.json", "--key", "k/private.pem")[1]
    (folder / "never.terms").write_text(signed)
    out = run(folder, "show", "never.terms")[1]
    assert "Hours       never" in out
    assert "analysis: motion" in out


def test_show_says_whether_the_signature_was_checked(folder: Path) -> None:
    status, out, _ = run(folder, "show", "u.terms")
    assert (status, out.splitlines()[0].split()[:3]) == (0, ["Signature", "NOT", "CHECKED:"])
    status, out, _ = run(folder, "show", "u.terms", "--trust", "k")
    assert (status, out.splitlines()[0].split()[:2]) == (0, ["Signature", "checked:"])
    run(folder, "keygen", "-o", "other")
    status, out, _ = run(folder, "show", "u.terms", "--trust", "other")
    assert (status, "NOT TRUSTED: unknown-key" in out, "Uppsala" in out) == (1, True, True)
    status, out, problem = run(folder, "show", "u.terms", "--trust", "other", "--json")
    assert (status, json.loads(out)) == (1, written())
    assert "NOT TRUSTED" in problem


def test_show_lets_no_text_steer_the_terminal(folder: Path) -> None:
    (folder / "sly.json").write_text(json.dumps(written(camera="a\x1b[2Jb\nCamera c")))
    run(folder, "sign", "sly.json", "--key", "k/private.pem", "-o", "sly.terms")
    out = run(folder, "show", "sly.terms")[1]
    assert "for camera a\ufffd[2Jb\ufffdCamera c\n" in out


NO_USES = {"live": False, "record": False, "audio": False, "movable": False, "analytics": []}


def test_keys_are_secret_and_never_written_over(folder: Path) -> None:
    private = folder / "k/private.pem"
    before = private.read_bytes()
    assert private.stat().st_mode & 0o777 == 0o600
    assert set(json.loads((folder / "k/public.jwk").read_text())) == {
        "crv",
        "kid",
        "kty",
        "use",
        "x",
    }
    for remaining in ("both", "private.pem", "public.jwk"):
        if remaining == "private.pem":
            (folder / "k/public.jwk").rename(folder / "kept.jwk")
        if remaining == "public.jwk":
            (folder / "kept.jwk").rename(folder / "k/public.jwk")
            private.rename(folder / "kept.pem")
        assert run(folder, "keygen", "-o", "k")[0] == 2
    assert (folder / "kept.pem").read_bytes() == before


BAD_INPUT = [
    ("show", "absent.terms"),
    ("show", "uppsala.json"),
    ("permits", "absent.terms", "--act", "live"),
    ("permits", "u.terms", "--trust", "k", "--act", "dance"),
    ("permits", "u.terms", "--trust", "k"),
    ("permits", "u.terms", "--trust", "k", "--act", "live", "--at", "2026-03-02T20:00:00"),
    ("permits", "u.terms", "--trust", "k", "--act", "live", "--at", "2026-13-02T20:00:00Z"),
    ("permits", "u.terms", "--trust", "k", "--act", "live", "--at", "20260302T200000Z"),
    ("verify", "u.terms", "--trust", "uppsala.json"),
    ("verify", "u.terms", "--trust", "absent"),
    ("sign", "u.terms", "--key", "k/private.pem"),
    ("sign", "uppsala.json", "--key", "k/public.jwk"),
    ("sign", "uppsala.json", "--key", "k/private.pem", "-o", "absent/u.terms"),
    ("sign", "twice.json", "--key", "k/private.pem"),
    ("sign", "late.json", "--key", "k/private.pem"),
    ("keygen", "-o", "u.terms/k"),
    ("keygen",),
]


@pytest.mark.parametrize("arguments", BAD_INPUT, ids=" ".join)
def test_bad_input_is_one_clear_line(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "twice.json").write_text('{"format": "a", "format": "b"}')
    (folder / "late.json").write_text(json.dumps(written(retention_hours="long")))
    status, out, problem = run(folder, *arguments)
    assert (status, out) == (2, "")
    assert problem.count("\n") == 1
    assert problem.startswith("vaka: ")


def test_a_wrong_field_is_named_with_its_file(folder: Path) -> None:
    (folder / "late.json").write_text(json.dumps(written(retention_hours="long")))
    _, _, problem = run(folder, "sign", "late.json", "--key", "k/private.pem")
    assert "late.json: terms.retention_hours: it is not a whole number" in problem
