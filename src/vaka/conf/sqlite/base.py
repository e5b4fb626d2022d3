"""SQLite has room for one writer: who has waited longest is let in next.

Left to itself, SQLite has each who finds it taken look again after up to a tenth of a second,
and whoever comes in between goes first. In a storm of alarms an operator's act would wait for
the luck of a gap. So the writers of one process stand in line; between processes it is as ever.
"""

from django.db.backends.sqlite3 import base

from vaka.conf.sqlite.door import Door

_DOOR = Door()
# Who waits as long as SQLite would have let it goes on, and hears from SQLite what is wrong.
_PATIENCE = 20.0  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, whose transactions wait at the door of the process."""

    _inside = False

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        """Begin a transaction when it is this one's turn, or be done with one."""
        if autocommit:
            self._leave()
            super().set_autocommit(True, force_begin_transaction_with_broken_autocommit)
            return
        self._inside = _DOOR.enter(within=_PATIENCE)
        try:
            super().set_autocommit(False, force_begin_transaction_with_broken_autocommit)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        """Close, and let the next one in."""
        try:
            super().close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            _DOOR.leave()
