"""Roles, what each may do, and for which board. Every stage asks here through `access`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class BoardKind(StrEnum):
    """What a body of the municipality is."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    BOARD = "board"


class DepartmentKind(StrEnum):
    """What a department serves."""

    CITY_OFFICE = "city-office"
    DEPARTMENT = "department"


class SiteKind(StrEnum):
    """The kind of place, as the template and the register name it (KBL 10 § 2)."""

    SQUARE = "square"
    STREET = "street"
    PARK = "park"
    CAR_PARK = "car-park"
    BICYCLE_GARAGE = "bicycle-garage"
    SCHOOL = "school"
    HOUSING = "housing"
    CARE = "care"
    TRANSPORT = "transport"
    PREMISES = "premises"


class PartnerKind(StrEnum):
    """What a cooperating organisation is."""

    POLICE = "police"
    COMPANY = "company"
    ASSOCIATION = "association"
    MUNICIPALITY = "municipality"
    AUTHORITY = "authority"


class Role(StrEnum):
    """What a person is there for, or a machine or system that carries a token."""

    SAFETY_COORDINATOR = "safety-coordinator"
    CASE_OFFICER = "case-officer"
    COUNCIL_MEMBER = "council-member"
    DPO = "dpo"
    BOARD_SECRETARY = "board-secretary"
    OPERATOR = "operator"
    TECHNICIAN = "technician"
    POLICE_LIAISON = "police-liaison"
    PARTNER = "partner"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    MACHINE = "machine"
    ALARM_SENDER = "alarm-sender"


class Permission(StrEnum):
    """One thing that can be allowed; pages and API routes name the one they need."""

    SEE = "see"
    IMPORT_PROBLEMS = "import-problems"
    IMPORT_SURVEY = "import-survey"
    IMPORT_POLICE_EVENTS = "import-police-events"
    IMPORT_EVIDENCE = "import-evidence"
    LEAD_PREVENTION = "lead-prevention"
    REGISTER_MEASURE = "register-measure"
    DRAFT_ASSESSMENT = "draft-assessment"
    REVIEW_ASSESSMENT = "review-assessment"
    FINALISE_ASSESSMENT = "finalise-assessment"
    KEEP_ROUTINES = "keep-routines"
    ADVISE_ON_IMPACT = "advise-on-impact"
    HANDLE_CASE = "handle-case"
    RECORD_RESOLUTION = "record-resolution"
    ISSUE_TERMS = "issue-terms"
    REVOKE_TERMS = "revoke-terms"
    REGISTER_CAMERA = "register-camera"
    SEE_CAMERAS = "see-cameras"
    ORDER_WORK = "order-work"
    VIEW_PICTURES = "view-pictures"
    HOLD_RECORDINGS = "hold-recordings"
    REPORT_FROM_EDGE = "report-from-edge"
    REGISTER_TRANSMITTER = "register-transmitter"
    RECEIVE_ALARM = "receive-alarm"
    SEE_INCIDENTS = "see-incidents"
    HANDLE_INCIDENT = "handle-incident"
    EDIT_ACTION_CARD = "edit-action-card"
    RUN_CENTRE = "run-centre"
    SEE_SHARED = "see-shared"
    PLAN_EVALUATION = "plan-evaluation"
    SEE_RECORD = "see-record"
    MAKE_SUPERVISION_FILE = "make-supervision-file"
    ERASE_PERSONAL = "erase-personal"
    DISPOSE_DOCUMENTATION = "dispose-documentation"
    ENTER_REQUESTS = "enter-requests"
    SEE_REQUESTS = "see-requests"
    HANDLE_REQUESTS = "handle-requests"
    SEE_BREACHES = "see-breaches"
    KEEP_BREACHES = "keep-breaches"
    ADMINISTER = "administer"


