"""The example installation: made on first use, then the same one."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from vaka.servers import database

# Printed to whoever starts the demo, and good nowhere else.
PASSWORD = "exempel-2026"  # noqa: S105 a secret would be a riddle here
TECHNICIAN = "tekniker"
Progress = Callable[[str], None]


def prepare(
    settings: Mapping[str, str],
    cameras: Sequence[str],
    *,
    small: Sequence[str],
    progress: Progress,
) -> list[tuple[str, str]]:
    """Make the installation that the settings tell of, or find it as it was.

    Return who can log in: user name, and name by role.

    `cameras` are the RTSP addresses of the square's and the garage's simulated cameras, which
    may be others than last time; `small` are those of their small streams.
    """
    os.environ.update(settings)
    progress("database")
    database.ready()
    # Django is set up by now, and not before.
    from vaka.demo import example
    from vaka.municipality import queries as municipality

    now = datetime.now(UTC)
    if not municipality.is_founded():
        example.load(at=now, cameras=list(cameras), password=PASSWORD, progress=progress)
    _point_cameras(cameras, small, at=now)
    return [(person.login, person.name) for person in municipality.people()]


def _point_cameras(addresses: Sequence[str], small: Sequence[str], *, at: datetime) -> None:
    """Give the cameras their addresses of today, where they are others than yesterday's."""
    from django.conf import settings

    from vaka.municipality import queries as municipality
    from vaka.operation import actions, queries

    by = municipality.actor_by_login(TECHNICIAN, at=at)
    # Orders come by the cameras' ids, which were made in the order of the addresses.
    orders = queries.orders(settings.VAKA.gateway_id, at=at).cameras
    for order, address, smaller in zip(orders, addresses, small, strict=True):
        if order.address != address:
            actions.change_address(camera=order.camera, address=address, by=by, at=at)
        if order.small_address != smaller:
            actions.give_small_stream(camera=order.camera, address=smaller, by=by, at=at)
