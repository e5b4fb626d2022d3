"""What a plan counted in the reports, as the page shows it before the plan is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from vaka.evaluation.rules.counting import Drawn
from vaka.evaluation.rules.plans import EffectPlan
from vaka.evaluation.rules.trials import Arm
from vaka.needs.rules.categories import categories
from vaka.web.words import in_words


@dataclass(frozen=True)
class CountedArm:
    """The areas of one arm together: problems counted, and what was not."""

    name: str
    areas: int
    months: int
    count: int
    unsure: int
    otherwise: int


def arms(drawn: Sequence[Drawn]) -> list[CountedArm]:
    """Return what was counted, arm by arm; nothing when the counts are a file's.

    The months are those of the area that has the fewest.
    """
    by_arm = {arm: [one for one in drawn if one.area.arm is arm] for arm in Arm}
    return [
        CountedArm(
            name=in_words(arm, "arm"),
            areas=len(found),
            months=min(len(one.area.months) for one in found),
            count=sum(one.count for one in found),
            unsure=sum(one.unsure for one in found),
            otherwise=sum(one.otherwise for one in found),
        )
        for arm, found in by_arm.items()
        if found
    ]


def kinds_of(plan: EffectPlan) -> list[str]:
    """Return the names of the kinds whose reports are counted; none when files are."""
    known, language = categories(), get_language() or "sv"
    return [known[kind].name(language) for kind in plan.counting.kinds] if plan.counting else []
