"""Reads: what is done at a site and with whom, and what may be expected of a camera there."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from vaka.core.errors import Absent
from vaka.measures.models import Agreement, CheckIn, Commitment, Measure, SharedEffect
from vaka.measures.rules.agreements import is_due
from vaka.measures.rules.evidence import (
    Crime,
    Expected,
    Monitoring,
    Setting,
    expected_effect,
)
from vaka.measures.rules.expecting import Expectation, expectation
from vaka.measures.rules.kinds import beside_cameras
from vaka.measures.rules.pooling import RandomEffects
from vaka.measures.rules.shared import enough, pooled_mean, usable
from vaka.measures.rules.site_effects import RejectedLine, SiteEffect, document, read
from vaka.municipality import queries as municipality
from vaka.municipality.access import find, require_some_board, visible
from vaka.municipality.rules import Actor, Permission, SiteKind
from vaka.needs import queries as needs
from vaka.needs.rules.categories import categories

# As the review groups places. What it has no group for is "other".
SETTINGS = {
    SiteKind.SQUARE: Setting.CITY_CENTRE,
    SiteKind.STREET: Setting.CITY_CENTRE,
    SiteKind.CAR_PARK: Setting.CAR_PARK,
    SiteKind.HOUSING: Setting.RESIDENTIAL,
    SiteKind.TRANSPORT: Setting.PUBLIC_TRANSPORT,
}


def local_day(at: datetime) -> date:
    """Return the local day of an instant; measures begin and end with days."""
    return needs.local_day(at)


def at_site(site: str, *, by: Actor, at: datetime | None = None) -> QuerySet[Measure]:
    """Return the measures at a site, those in force at an instant or all, the oldest first.

    :raises Absent: when there is no such site for this person.
    """
    rows = Measure.objects.filter(site=municipality.site(site, by=by))
    if at is not None:
        day = local_day(at)
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    return rows.order_by("starts_on", "title", "id")


def beside_cameras_at(site: str, *, by: Actor, at: datetime) -> int:
    """Return how many kinds of measure other than cameras are in force at a site.

    :raises Absent: when there is no such site for this person.
    """
    plans = [row.plan() for row in at_site(site, by=by)]
    return beside_cameras(plans, on=local_day(at))


def measures_of_sites(*, by: Actor) -> dict[str, list[Measure]]:
    """Return the measures of each site that the actor sees, the oldest first, by its id."""
    sites = municipality.sites(by=by)
    found: dict[str, list[Measure]] = {site.pk: [] for site in sites}
    for row in Measure.objects.filter(site__in=sites).order_by("starts_on", "title", "id"):
        found[row.site_id].append(row)
    return found


@dataclass(frozen=True)
class Kept:
    """A commitment, and everything that was said of how it is kept, the newest first."""

    commitment: Commitment
    check_ins: Sequence[CheckIn]

    @property
    def newest(self) -> CheckIn | None:
        """Return how it is kept now, as far as anybody has said."""
        return self.check_ins[0] if self.check_ins else None


def agreements(*, by: Actor) -> QuerySet[Agreement]:
    """Return the agreements of the actor's boards, the newest first."""
    rows = Agreement.objects.filter(visible(by, Permission.SEE))
    return rows.select_related("board", "partner").order_by("-starts_on", "-id")


