"""Effect: the plan frozen before the decision, the counts a year after, the report."""

from vaka.demo.example import days
from vaka.demo.example.files import text
from vaka.demo.example.organisation import who
from vaka.evaluation import actions

OUTCOME = "Dokumenterade problem per månad, anmälda av utsatta eller iakttagna"


def plan(*, site: str, camera: str) -> str:
    """Freeze how the camera at the square will be judged; return the evaluation's id."""
    return actions.plan(
        site=site,
        camera=camera,
        outcome=OUTCOME,
        detection_driven=False,
        measure_starts=days.MEASURE_STARTS,
        months=days.MONTHS,
        review_on=days.REVIEW_ON,
        example=True,
        by=who("samordnare", days.PLANNED),
        at=days.PLANNED,
    ).id


def report(evaluation: str) -> None:
    """Take in the counts of the year after, and report what they can carry."""
    by = who("samordnare", days.COUNTED)
    actions.import_counts(
        evaluation=evaluation, csv_text=text("counts.csv"), by=by, at=days.COUNTED
    )
    actions.report(evaluation=evaluation, by=by, at=days.REPORTED)
