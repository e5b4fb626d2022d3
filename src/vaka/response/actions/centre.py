"""Set the centre up: its rule of correlation, its transmitters, its action cards."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import board_of
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, SiteKind
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.models import ActionCard, Centre, HandlingRule, Transmitter
from vaka.response.rules import cards, handling
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.texts import said

# County and municipality, two digits each (SCB).
MUNICIPALITY = re.compile(r"(0[1-9]|1\d|2[0-5])\d\d")
ACCOUNT = re.compile(r"[0-9A-Z]{1,16}")
KEEP_DAYS = range(30, 3651)
SOONEST, LATEST = timedelta(seconds=10), timedelta(days=1)


@action
def configure_centre(
    *,
    name: str,
    correlation_minutes: int,
    municipalities: Collection[str] = (),
    keep_days: int | None = None,
    keep_exercise_days: int | None = None,
    by: Actor,
    at: datetime,
) -> Centre:
    """Name the centre, and say for how long alarms from one site belong together.

    `municipalities` are the official codes of those that it serves (four digits): a warning
    that names others and no polygon then concerns none of its sites. What was written and sent
    is disposed of `keep_days` after an incident was closed, a shift ended, a contact fell out
    of use; what was said of an exercise `keep_exercise_days` after its evaluation. Without a
    number it is kept.

    :raises BadInput: when the name is missing, the minutes are not 1 to 1440, a code is none,
        or the days are not 30 to 3650.
    """
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject="centre")
    if not 1 <= correlation_minutes <= 1440:
        raise BadInput("correlation_minutes", f"{correlation_minutes}", "Give 1 to 1440")
    if not all(map(MUNICIPALITY.fullmatch, municipalities)):
        raise BadInput("municipalities", "it is no code", "Write four digits: 1280")
    times = {"keep_days": keep_days, "keep_exercise_days": keep_exercise_days}
    for field, days in times.items():
        if days is not None and days not in KEEP_DAYS:
            raise BadInput(field, f"{days}", "Give 30 to 3650, or nothing")
    facts: dict[str, object] = {
        "name": said("name", name, most=100),
        "correlation_minutes": correlation_minutes,
        "municipalities": sorted(set(municipalities)),
        **times,
    }
    row, _ = Centre.objects.update_or_create(pk=1, defaults=facts)
    record.append(Kind.CENTRE_CONFIGURED, actor=by.id, subject="centre", at=at, facts=facts)
    return row


@action
def register_transmitter(
    *,
    account: str,
    name: str,
    site: str,
    places: Mapping[str, str],
    interval: timedelta,
    by: Actor,
    at: datetime,
) -> Transmitter:
    """Register what sends alarms from a site: its account, its zones in words, how often.

    :raises BadInput: when the account is none of SIA DC-09 (section 5.5.1), or it would be
        heard more seldom than once a day.
    :raises Conflict: when a transmitter with that account is in use.
    """
    require(by, Permission.REGISTER_TRANSMITTER, board=board_of(site), subject=account)
    account = account.upper()
    if not ACCOUNT.fullmatch(account):
        raise BadInput("account", "it is no account", "Write 1 to 16 letters A to Z and digits")
    if not SOONEST <= interval <= LATEST:
        raise BadInput("interval", "it is not 10 seconds to a day", "Ask who set it up")
    if Transmitter.objects.filter(account=account, ended_at=None).exists():
        raise Conflict(account, "account-in-use")
    row = Transmitter.objects.create(
        id=new_id(at=at),
        account=account,
        name=name,
        site_id=site,
        places=dict(places),
        interval_seconds=int(interval.total_seconds()),
    )
    facts = {"account": account, "site": site, "interval_seconds": row.interval_seconds}
    record.append(Kind.TRANSMITTER_REGISTERED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def end_transmitter(*, transmitter: str, by: Actor, at: datetime) -> None:
    """Take a transmitter out of use; what its account sends from now on is marked unknown.

    :raises Conflict: when it is out of use already.
    """
    row = find(Transmitter.objects.select_related("site"), transmitter)
    require(by, Permission.REGISTER_TRANSMITTER, board=row.site.board_id, subject=transmitter)
    if not Transmitter.objects.filter(pk=transmitter, ended_at=None).update(ended_at=at):
        raise Conflict(transmitter, "out-of-use-already")
    record.append(
        Kind.TRANSMITTER_ENDED,
        actor=by.id,
        subject=transmitter,
        at=at,
        facts={"account": row.account},
    )


@action
def publish_action_card(
    *,
    kind: IncidentKind,
    title: str,
    steps: Sequence[Mapping[str, object]],
    site_kind: str = "",
    site: str | None = None,
    by: Actor,
    at: datetime,
) -> ActionCard:
    """Publish the next version of a card; incidents already open keep theirs.

    A card of one site goes before that of its kind of site, and that before the one of every
    kind (an empty site kind). A board publishes for its own sites.

    :raises BadInput: when the steps are not as `rules.cards.parse` asks, or both a site and a
        kind of site are named.
    """
    board = board_of(site) if site else EVERY_BOARD
    require(by, Permission.EDIT_ACTION_CARD, board=board, subject="action-card")
    if site and site_kind:
        raise BadInput("site", "a site and a kind of site", "Choose one of them")
    parsed = cards.to_json(cards.parse(steps))
    same = ActionCard.objects.filter(kind=kind, site_kind=site_kind, site=site)
    version = (same.aggregate(newest=Max("version"))["newest"] or 0) + 1
    row = ActionCard.objects.create(
        id=new_id(at=at),
        kind=kind,
        site_kind=site_kind,
        site_id=site,
        version=version,
        title=title,
        steps=parsed,
        published_at=at,
        published_by_id=by.id,
    )
    facts = {
        "kind": kind,
        "site_kind": site_kind,
        "site": site,
        "version": version,
        "steps": parsed,
    }
    record.append(Kind.ACTION_CARD_PUBLISHED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def publish_handling_rule(
    *,
    kind: IncidentKind,
    within: timedelta,
    priority: int,
    escalations: Sequence[timedelta],
    joins: Collection[IncidentKind] = (),
    site_kind: str = "",
    by: Actor,
    at: datetime,
) -> HandlingRule:
    """Publish how incidents of a kind are formed and hurried from now on.

    An empty site kind is the rule for every kind of site that has none of its own. Incidents
    already open keep their priority and the steps that were to fall due.

    :raises BadInput: when the rule is none, as `rules.handling.checked` says, or there is no
        such kind of site.
    """
    require(by, Permission.RUN_CENTRE, board=EVERY_BOARD, subject=kind)
    if site_kind and site_kind not in set(SiteKind):
        raise BadInput("site_kind", "there is no such kind", f"Known are {', '.join(SiteKind)}")
    told = handling.checked(
        kind=kind, within=within, priority=priority, escalations=escalations, joins=joins
    )
    same = HandlingRule.objects.filter(kind=kind, site_kind=site_kind)
    facts: dict[str, object] = {
        "kind": kind,
        "site_kind": site_kind,
        "version": (same.aggregate(newest=Max("version"))["newest"] or 0) + 1,
        "within_minutes": told.within_minutes,
        "joins": list(told.joins),
        "priority": told.priority,
        "escalations": told.seconds,
    }
    row = HandlingRule.objects.create(
        id=new_id(at=at), published_at=at, published_by_id=by.id, **facts
    )
    record.append(Kind.HANDLING_RULE_PUBLISHED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row
