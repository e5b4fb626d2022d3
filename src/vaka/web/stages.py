"""The loop as the pages show it: eight stages, and where in it a page stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_noop

from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.web.policy import ANYONE_LOGGED_IN, DECLARED, PUBLIC


@dataclass(frozen=True)
class Stage:
    """One stage of the loop; `folders` are the url namespaces whose pages stand in it."""

    code: str
    name: str
    question: str
    folders: tuple[str, ...]

    @property
    def way_in(self) -> str:
        """Return the name of the stage's first page."""
        return f"{self.folders[0]}:index"


STAGES = (
    Stage("need", gettext_noop("Need"), gettext_noop("What is the problem here?"), ("needs",)),
    Stage(
        "measures",
        gettext_noop("Measures"),
        gettext_noop("What has been tried, and what else could be?"),
        ("measures",),
    ),
    Stage(
        "balancing",
        gettext_noop("Balancing"),
        gettext_noop("Does the need outweigh the intrusion?"),
        ("balancing",),
    ),
    Stage(
        "decision",
        gettext_noop("Decision"),
        gettext_noop("What has the board decided, and on which terms?"),
        ("decisions", "cases"),
    ),
    Stage(
        "operation",
        gettext_noop("Operation"),
        gettext_noop("Do the cameras do what the terms say, and nothing else?"),
        ("operation",),
    ),
    Stage(
        "response",
        gettext_noop("Response"),
        gettext_noop("What is happening now, and who acts?"),
        ("response",),
    ),
    Stage(
        "effect",
        gettext_noop("Effect"),
        gettext_noop("Did it help, compared with places without it?"),
        ("evaluation",),
    ),
    Stage(
        "account",
        gettext_noop("Account"),
        gettext_noop("What do we owe the public and the authority?"),
        ("oversight",),
    ),
)


@dataclass(frozen=True)
class Stop:
    """A stage as one page shows it: its number, its address if open, and its place."""

    stage: Stage
    number: int
    url: str | None
    here: bool

    def around(self, *, radius: float, centre: float) -> tuple[float, float]:
        """Return its point on a ring, clockwise from the top."""
        turn = 2 * pi * (self.number - 1) / len(STAGES)
        return (
            round(centre + radius * sin(turn), 2),
            round(centre - radius * cos(turn), 2),
        )

    @property
    def point(self) -> tuple[float, float]:
        """Return its point on the small ring of 40 by 40."""
        return self.around(radius=15, centre=20)


@dataclass(frozen=True)
class Loop:
    """The eight stops, of which one may be where the page stands."""

    stops: tuple[Stop, ...]

    @property
    def here(self) -> Stop | None:
        """Return the stop where the page stands; None between the stages."""
        return next((stop for stop in self.stops if stop.here), None)


@dataclass(frozen=True)
class Crumb:
    """One step of the path to a page."""

    label: str
    url: str


def loop(*, by: Actor, namespaces: Sequence[str]) -> Loop:
    """Return the loop for that person, standing in the stage that owns the namespace."""
    return Loop(
        tuple(
            Stop(stage, number, _open(stage, by), any(n in stage.folders for n in namespaces))
            for number, stage in enumerate(STAGES, start=1)
        )
    )


def _open(stage: Stage, by: Actor) -> str | None:
    """Return the way in, unless the page behind it would turn this person away."""
    try:
        url = reverse(stage.way_in)
    except NoReverseMatch:
        return None
    needs = DECLARED.get(resolve(url).func)
    if needs == PUBLIC or (needs == ANYONE_LOGGED_IN and by.name):
        return url
    return url if isinstance(needs, Permission) and boards_with(by, needs) else None
