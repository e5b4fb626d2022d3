"""What the terms in hand allow a camera at an instant. Plain Python: no clock, no I/O.

The gateway has no other authority than this: what it may do it can prove from signed terms,
also when the centre is away, for as long as the terms let it go on alone.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from vaka.core.period import Period
from vaka.core.verdict import Verdict
from vaka.geometry.detail import widest
from vaka.terms.document import Act, Masks, Terms
from vaka.terms.hours import within_hours
from vaka.terms.orders import CameraOrder, Stand
from vaka.terms.permits import Asking, Reason, Standing, permits
from vaka.terms.signature import KeySet, Untrusted, verify
from vaka.terms.tickets import Ticket

# What a ticket without and with a stretch of time opens.
LIVE, FOOTAGE = frozenset({Act.LIVE}), frozenset({Act.REVIEW, Act.EXPORT})
# What takes new pictures from the camera.
TAKES = frozenset({Act.LIVE, Act.RECORD})
# A picture scaled down further than this, in pixels of width, shows nothing of use.
NARROWEST = 64
# Askings name incidents, of which there is no end.
MOST_ANSWERS = 256


class Doubt(StrEnum):
    """Reasons of the gateway's own, beside those of the terms."""

    NO_TERMS = "no-terms"
    OFFLINE_TOO_LONG = "offline-too-long"
    CLOCK = "clock-doubt"
    OTHER_CAMERA = "other-camera"
    OTHER_ACT = "other-act"
    VIEW_CHANGED = "view-changed"
    DETAIL_UNKNOWN = "detail-unknown"
    TOO_DETAILED = "too-detailed"
    BETWEEN_PRESETS = "between-presets"


@dataclass(frozen=True)
class Treatment:
    """What is done to a picture: what is covered, how many pixels wide it may be."""

    masks: Masks
    widest: int


