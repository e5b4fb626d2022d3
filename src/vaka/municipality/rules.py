"""Roles, what each may do, and for which board. Every stage asks here through `access`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vaka.law.templates import Words


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
    """What a person is there for."""

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
    ADMINISTER = "administer"


class TaskReason(StrEnum):
    """Why a board has something to see to."""

    REVIEW_DUE = "review-due"
    DECISION_ENDS = "decision-ends"
    PROBLEM_GONE = "problem-gone"
    EFFECT_DOUBTED = "effect-doubted"
    CAMERA_MOVED = "camera-moved"
    CAMERA_REPLACED = "camera-replaced"
    SENSITIVE_NEIGHBOUR = "sensitive-neighbour"
    CAMERA_LAPSED = "camera-lapsed"
    SIGN_TO_CONFIRM = "sign-to-confirm"
    SIGN_FLAWED = "sign-flawed"
    EXEMPTION_ENDS = "exemption-ends"
    DISPOSAL_DUE = "disposal-due"
    OPINION_LATE = "opinion-late"
    PREPARATION_DUE = "preparation-due"
    CRIME_PICTURE_DUE = "crime-picture-due"
    ACTION_PLAN_DUE = "action-plan-due"
    FOLLOW_UP_DUE = "follow-up-due"


@dataclass(frozen=True)
class Asked:
    """What a reason asks for, and where it is written that it must be done."""

    text: Words
    source: str


ASSESS_ANEW = "KBL 9 § andra stycket"
ASKED: Mapping[TaskReason, Asked] = {
    TaskReason.REVIEW_DUE: Asked(
        Words("Granska beslutet innan det löper ut", "Review the decision before it ends"),
        "KBL 9 §; beslutet",
    ),
    TaskReason.DECISION_ENDS: Asked(
        Words("Beslutet löper ut: avväg på nytt", "The decision ends: weigh anew"),
        "KBL 9 §; beslutet",
    ),
    TaskReason.PROBLEM_GONE: Asked(
        Words(
            "Problemet är inte längre dokumenterat: bedöm på nytt",
            "The problem is no longer documented: assess anew",
        ),
        ASSESS_ANEW,
    ),
    TaskReason.EFFECT_DOUBTED: Asked(
        Words(
            "Uppföljningen visar ingen effekt: bedöm på nytt",
            "The follow-up shows no effect: assess anew",
        ),
        ASSESS_ANEW,
    ),
    TaskReason.CAMERA_MOVED: Asked(
        Words(
            "Kameran har flyttats eller vridits: bedöm på nytt",
            "The camera was moved or turned: assess anew",
        ),
        ASSESS_ANEW,
    ),
    TaskReason.CAMERA_REPLACED: Asked(
        Words(
            "Kameran har bytts ut: bedöm om intrånget ökar",
            "The camera was replaced: assess whether the intrusion grows",
        ),
        ASSESS_ANEW,
    ),
    TaskReason.SENSITIVE_NEIGHBOUR: Asked(
        Words(
            "En skola eller vård har kommit intill: bedöm på nytt",
            "A school or care has come next to it: assess anew",
        ),
        ASSESS_ANEW,
    ),
    TaskReason.CAMERA_LAPSED: Asked(
        Words(
            "Beslutet har upphört: ta ned kameran",
            "The decision has ended: take the camera down",
        ),
        "beslutet; KBL 10 §",
    ),
    TaskReason.SIGN_TO_CONFIRM: Asked(
        Words(
            "Bekräfta skylten på platsen med ett foto",
            "Confirm the sign on site with a photo",
        ),
        "KBL 15 §",
    ),
    TaskReason.SIGN_FLAWED: Asked(
        Words(
            "Skylten är skadad eller borta: sätt upp den och bekräfta den",
            "The sign is damaged or gone: put it up and confirm it",
        ),
        "KBL 15 §",
    ),
    TaskReason.EXEMPTION_ENDS: Asked(
        Words(
            "Undantaget från upplysning löper ut: sätt upp skylten eller ansök på nytt",
            "The exemption from information ends: put the sign up or apply anew",
        ),
        "KBL 17 och 20 §§",
    ),
    TaskReason.DISPOSAL_DUE: Asked(
        Words(
            "Fem år har gått sedan bevakningen upphörde: besluta om gallring",
            "Five years have passed since the surveillance ended: decide on disposal",
        ),
        "KBL 9–10 §§; dokumenthanteringsplanen",
    ),
    TaskReason.OPINION_LATE: Asked(
        Words(
            "Yttrandet har inte kommit: påminn remissinstansen",
            "The opinion has not come: remind the consulted body",
        ),
        "nämndens ordning",
    ),
    TaskReason.PREPARATION_DUE: Asked(
        Words("Beredningen ska vara klar", "The preparation is to be done"),
        "nämndens ordning",
    ),
    TaskReason.CRIME_PICTURE_DUE: Asked(
        Words(
            "Uppdatera lägesbilden över brottsligheten",
            "Update the situation picture of crime",
        ),
        "Lag (2023:196) 4 och 6 §§",
    ),
    TaskReason.ACTION_PLAN_DUE: Asked(
        Words(
            "Besluta om en åtgärdsplan med lägesbilden som underlag",
            "Decide on an action plan with the situation picture as its basis",
        ),
        "Lag (2023:196) 5 §",
    ),
    TaskReason.FOLLOW_UP_DUE: Asked(
        Words(
            "Följ upp åtgärdsplanen, punkt för punkt",
            "Follow up the action plan, point by point",
        ),
        "Lag (2023:196) 6 §",
    ),
}


@dataclass(frozen=True)
class Duty:
    """Something to see to: why, about what thing, by whom it can be done, by which day.

    `mark` tells one time of the same reason from the next. `about` is what a person calls it.
    """

    board: str
    reason: TaskReason
    permission: Permission
    subject: str
    about: str
    due: date
    mark: str = ""

    @property
    def key(self) -> str:
        """Return what is the same however often the duty is found."""
        return f"{self.reason}:{self.subject}:{self.mark}"


def letter(duty: Duty, *, url: str) -> str:
    """Return what somebody is told of a duty, in Swedish; the first line says the most."""
    asked = ASKED[duty.reason]
    return (
        f"{asked.text.sv}: {duty.about}\nSenast {duty.due.isoformat()} ({asked.source}).\n{url}"
    )


P = Permission
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
        }
    ),
    Role.CASE_OFFICER: frozenset({P.SEE, P.DRAFT_ASSESSMENT, P.HANDLE_CASE}),
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
        }
    ),
    Role.OPERATOR: frozenset(
        {
            P.SEE_CAMERAS,
            P.ORDER_WORK,
            P.VIEW_PICTURES,
            P.SEE_INCIDENTS,
            P.HANDLE_INCIDENT,
        }
    ),
    Role.TECHNICIAN: frozenset(
        {P.SEE_CAMERAS, P.ORDER_WORK, P.REGISTER_CAMERA, P.REGISTER_TRANSMITTER}
    ),
    Role.POLICE_LIAISON: frozenset(),
    Role.PARTNER: frozenset({P.SEE_SHARED}),
    Role.INSPECTOR: frozenset({P.SEE, P.SEE_CAMERAS, P.SEE_RECORD, P.MAKE_SUPERVISION_FILE}),
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
}

# A role held without a board is held for all of them.
EVERY_BOARD = ""


@dataclass(frozen=True)
class Grant:
    """A role at one board, or at every board."""

    role: Role
    board: str = EVERY_BOARD


@dataclass(frozen=True)
class Actor:
    """Who acts: a person (or machine) with the roles held at that instant."""

    id: str
    name: str
    grants: frozenset[Grant] = frozenset()

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
