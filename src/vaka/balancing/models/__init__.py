"""Balancings as rows: what was answered, who was heard on it, and the template's own part."""

from vaka.balancing.models.council import Advice, Comment, Followed, Routine
from vaka.balancing.models.heard import EmployeesOpinion, ImpactAdvice
from vaka.balancing.models.template import Edition, OwnQuestion
from vaka.balancing.models.weighing import Answer, Balancing

__all__ = [
    "Advice",
    "Answer",
    "Balancing",
    "Comment",
    "Edition",
    "EmployeesOpinion",
    "Followed",
    "ImpactAdvice",
    "OwnQuestion",
    "Routine",
]
