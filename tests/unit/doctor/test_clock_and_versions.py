"""What the doctor says of time, and of how old things are."""

from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import pytest

from tests.servers.certificates import own_certificate
from tests.unit.doctor.asking import AT, about, codes
from vaka.doctor import certificates, clock, support, versions
from vaka.doctor.clock import Kept

NOWHERE = Path("/nowhere")


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (Kept(True, timedelta(milliseconds=40)), []),
        (Kept(True, timedelta(seconds=3)), ["clock-uncertain"]),
        (Kept(False, timedelta(seconds=16)), ["clock-unsynchronised"]),
    ],
)
def test_doubt_about_time_is_told(tmp_path: Path, kept: Kept, told: list[str]) -> None:
    assert codes(clock.synchronised(about(tmp_path), lambda: kept, NOWHERE)) == told


def test_a_clock_that_systemd_has_set_is_a_synchronised_one(tmp_path: Path) -> None:
    (tmp_path / "synchronized").touch()
    unkept = Kept(False, timedelta(seconds=16))
    asked = about(tmp_path)
    assert list(clock.synchronised(asked, lambda: unkept, tmp_path / "synchronized")) == []


def test_the_kernel_says_how_its_clock_is_kept() -> None:
    assert clock.kernel().error >= timedelta()


def test_a_clock_before_what_the_gateway_has_seen_is_told(tmp_path: Path) -> None:
    (tmp_path / "gateway").mkdir()
    seen = tmp_path / "gateway" / "clock"
    seen.write_text((AT + timedelta(seconds=1)).isoformat())
    assert list(clock.ahead_of_all(about(tmp_path))) == []
    seen.write_text((AT + timedelta(days=1)).isoformat())
    assert codes(clock.ahead_of_all(about(tmp_path))) == ["clock-behind"]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), []),
        (datetime(2027, 6, 1, tzinfo=UTC), ["support-ends"]),
        (datetime(2027, 11, 1, tzinfo=UTC), ["support-ended"]),
    ],
)
def test_when_the_makers_stop_mending_is_known_beforehand(
    at: datetime, told: list[str]
) -> None:
    assert codes(support.ends("python", "3.11", at=at)) == told


def test_a_version_that_nobody_knows_is_remarked_on() -> None:
    assert codes(support.ends("postgresql", "9", at=AT)) == ["support-unknown"]


def test_what_runs_here_is_known_to_the_table(tmp_path: Path) -> None:
    assert "support-unknown" not in codes(versions.supported(about(tmp_path)))


def test_libraries_are_as_the_lock_file_shipped_names_them(tmp_path: Path) -> None:
    assert list(versions.libraries(about(tmp_path))) == []


def test_a_library_that_differs_or_is_missing_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "# made\nclick==0.1 \\\n    --hash=sha256:00\nnever-was==1.0\n"
        "only-elsewhere==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    )
    differs, missing = versions.libraries(about(tmp_path), lock)
    facts = {"name": "click", "installed": metadata.version("click"), "locked": "0.1"}
    assert (differs.code, differs.facts) == ("library-differs", facts)
    assert (missing.code, missing.facts["name"]) == ("library-missing", "never-was")


def test_without_a_lock_file_nobody_can_tell(tmp_path: Path) -> None:
    assert codes(versions.libraries(about(tmp_path), tmp_path / "none")) == ["lock-missing"]


@pytest.mark.parametrize(("year", "told"), [(2026, []), (2024, ["time-zones-old"])])
def test_old_rules_of_local_time_are_remarked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int, told: list[str]
) -> None:
    (tmp_path / "tzdata.zi").write_text(f"# version {year}b\nrest\n")
    monkeypatch.setattr(versions.zoneinfo, "TZPATH", (str(tmp_path),))
    assert codes(versions.time_zones(about(tmp_path))) == told


def test_where_the_system_has_no_rules_the_librarys_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions.zoneinfo, "TZPATH", ())
    monkeypatch.setattr(versions.metadata, "version", lambda _: "2020.1")
    assert codes(versions.time_zones(about(tmp_path))) == ["time-zones-old"]


@pytest.mark.parametrize(
    ("days", "told"),
    [(90, []), (10, ["certificate-ends"]), (-1, ["certificate-ended"])],
)
def test_a_certificate_of_ours_that_ends_is_told(
    tmp_path: Path, days: int, told: list[str]
) -> None:
    own_certificate(tmp_path, valid_for=timedelta(days=days))
    file = str(tmp_path / "camera.pem")
    asked = about(tmp_path, at=datetime.now(UTC), dc09_tls_certificate=file)
    assert codes(certificates.of_files(asked)) == told
