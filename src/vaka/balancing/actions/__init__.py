"""Verbs of balancing, one module for each part of the way."""

from vaka.balancing.actions.council import (
    answer_comment,
    comment,
    reply,
    review,
    settle_comment,
)
from vaka.balancing.actions.disposing import dispose_draft
from vaka.balancing.actions.heard import advise_on_impact, attach_employees_opinion
from vaka.balancing.actions.routines import follow_routine, publish_routine
from vaka.balancing.actions.template import add_question, end_question
from vaka.balancing.actions.weighing import (
    answer,
    draft,
    draft_after,
    finalise,
    renew,
    revise,
    submit,
    take_back,
)

__all__ = [
    "add_question",
    "advise_on_impact",
    "answer",
    "answer_comment",
    "attach_employees_opinion",
    "comment",
    "dispose_draft",
    "draft",
    "draft_after",
    "end_question",
    "finalise",
    "follow_routine",
    "publish_routine",
    "renew",
    "reply",
    "review",
    "revise",
    "settle_comment",
    "submit",
    "take_back",
]
