"""Cases as rows. What has been said, signed or resolved is never changed, only added to."""

from vaka.cases.models.hearing import Opinion, Position, Referral, Reminder
from vaka.cases.models.matters import (
    Case,
    Demand,
    Document,
    Initiative,
    Meeting,
    Preparation,
    Recusal,
)
from vaka.cases.models.resolving import (
    DelegatedDecision,
    Delegation,
    DemandResolution,
    Dissent,
    Minutes,
    Resolution,
)
from vaka.cases.models.statements import Proposal, Statement

__all__ = [
    "Case",
    "DelegatedDecision",
    "Delegation",
    "Demand",
    "DemandResolution",
    "Dissent",
    "Document",
    "Initiative",
    "Meeting",
    "Minutes",
    "Opinion",
    "Position",
    "Preparation",
    "Proposal",
    "Recusal",
    "Referral",
    "Reminder",
    "Resolution",
    "Statement",
]
