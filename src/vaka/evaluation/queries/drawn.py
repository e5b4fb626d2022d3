"""Reads: the counts of an evaluation as the reports of problems have them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from vaka.core.errors import BadInput
from vaka.decisions import queries as decisions
from vaka.evaluation.rules.counting import CountedPlace, Counting, Drawn, Reports
from vaka.evaluation.rules.plans import BUFFER_METRES, Draft
from vaka.evaluation.rules.trials import Area, Arm, months_later
from vaka.geometry.inside import Ground
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.needs.rules.categories import FELT, categories
from vaka.needs.rules.counts import ByFlag

if TYPE_CHECKING:
    from vaka.municipality.models import Site


def kinds_reported(*, by: Actor) -> set[str]:
    """Return the kinds of problem that can be counted: reported, and no feeling."""
    sites = municipality.sites(by=by).values_list("pk", flat=True)
    return {kind for site in sites for kind in needs.kinds(site, by=by)} - {FELT}


def counting_at(
    site: "Site", area: Mapping[str, object], *, reports: Reports, by: Actor
) -> Counting:
    """Return what is counted at a site and at every place with which it may be compared.

    Those are the board's other sites without a camera that is decided on, clear of the area
    and of what lies next to it, each by its outline.

    :raises BadInput: when no kind is chosen, or one is none that can be counted.
    """
    if not reports.kinds or not set(reports.kinds) <= categories().keys() - {FELT}:
        raise BadInput("kinds", "there is no such kind to count", "Choose kinds of problem")
    watched = decisions.decisions(by=by).values("balancing__site")
    others = municipality.sites(by=by).filter(board=site.board_id).exclude(pk=site.pk)
    ground = Ground(area)
    return Counting(
        kinds=tuple(sorted(reports.kinds)),
        places=(
            CountedPlace(site.name, Arm.TREATED, site.pk, area),
            CountedPlace(f"{site.name[:90]} (intill)", Arm.BUFFER, site.pk, area),
            *(
                CountedPlace(other.name, Arm.CONTROL, other.pk, other.outline)
                for other in others.exclude(pk__in=watched)
                if ground.apart(other.outline) > BUFFER_METRES
            ),
        ),
    )


def drawn(counting: Counting, draft: Draft, *, board: str) -> list[Drawn]:
    """Return each place as the reports have it now, over the months that are taken in.

    What is found by looking is counted when the outcome is such, and then nothing else is.
    """
    read = needs.months_read(board)
    places = [place for place in counting.places if place.site in read]
    grounds = [_ground(place) for place in places]
    found = needs.reported_inside(grounds, kinds=counting.kinds, board=board)
    told = []
    for place, inside in zip(places, found, strict=True):
        months, otherwise = {}, 0
        for month in _months(read[place.site]):
            flags = inside.months.get(month, ByFlag())
            own, rest = flags.reported, flags.detected
            months[month] = rest if draft.detection_driven else own
            otherwise += own if draft.detection_driven else rest
        told.append(Drawn(Area(place.place, place.arm, months), inside.unsure, otherwise))
    return told


def _ground(place: CountedPlace) -> Ground:
    return Ground(place.area, BUFFER_METRES if place.arm is Arm.BUFFER else 0)


def _months(read: needs.Read) -> list[date]:
    span = (read.last.year - read.first.year) * 12 + read.last.month - read.first.month
    return [months_later(read.first, n) for n in range(span + 1)]


def is_read(counting: Counting, read: Mapping[str, needs.Read], *, until: date) -> bool:
    """Return whether every place's reports are taken in to the end of that month."""
    return all(
        place.site in read and read[place.site].last >= until for place in counting.places
    )
