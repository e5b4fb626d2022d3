"""The whole example, stage by stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vaka.core.errors import BadInput
from vaka.demo.example import (
    balancing,
    council,
    days,
    decision,
    effect,
    initiative,
    measures,
    need,
    operation,
    organisation,
    prevention,
    response,
)
from vaka.demo.example.balancing import Weighed
from vaka.municipality.rules import Actor

NAMES = {"square": "Exempeltorget, kamera 1", "garage": "Exempelgaraget, kamera 1"}
BOARDS = {"square": "tn", "garage": "sn"}


@dataclass(frozen=True)
class Place:
    """One place of the example with its camera, its terms and its transmitter's account."""

    site: str
    board: str
    case: str
    balancing: str
    camera: str
    terms: str
    account: str


@dataclass(frozen=True)
class Loaded:
    """What was loaded: the square, watched by night, and the garage, watched at all hours."""

    square: Place
    garage: Place
    evaluation: str


@dataclass(frozen=True)
class Agreed:
    """What is followed up a year later: the agreement, and the plan against crime."""

    agreement: str
    plan: str


def load(
    *, at: datetime, cameras: Sequence[str], password: str, progress: Callable[[str], None]
) -> Loaded:
    """Load the example into an installation that nobody has founded.

    `cameras` are the RTSP addresses of the square's and the garage's camera. `at` is now: the
    history is behind it. `progress` is told each stage as it begins.

    :raises BadInput: when there are not two addresses, or the clock is before the history.
    """
    _check(at, cameras)
    progress("organisation")
    told = organisation.found(password=password)
    boards = {key: told.boards[board] for key, board in BOARDS.items()}
    raised = initiative.put(board=told.boards["ks"], by=_who("handlaggare"))
    progress("need")
    picture = _know(told)
    progress("measures")
    measures.register(told.sites)
    agreed = _agree(boards["square"], picture)
    progress("balancing")
    cases = {key: decision.open_case(key, board=board) for key, board in boards.items()}
    referral = decision.refer(cases["square"])
    initiative.hear(raised, by=_who("handlaggare"))
    routine = council.publish_routine()
    weighed, evaluation = _weigh(told.sites, cases, referral)
    progress("decision")
    initiative.state(raised, by=_who("handlaggare"))
    initiative.resolve(raised, by=_who("sekreterare"))
    terms = {
        key: decision.decide(key, case=cases[key], balancing=each.balancing)
        for key, each in weighed.items()
    }
    progress("operation")
    for key, address in zip(NAMES, cameras, strict=True):
        operation.put_up(
            key,
            camera=weighed[key].camera,
            board=boards[key],
            site=told.sites[key],
            name=NAMES[key],
            address=address,
        )
    measures.put_up(told.sites["square"])
    progress("response")
    accounts = response.equip(sites=told.sites)
    progress("effect")
    _look_back(agreed, routine, sites=told.sites, evaluation=evaluation)
    square, garage = (
        Place(
            site=told.sites[key],
            board=boards[key],
            case=cases[key],
            balancing=weighed[key].balancing,
            camera=weighed[key].camera,
            terms=terms[key],
            account=accounts[key],
        )
        for key in NAMES
    )
    return Loaded(square, garage, evaluation)


def _know(told: organisation.Organisation) -> str:
    """Take in what is known, state a need, and draft the picture of crime; return its id."""
    need.document(told.sites)
    need.state(told.sites["square"])
    return prevention.draft(board=told.boards["ks"])


def _agree(board: str, picture: str) -> Agreed:
    """Agree with the police, and plan against crime on a picture of it."""
    return Agreed(measures.agree(board=board), prevention.decide(picture))


def _look_back(
    agreed: Agreed, routine: str, *, sites: Mapping[str, str], evaluation: str
) -> None:
    """Tell what the time after showed, in the order in which it did."""
    measures.follow_up(agreed.agreement)
    prevention.follow_up(agreed.plan)
    council.change(routine)
    need.document_on(sites)
    effect.report(evaluation)


def _check(at: datetime, cameras: Sequence[str]) -> None:
    if len(cameras) != len(NAMES):
        mend = "Give the square's and the garage's"
        raise BadInput("cameras", f"{len(cameras)} addresses", mend)
    if at < days.REPORTED:
        mend = "Set the clock of this machine"
        raise BadInput("clock", f"{at:%Y-%m-%d} is before the example's last day", mend)


def _who(login: str) -> Actor:
    """Return who handles the initiative: one role from the first day to the last."""
    return organisation.who(login, days.FOUNDED)


def _weigh(
    sites: Mapping[str, str], cases: Mapping[str, str], referral: str
) -> tuple[dict[str, Weighed], str]:
    """Weigh both cameras and plan the evaluation, before any board decides."""
    square = balancing.weigh_square(site=sites["square"], case=cases["square"])
    decision.hear(referral)
    garage = balancing.weigh_garage(site=sites["garage"], case=cases["garage"])
    evaluation = effect.plan(site=sites["square"], camera=square.camera)
    return {"square": square, "garage": garage}, evaluation