@dataclass(frozen=True)
class Hand:
    """The terms that a gateway holds for one camera, and what it has been told of them."""

    camera: str
    terms: Terms | None
    standing: Standing
    doubt: str
    metres_across: float | None = None
    stands: tuple[Stand, ...] = ()
    # Each answer of the terms with the instant it was asked for; it holds until its `until`.
    # Asked five times a second and camera, going through the hours anew each time would cost.
    answers: dict[tuple[Act, Asking], tuple[datetime, Verdict]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def treatment(self) -> Treatment:
        """Return what is done to the pictures of a camera that stands still."""
        if self.terms is None:
            return Treatment((), 0)
        view, across = self.terms.view, self.metres_across
        return Treatment(view.masks, widest(view.max_pixels_per_metre, across) if across else 0)

    @cached_property
    def confirmed(self) -> Mapping[str, Treatment]:
        """Return what is done in each preset that the terms name and that was confirmed."""
        if self.terms is None:
            return {}
        view = self.terms.view
        masks = {each.name: (*view.masks, *each.masks) for each in view.presets}
        return {
            each.preset: Treatment(
                masks[each.preset], widest(view.max_pixels_per_metre, each.metres_across)
            )
            for each in self.stands
            if each.preset in masks
        }

    @cached_property
    def presets(self) -> Mapping[str, Treatment]:
        """Return those of them in which a picture can be as coarse as the terms say."""
        return {name: each for name, each in self.confirmed.items() if each.widest >= NARROWEST}

    @cached_property
    def keeps_to_presets(self) -> bool:
        """Return whether the camera may move, and to where its terms say alone."""
        return self.terms is not None and bool(self.terms.view.presets)

    @property
    def may_move(self) -> bool:
        """Return whether the camera may move at all."""
        return self.terms is not None and self.terms.uses.movable

    @cached_property
    def may_look_anywhere(self) -> bool:
        """Return whether there is no view that the camera must see.

        Masks are places in one view: a camera that has some keeps to it, movable or not.
        """
        return self.may_move and not self.treatment.masks


@dataclass(frozen=True)
class Moment:
    """An instant as the gateway knows it: the time, whether to doubt it, when it last heard."""

    now: datetime
    doubtful: bool
    heard: datetime


def take_in_hand(order: CameraOrder, trusted: KeySet) -> Hand:
    """Return the terms of an order, verified; terms for another camera are no terms."""
    if order.terms is None:
        return Hand(order.camera, None, Standing(), Doubt.NO_TERMS)
    try:
        terms = verify(order.terms, trusted)
    except Untrusted as doubt:
        return Hand(order.camera, None, Standing(), doubt.reason)
    if terms.camera != order.camera:
        return Hand(order.camera, None, Standing(), Doubt.OTHER_CAMERA)
    standing = Standing(
        revoked=terms.id in order.revoked, superseded=terms.id in order.superseded
    )
    return Hand(order.camera, terms, standing, "", order.metres_across, order.stands)


def may(hand: Hand, act: Act, moment: Moment, asking: Asking) -> Verdict:
    """Return whether the act is allowed now; every doubt is a no."""
    if hand.terms is None:
        return Verdict(permitted=False, reason=hand.doubt, until=None)
    if moment.doubtful:
        return Verdict(permitted=False, reason=Doubt.CLOCK, until=None)
    alone_until = moment.heard + timedelta(hours=hand.terms.offline_hours)
    if moment.now >= alone_until:
        return Verdict(permitted=False, reason=Doubt.OFFLINE_TOO_LONG, until=None)
    verdict = _answer(hand, hand.terms, act, moment.now, asking)
    if act in TAKES:
        verdict = unless(verdict, _unseeable(hand))
    if verdict.permitted:
        until = min(verdict.until or alone_until, alone_until)
        return Verdict(permitted=True, reason=verdict.reason, until=until)
    return verdict


def _unseeable(hand: Hand) -> str:
    """Return why no picture can be had as the terms let it be seen, or nothing."""
    if hand.keeps_to_presets:
        widths = [each.widest for each in hand.confirmed.values()]
    else:
        widths = [hand.treatment.widest] if hand.metres_across else []
    if not widths:
        return Doubt.DETAIL_UNKNOWN
    return Doubt.TOO_DETAILED if max(widths) < NARROWEST else ""


def _answer(hand: Hand, terms: Terms, act: Act, at: datetime, asking: Asking) -> Verdict:
    """Return what the terms answer, from the last time they were asked while that holds."""
    if found := hand.answers.get((act, asking)):
        asked, verdict = found
        if asked <= at and (verdict.until is None or at < verdict.until):
            return verdict
    verdict = permits(terms, act, at=at, asking=asking, standing=hand.standing)
    if len(hand.answers) >= MOST_ANSWERS:
        hand.answers.clear()
    hand.answers[act, asking] = at, verdict
    return verdict


def may_record(hand: Hand, moment: Moment) -> Verdict:
    """Return whether the camera may record now; what may not be kept is not recorded."""
    verdict = may(hand, Act.RECORD, moment, Asking())
    if verdict.permitted and hand.terms and hand.terms.retention_hours == 0:
        return Verdict(permitted=False, reason=Reason.USE_NOT_ALLOWED, until=verdict.until)
    return verdict


def may_hear(hand: Hand, moment: Moment) -> Verdict:
    """Return whether the camera's sound may be taken now, beside pictures that may be."""
    return may(hand, Act.AUDIO, moment, Asking())


def may_show(hand: Hand, moment: Moment) -> Verdict:
    """Return whether anybody at all, with every ground there is, could look now."""
    roles = sorted({rule.role for rule in hand.terms.access}) if hand.terms else []
    grounds = [Asking(role, "some", "some", "some") for role in roles] or [Asking()]
    verdicts = [may(hand, Act.LIVE, moment, asking) for asking in grounds]
    return max(verdicts, key=lambda verdict: verdict.permitted)


def is_within_hours(hand: Hand, at: datetime) -> bool:
    """Return whether an instant stands inside the hours of the terms in hand."""
    return hand.terms is not None and within_hours(hand.terms, at)


def unless(verdict: Verdict, doubt: str) -> Verdict:
    """Return a verdict of the terms, unless the camera's own picture is in doubt."""
    if not (doubt and verdict.permitted):
        return verdict
    return Verdict(permitted=False, reason=doubt, until=None)


def stretch(before: Period | None, verdict: Verdict, at: datetime) -> Period | None:
    """Return from when and until when a verdict allows, going on from what it allowed before.

    A picture may have lain before it is read: what came before the stretch is not in it.
    """
    if not verdict.permitted or verdict.until is None:
        return None
    begins = before.start if before and at in before else at
    return Period(begins, verdict.until)


def _may_as(hand: Hand, ticket: Ticket, moment: Moment) -> Verdict:
    """Return whether a ticket's holder may do all that it says; the first no is the answer."""
    acts = (ticket.act, Act.AUDIO) if ticket.sound else (ticket.act,)
    verdicts = [may(hand, act, moment, ticket.asking) for act in acts]
    return min(verdicts, key=lambda verdict: verdict.permitted)


def may_view(hand: Hand, ticket: Ticket, acts: Container[Act], moment: Moment) -> Verdict:
    """Return whether a ticket opens one of these acts now, and until when at most.

    A ticket for live pictures opens no recording, nor the other way about. One that says more
    than the terms do, that its holder may hear, opens nothing.
    """
    if ticket.act not in acts or (ticket.footage is None) != (ticket.act in LIVE):
        return Verdict(permitted=False, reason=Doubt.OTHER_ACT, until=None)
    if ticket.camera != hand.camera:
        return Verdict(permitted=False, reason=Doubt.OTHER_CAMERA, until=None)
    if moment.now >= ticket.expires:
        return Verdict(permitted=False, reason="expired", until=None)
    verdict = _may_as(hand, ticket, moment)
    if hand.terms and hand.terms.id != ticket.terms and verdict.permitted:
        return Verdict(permitted=False, reason=Reason.SUPERSEDED, until=None)
    if verdict.permitted and verdict.until:
        until = min(verdict.until, ticket.expires)
        return Verdict(permitted=True, reason=verdict.reason, until=until)
    return verdict