P = Permission
REQUESTS = (P.ENTER_REQUESTS, P.SEE_REQUESTS, P.HANDLE_REQUESTS)
BREACHES = (P.SEE_BREACHES, P.KEEP_BREACHES)
GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.SAFETY_COORDINATOR: frozenset(
        {
            P.SEE,
            P.IMPORT_PROBLEMS,
            P.IMPORT_SURVEY,
            P.IMPORT_EVIDENCE,
            P.REGISTER_MEASURE,
            P.LEAD_PREVENTION,
            P.DRAFT_ASSESSMENT,
            P.FINALISE_ASSESSMENT,
            P.PLAN_EVALUATION,
            P.SEE_CAMERAS,
            P.ORDER_WORK,
            P.HOLD_RECORDINGS,
            *BREACHES,
        }
    ),
    Role.CASE_OFFICER: frozenset(
        {P.SEE, P.DRAFT_ASSESSMENT, P.HANDLE_CASE, *REQUESTS, *BREACHES}
    ),
    Role.COUNCIL_MEMBER: frozenset({P.SEE, P.REVIEW_ASSESSMENT, P.KEEP_ROUTINES}),
    Role.DPO: frozenset(
        {
            P.SEE,
            P.ADVISE_ON_IMPACT,
            P.SEE_CAMERAS,
            P.HOLD_RECORDINGS,
            P.SEE_RECORD,
            P.MAKE_SUPERVISION_FILE,
            P.ERASE_PERSONAL,
            P.ENTER_REQUESTS,
            P.SEE_REQUESTS,
            *BREACHES,
        }
    ),
    Role.BOARD_SECRETARY: frozenset(
        {
            P.SEE,
            P.HANDLE_CASE,
            P.RECORD_RESOLUTION,
            P.ISSUE_TERMS,
            P.REVOKE_TERMS,
            P.DISPOSE_DOCUMENTATION,
            *REQUESTS,
            *BREACHES,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            P.SEE_CAMERAS,
            P.ORDER_WORK,
            P.VIEW_PICTURES,
            P.SEE_INCIDENTS,
            P.HANDLE_INCIDENT,
            P.ENTER_REQUESTS,
        }
    ),
    Role.TECHNICIAN: frozenset(
        {P.SEE_CAMERAS, P.ORDER_WORK, P.REGISTER_CAMERA, P.REGISTER_TRANSMITTER}
    ),
    Role.POLICE_LIAISON: frozenset({P.ENTER_REQUESTS}),
    Role.PARTNER: frozenset({P.SEE_SHARED}),
    Role.INSPECTOR: frozenset(
        {
            P.SEE,
            P.SEE_CAMERAS,
            P.SEE_RECORD,
            P.MAKE_SUPERVISION_FILE,
            P.SEE_BREACHES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            P.ADMINISTER,
            P.IMPORT_POLICE_EVENTS,
            P.EDIT_ACTION_CARD,
            P.RUN_CENTRE,
            P.SEE_CAMERAS,
            P.REGISTER_TRANSMITTER,
        }
    ),
    Role.MACHINE: frozenset({P.REPORT_FROM_EDGE, P.RECEIVE_ALARM}),
    Role.ALARM_SENDER: frozenset({P.RECEIVE_ALARM}),
}

# What nobody who logs in holds.
BY_TOKEN = frozenset({Role.MACHINE, Role.ALARM_SENDER})
# A role held without a board is held for all of them.
EVERY_BOARD = ""


@dataclass(frozen=True)
class Grant:
    """A role at one board, or at every board."""

    role: Role
    board: str = EVERY_BOARD


@dataclass(frozen=True)
class Actor:
    """Who acts: a person (or machine) with the roles held at that instant.

    `token` is the id of the one by which it acts, and `organisation` of whose it is; both are
    empty without one.
    """

    id: str
    name: str
    grants: frozenset[Grant] = frozenset()
    token: str = ""
    organisation: str = ""

    def roles_at(self, board: str) -> frozenset[Role]:
        """Return the roles held at that board."""
        return frozenset(g.role for g in self.grants if g.board in (board, EVERY_BOARD))


NOBODY = Actor(id="anonymous", name="")


def machine(name: str) -> Actor:
    """Return the actor for one of our own processes, such as a gateway."""
    return Actor(id=name, name=name, grants=frozenset({Grant(Role.MACHINE)}))


def may(actor: Actor, permission: Permission, *, board: str) -> bool:
    """Return whether some role of the actor at that board carries the permission."""
    return any(permission in GRANTS[role] for role in actor.roles_at(board))


def is_guest(actor: Actor) -> bool:
    """Return whether it is somebody of a partner, who has no errand but what is shared."""
    return {grant.role for grant in actor.grants} == {Role.PARTNER}


def boards_with(actor: Actor, permission: Permission) -> frozenset[str]:
    """Return the boards for which the actor has the permission; may hold `EVERY_BOARD`."""
    return frozenset(g.board for g in actor.grants if permission in GRANTS[g.role])
