"""Verbs: dispose of texts that were never made final."""

from vaka.balancing.models import Balancing


def dispose_draft(draft: Balancing) -> None:
    """Dispose of a text that was never made final, with all that was written in and of it.

    The caller's transaction carries it.
    """
    assert draft.finalised_at is None  # what is final is documentation (KBL 9 §)
    for rows in (
        draft.answers,
        draft.advice,
        draft.comments,
        draft.followed,
        draft.impact_advice,
        draft.employees_opinions,
    ):
        rows.all().delete()
    draft.delete()
