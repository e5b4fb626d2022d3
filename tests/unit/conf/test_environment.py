"""What an installation is told: the environment, then the file, then the default."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from threading import Barrier

import pytest

from vaka.conf import environment
from vaka.conf.environment import Environment, kept_secret, read
from vaka.core.errors import BadInput


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vaka.toml"


def test_told_nothing_an_installation_keeps_to_its_own_machine(file: Path) -> None:
    told = read(file=file, environ={})
    assert told == Environment()
    assert (told.data_path, told.keys_path) == (Path("var"), Path("var/keys"))
    assert told.database_url == ""
    listening = [
        value
        for value in vars(told).values()
        if ":" in value and not value.startswith("http://127.0.0.1:")
    ]
    assert listening
    assert all(value.startswith("127.0.0.1:") for value in listening)


@pytest.mark.parametrize("name", ["data_dir", "DATA_DIR", "VAKA_DATA_DIR"])
def test_the_file_tells_settings_by_either_name(file: Path, name: str) -> None:
    file.write_text(f'{name} = "/srv/vaka"\n')
    assert read(file=file, environ={}).data_path == Path("/srv/vaka")


def test_the_environment_wins_over_the_file(file: Path) -> None:
    file.write_text('data_dir = "/from/file"\ngateway_id = "gateway-7"\n')
    told = read(file=file, environ={"VAKA_DATA_DIR": "/from/environment"})
    assert (told.data_dir, told.gateway_id) == ("/from/environment", "gateway-7")


def test_an_empty_value_in_the_environment_wins_too(file: Path) -> None:
    file.write_text('database_url = "postgresql://db/vaka"\n')
    assert read(file=file, environ={"VAKA_DATABASE_URL": ""}).database_url == ""


def test_every_setting_can_be_told_and_says_what_it_means(file: Path) -> None:
    names = [entry.name for entry in fields(Environment)]
    environ = {f"VAKA_{name.upper()}": f"told {name}" for name in names}
    told = read(file=file, environ=environ)
    assert vars(told) == {name: f"told {name}" for name in names}
    assert all(entry.metadata["meaning"] for entry in fields(Environment))


def test_what_is_not_text_in_the_file_is_read_as_it_is_written(file: Path) -> None:
    file.write_text("gateway_id = 7\n")
    assert read(file=file, environ={}).gateway_id == "7"


def test_a_setting_that_does_not_exist_is_named_with_those_that_do(file: Path) -> None:
    file.write_text('data_dri = "var"\n')
    with pytest.raises(BadInput, match=r"vaka\.toml: there is no setting data_dri.*data_dir"):
        read(file=file, environ={})


def test_other_names_in_the_environment_are_not_ours(file: Path) -> None:
    environ = {"VAKA_SOMETHING": "else", "PATH": "/bin", "data_dir": "/x"}
    assert read(file=file, environ=environ) == Environment()


@pytest.mark.parametrize(
    "content", [b"data_dir = ", b"[data_dir", b"\xff", b'a = "1"\na = "2"\n']
)
def test_a_file_that_is_not_toml_is_refused_by_name(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"vaka\.toml: not TOML"):
        read(file=file, environ={})


def test_what_is_told_is_read_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vaka.toml").write_text('gateway_id = "gateway-9"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VAKA_GATEWAY_ID", raising=False)
    assert read().gateway_id == "gateway-9"


def test_a_secret_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    first, second = (kept_secret(folder, "edge-token") for _ in range(2))
    assert first == second
    assert len(first) >= 64
    assert kept_secret(folder, "django-secret") != first
    assert stat.S_IMODE((folder / "edge-token").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    ready = Barrier(8)

    def start(_: int) -> str:
        ready.wait()
        return kept_secret(tmp_path, "edge-token")

    for _ in range(10):
        with ThreadPoolExecutor(8) as processes:
            told = set(processes.map(start, range(8)))
        assert len(told) == 1
        assert len(told.pop()) >= 64
        (tmp_path / "edge-token").unlink()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://vaka.example.org/x", "vaka.example.org"),
        ("http://[::1]:8000", "::1"),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, name: str) -> None:
    assert environment.host(url) == name