def agreement(key: str, *, by: Actor) -> Agreement:
    """Return one agreement.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(agreements(by=by), key)


def commitment(row: Agreement, number: int) -> Commitment:
    """Return a commitment of an agreement by its number.

    :raises Absent: when there is none.
    """
    found = row.commitments.filter(number=number).first()
    if found is None:
        raise Absent("commitment", f"{row.pk} {number}")
    return found


def kept(row: Agreement) -> list[Kept]:
    """Return how each commitment of an agreement is kept, in their order."""
    rows = row.commitments.prefetch_related("check_ins").order_by("number")
    newest = {each: sorted(each.check_ins.all(), key=lambda c: c.pk)[::-1] for each in rows}
    return [Kept(each, said) for each, said in newest.items()]


def agreement_due(row: Agreement, *, at: datetime) -> bool:
    """Return whether nobody has looked at how an agreement in force is kept for a year."""
    today = local_day(at)
    if row.ends_on is not None and row.ends_on <= today:
        return False
    looked = CheckIn.objects.filter(commitment__agreement=row).aggregate(last=Max("on"))
    return is_due(looked["last"] or row.starts_on, today)


def crimes_at(site: str, *, by: Actor) -> set[Crime]:
    """Return the research's kinds of the crimes that the site's problems are.

    :raises Absent: when there is no such site for this person.
    """
    known = categories()
    kinds = {known[code].crime for code in needs.kinds(site, by=by) if code in known}
    return {Crime(kind) for kind in kinds if kind}


def setting_of(site: str, *, by: Actor) -> Setting:
    """Return the kind of place that the research would call the site.

    :raises Absent: when there is no such site for this person.
    """
    return SETTINGS.get(SiteKind(municipality.site(site, by=by).kind), Setting.OTHER)


def expected_at(
    site: str, *, monitoring: Monitoring | None = None, by: Actor, at: datetime
) -> Expected:
    """Return what research says of a camera at a site, with its problems and measures.

    :raises Absent: when there is no such site for this person.
    """
    return expected_effect(
        setting=setting_of(site, by=by),
        problems=crimes_at(site, by=by),
        other_measures=beside_cameras_at(site, by=by, at=at),
        monitoring=monitoring,
    )


def expectation_at(
    site: str, *, monitoring: Monitoring | None = None, by: Actor, at: datetime
) -> Expectation:
    """Return how sites like this one may be expected to change.

    :raises Absent: when there is no such site for this person.
    """
    expected = expected_at(site, monitoring=monitoring, by=by, at=at)
    return expectation(expected.rows, _pooled_of(setting_of(site, by=by), by=by))


def _pooled_of(setting: Setting, *, by: Actor) -> RandomEffects | None:
    """Return our own and others' sites of that kind pooled, when they are enough."""
    like = [each for each in usable(shared_effects(by=by)) if each.setting is setting]
    return pooled_mean(like) if enough(like) else None


def shared_effects(*, by: Actor) -> list[SiteEffect]:
    """Return every site's effect that we know, ours first; they name no place.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="evidence")
    return [row.effect() for row in SharedEffect.objects.order_by("-own", "plan")]


def own_code() -> str:
    """Return the code by which only we know which shared sites are ours."""
    return hashlib.sha256(municipality.municipality().id.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class EffectsPlan:
    """What an import of shared effects would add; `rejected` is what it could not take."""

    new: Sequence[SiteEffect]
    changed: Sequence[SiteEffect]
    unchanged: int
    rejected: Sequence[RejectedLine]


def plan_effects(content: bytes, *, name: str, by: Actor) -> EffectsPlan:
    """Return what a file of shared effects would change; nothing is written.

    A line that gives itself out as one of our own sites is rejected unless we have it.

    :raises BadInput: when the file as a whole cannot be read.
    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="evidence")
    rejected: list[RejectedLine] = []
    read_ones: dict[str, SiteEffect] = {}
    for told in read(content, name=name):
        if isinstance(told, RejectedLine):
            rejected.append(told)
            continue
        number, effect = told
        if effect.municipality == own_code():
            rejected.append(RejectedLine(number, "it is ours, and we have our own"))
        else:
            read_ones[effect.plan] = effect
    known = SharedEffect.objects.in_bulk(list(read_ones))
    ours = {plan for plan, row in known.items() if row.own}
    others = _told_apart(read_ones, known, ours)
    return EffectsPlan(*others, rejected)


def _told_apart(
    told: dict[str, SiteEffect], known: dict[str, SharedEffect], ours: Iterable[str]
) -> tuple[list[SiteEffect], list[SiteEffect], int]:
    """Return the effects that are new, those that changed, and how many are as they were."""
    new = [each for plan, each in told.items() if plan not in known]
    held = {plan: row for plan, row in known.items() if plan not in ours}
    changed = [told[plan] for plan, row in held.items() if document(told[plan]) != row.document]
    return new, changed, len(told) - len(new) - len(changed)
