"""Balancing: weighed by the board's own people, mended after the council's advice, final."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vaka.balancing import actions
from vaka.balancing.rules.states import Stance
from vaka.demo.example import council
from vaka.demo.example.days import Garage, Square
from vaka.demo.example.files import placed, table, toml, word, words
from vaka.demo.example.organisation import who

AUTHOR, COUNCIL = "samordnare", "radet"
MENDED = ("area-fits", "retention-argued")


@dataclass(frozen=True)
class Weighed:
    """A final balancing, and the camera that it gave an id."""

    balancing: str
    camera: str


def answers(key: str) -> dict[str, object]:
    """Return the full answers for the square or the garage."""
    told = toml("answers.toml")
    own = table(told, key) if key != "square" else {}
    area = {"watched_area": placed(key).watched}
    return {**table(told, "square"), **own, **area}


def weigh_square(*, site: str, case: str) -> Weighed:
    """Weigh the square: the council asks for two changes, gets them, and supports."""
    review, first = (
        table(toml("case.toml"), "review"),
        table(toml("answers.toml"), "square_first"),
    )
    key, camera = _draft(site, case, Square.DRAFTED)
    _send(key, {**answers("square"), **first}, Square.ANSWERED)
    comments = council.ask(key)
    advice = _advise(
        key, Stance.SUPPORTS_WITH_CHANGES, word(review, "first"), at=Square.ADVISED
    )
    by = who(AUTHOR, Square.MENDED)
    actions.reply(advice=advice, text=word(review, "reply"), by=by, at=Square.MENDED)
    actions.take_back(balancing=key, by=by, at=Square.MENDED)
    _send(key, answers("square"), Square.MENDED)
    council.be_answered(comments)
    _advise(key, Stance.SUPPORTS, word(review, "second"), at=Square.ADVISED_AGAIN)
    council.hear(key)
    return _finalise(key, camera, Square.FINAL)


def weigh_garage(*, site: str, case: str) -> Weighed:
    """Weigh the garage, which the council supports at once."""
    key, camera = _draft(site, case, Garage.DRAFTED)
    _send(key, answers("garage"), Garage.ANSWERED)
    told = word(table(toml("case.toml"), "review"), "garage")
    _advise(key, Stance.SUPPORTS, told, at=Garage.ADVISED)
    return _finalise(key, camera, Garage.FINAL)


def _draft(site: str, case: str, at: datetime) -> tuple[str, str]:
    row = actions.draft(site=site, case=case, by=who(AUTHOR, at), at=at)
    return row.id, row.camera


def _send(balancing: str, given: Mapping[str, object], at: datetime) -> None:
    """Answer, and send to the council the same day."""
    by = who(AUTHOR, at)
    actions.answer(balancing=balancing, answers=given, by=by, at=at)
    actions.submit(balancing=balancing, by=by, at=at)


def _advise(balancing: str, stance: Stance, reasons: str, *, at: datetime) -> str:
    """Advise; what the council wants changed it has not ticked off."""
    found = words(table(toml("case.toml"), "review"), "checklist")
    if stance is Stance.SUPPORTS_WITH_CHANGES:
        found = [each for each in found if each not in MENDED]
    return actions.review(
        balancing=balancing,
        stance=stance,
        reasons=reasons,
        checklist=found,
        by=who(COUNCIL, at),
        at=at,
    ).id


def _finalise(balancing: str, camera: str, at: datetime) -> Weighed:
    actions.finalise(balancing=balancing, by=who(AUTHOR, at), at=at)
    return Weighed(balancing, camera)
