"""The plan of an evaluation: all that decides the verdict, frozen before the decision."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from pydantic import TypeAdapter

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput
from vaka.evaluation.rules.belief import Prior
from vaka.evaluation.rules.counting import Counting
from vaka.evaluation.rules.judging import SIGNIFICANCE, Standing
from vaka.evaluation.rules.matching import MOST_CONTROLS
from vaka.evaluation.rules.placebo import ENOUGH_CONTROLS
from vaka.evaluation.rules.smallest import Smallest
from vaka.evaluation.rules.trials import YEAR, Calendar, calendar, months_later
from vaka.measures.rules.evidence import Crime, Monitoring, Setting

FORMAT = "vaka.effect-plan/1"
BUFFER_METRES = 100
# The horizon by which a plan is judged to answer the question or not.
JUDGED_AFTER = 24
# A plan that sees only falls more than so many times what is expected answers nothing alone.
TOO_COARSE = 2.0
FEWEST_MONTHS, MOST_MONTHS = 3, 60


@dataclass(frozen=True)
class Draft:
    """What a person says of an evaluation; the rest follows from what is known.

    `crime` is None when the outcome mixes several kinds; `months_before` and `months_after` are
    counted months, those that triggered the need left out.
    """

    site: str
    camera: str
    outcome: str
    detection_driven: bool
    crime: Crime | None
    monitoring: Monitoring
    measure_starts: date
    months_before: int
    months_after: int
    review_on: date

    def __post_init__(self) -> None:
        if not self.outcome.strip():
            raise BadInput("outcome", "it is empty", "Write what is counted")
        for where in ("months_before", "months_after"):
            if not FEWEST_MONTHS <= getattr(self, where) <= MOST_MONTHS:
                mend = f"From {FEWEST_MONTHS} to {MOST_MONTHS} months"
                raise BadInput(where, f"{getattr(self, where)} months", mend)
        if self.review_on < months_later(self.measure_starts, self.months_after):
            mend = f"At the earliest {months_later(self.measure_starts, self.months_after)}"
            raise BadInput("review_on", "the months after are not over by then", mend)


@dataclass(frozen=True)
class Beside:
    """Another measure at the place, with its period; drawn in, and told in the report."""

    kind: str
    title: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class EffectPlan:
    """A draft with what is known: controls, what can be seen, what is expected.

    `trigger` is the first and the last day of what triggered the need; `area` the watched area
    (GeoJSON polygon, WGS 84); `history_sha256` of the counts by which the controls were chosen.
    `counting` is None when the counts come as files.
    """

    draft: Draft
    setting: Setting
    trigger: tuple[date, date] | None
    area: Mapping[str, object]
    controls: tuple[str, ...]
    beside: tuple[Beside, ...]
    other_measures: int
    expected: Prior
    smallest: tuple[Smallest, ...]
    history_sha256: str
    counting: Counting | None = None

    @property
    def looks(self) -> int:
        """Return how often the plan may look for a verdict: twice with 39 controls."""
        return 2 if len(self.controls) >= MOST_CONTROLS else 1

    @property
    def significance(self) -> float:
        """Return the p below which a change is shown, at each look."""
        return SIGNIFICANCE / self.looks

    @property
    def calendar(self) -> Calendar:
        """Return the months that count at the first review."""
        return self.calendar_at(1)

    def calendar_at(self, review: int) -> Calendar:
        """Return the months that count at a review, a year more at each."""
        draft = self.draft
        return calendar(
            draft.measure_starts,
            before=draft.months_before,
            after=draft.months_after + YEAR * (max(review, 1) - 1),
            trigger=self.trigger,
        )

    @property
    def answers(self) -> bool:
        """Return whether a fall as large as expected could be seen at this one site.

        When not, it joins the pool of sites, and the board decides with that in sight.
        """
        seen = next(each for each in self.smallest if each.months == JUDGED_AFTER).fall
        hoped = -math.expm1(self.expected.mean)
        return len(self.controls) >= ENOUGH_CONTROLS and seen <= TOO_COARSE * max(hoped, 0.0)


# Days, enums and nested values, to JSON and back.
PLAN = TypeAdapter(EffectPlan)


def review_at(review_on: date, today: date) -> int:
    """Return which review a day belongs to: 0 before the first, then one a year."""
    if today < review_on:
        return 0
    years = today.year - review_on.year
    return years + ((today.month, today.day) >= (review_on.month, review_on.day))


def standing(plan: EffectPlan, *, review: int) -> Standing:
    """Return whether a report may give a verdict: at the planned looks, and no other day."""
    return Standing.CONFIRMATORY if 1 <= review <= plan.looks else Standing.DESCRIPTIVE


def document(plan: EffectPlan) -> dict[str, object]:
    """Return the plan as it is hashed into the record."""
    told: dict[str, object] = PLAN.dump_python(plan, mode="json")
    if plan.counting is None:
        del told["counting"]
    return {"format": FORMAT, "buffer_metres": BUFFER_METRES, "looks": plan.looks, **told}


def plan_hash(told: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) of a plan's document."""
    return hashlib.sha256(canonical_bytes(told)).hexdigest()


def of_document(told: Mapping[str, object]) -> EffectPlan:
    """Return the plan that a document holds, as `document` made it."""
    known = {each.name for each in fields(EffectPlan)}
    return PLAN.validate_python({name: told[name] for name in told.keys() & known})
