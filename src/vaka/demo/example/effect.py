"""Effect: the plan frozen before the decision, the counts a year after, the report."""

from vaka.demo.example import days
from vaka.demo.example.files import text
from vaka.demo.example.organisation import who
from vaka.evaluation import actions
from vaka.evaluation.rules.plans import Draft
from vaka.measures.rules.evidence import Monitoring

OUTCOME = "Dokumenterade problem per månad, anmälda av utsatta eller iakttagna"


def plan(*, site: str, camera: str) -> str:
    """Freeze how the camera at the square will be judged; return the evaluation's id."""
    return actions.plan(
        Draft(
            site=site,
            camera=camera,
            outcome=OUTCOME,
            detection_driven=False,
            crime=None,
            monitoring=Monitoring.ACTIVE,
            measure_starts=days.MEASURE_STARTS,
            months_before=days.MONTHS,
            months_after=days.MONTHS,
            review_on=days.REVIEW_ON,
        ),
        history=_counted_until(f"{days.PLANNED:%Y-%m}"),
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


def _counted_until(month: str) -> str:
    """Return the counts as they were known before that month, with their header."""
    kept = []
    for line in text("counts.csv").splitlines(keepends=True):
        cells = line.split(",")
        if len(cells) < 4 or cells[2] == "month" or cells[2] < month:
            kept.append(line)
    return "".join(kept)
