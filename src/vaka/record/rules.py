"""What an entry of the record is made of, and which kinds there are. Plain Python."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from vaka.core.canonical import canonical_bytes


class Kind(StrEnum):
    """Every kind of entry; `docs/reference/record-kinds.md` explains each."""

    ACCESS_REFUSED = "access.refused"
    PERSONAL_ERASED = "personal.erased"
    INSTALLATION_RESTORED = "installation.restored"
    MUNICIPALITY_FOUNDED = "municipality.founded"
    CONTACT_CHANGED = "contact.changed"
    BOARD_ADDED = "board.added"
    DEPARTMENT_ADDED = "department.added"
    PARTNER_ADDED = "partner.added"
    SITE_ADDED = "site.added"
    PERSON_ADDED = "person.added"
    PASSWORD_SET = "password.set"  # noqa: S105 the name of an act
    PERSON_DEACTIVATED = "person.deactivated"
    PERSON_REACTIVATED = "person.reactivated"
    EMAIL_CHANGED = "email.changed"
    TASK_RAISED = "task.raised"
    TASK_REMINDED = "task.reminded"
    TASK_SETTLED = "task.settled"
    ROLE_ASSIGNED = "role.assigned"
    ROLE_ENDED = "role.ended"
    TOKEN_ISSUED = "token.issued"  # noqa: S105 the name of an act
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 the name of an act
    TOKEN_REFUSED = "token.refused"  # noqa: S105 the name of an act
    CASE_OPENED = "case.opened"
    INITIATIVE_ENTERED = "initiative.entered"
    CASE_PREPARED = "case.prepared"
    MEETING_PLANNED = "meeting.planned"
    DOCUMENT_REGISTERED = "document.registered"
    CASE_REFERRED = "case.referred"
    REFERRAL_REMINDED = "referral.reminded"
    RECUSAL_NOTED = "recusal.noted"
    RECUSAL_WITHDRAWN = "recusal.withdrawn"
    OPINION_GIVEN = "opinion.given"
    DISSENT_NOTED = "dissent.noted"
    STATEMENT_WRITTEN = "statement.written"
    STATEMENT_SIGNED = "statement.signed"
    CASE_RESOLVED = "case.resolved"
    MINUTES_APPROVED = "minutes.approved"
    DELEGATION_ENTERED = "delegation.entered"
    CASE_DECIDED_BY_DELEGATE = "case.decided-by-delegate"
    DELEGATED_REPORTED = "delegated.reported"
    PROBLEMS_IMPORTED = "problems.imported"
    PROBLEMS_IMPORT_UNDONE = "problems.import-undone"
    SOURCE_COLUMNS_TOLD = "source.columns-told"
    SURVEY_IMPORTED = "survey.imported"
    SURVEY_AREAS_IMPORTED = "survey.areas-imported"
    POLICE_EVENTS_IMPORTED = "police-events.imported"
    MEASURE_REGISTERED = "measure.registered"
    AGREEMENT_ENTERED = "agreement.entered"
    COMMITMENT_CHECKED = "commitment.checked"
    PREVENTION_LED = "prevention.led"
    CRIME_PICTURE_WRITTEN = "crime-picture.written"
    CRIME_PICTURE_DECIDED = "crime-picture.decided"
    ACTION_PLAN_BEGUN = "action-plan.begun"
    ACTION_PLAN_CHANGED = "action-plan.changed"
    ACTION_PLAN_DECIDED = "action-plan.decided"
    ACTION_PLAN_FOLLOWED_UP = "action-plan.followed-up"
    STRATEGIC_COUNCIL_MET = "strategic-council.met"
    PREVENTION_REPORTED = "prevention.reported"
    ASSESSMENT_DRAFTED = "assessment.drafted"
    ASSESSMENT_ANSWERED = "assessment.answered"
    ASSESSMENT_SUBMITTED = "assessment.submitted"
    ASSESSMENT_REVIEWED = "assessment.reviewed"
    ADVICE_ANSWERED = "advice.answered"
    ASSESSMENT_TAKEN_BACK = "assessment.taken-back"
    ASSESSMENT_FINALISED = "assessment.finalised"
    ASSESSMENT_RENEWED = "assessment.renewed"
    COMMENT_MADE = "comment.made"
    COMMENT_ANSWERED = "comment.answered"
    COMMENT_SETTLED = "comment.settled"
    ROUTINE_PUBLISHED = "routine.published"
    ROUTINE_FOLLOWED = "routine.followed"
    QUESTION_ADDED = "question.added"
    QUESTION_ENDED = "question.ended"
    IMPACT_ADVISED = "impact.advised"
    EMPLOYEES_HEARD = "employees.heard"
    DECISION_MADE = "decision.made"
    DECISION_APPEALED = "decision.appealed"
    APPEAL_RULED = "appeal.ruled"
    INFORMATION_EXEMPTED = "information.exempted"
    INFORMATION_EXEMPTION_ENDED = "information.exemption-ended"
    CAMERA_HANDED_OVER = "camera.handed-over"
    HAND_OVER_WITHDRAWN = "camera.hand-over-withdrawn"
    CAMERA_TAKEN_OVER = "camera.taken-over"
    TERMS_ISSUED = "terms.issued"
    TERMS_REVOKED = "terms.revoked"
    CAMERA_REGISTERED = "camera.registered"
    CAMERA_INSTALLED = "camera.installed"
    CAMERA_REPLACED = "camera.replaced"
    CAMERA_ADDRESS_CHANGED = "camera.address-changed"
    CAMERA_DEVICE_ADDRESS_CHANGED = "camera.device-address-changed"
    CAMERA_SMALL_STREAM = "camera.small-stream"
    CAMERA_VIEW_CONFIRMED = "camera.view-confirmed"
    SIGN_CONFIRMED = "sign.confirmed"
    SIGN_FLAWED = "sign.flawed"
    CAMERA_MOVED = "camera.moved"
    CAMERA_TAKEN_DOWN = "camera.taken-down"
    CAMERA_HEALTH = "camera.health"
    CAMERA_MASKED = "camera.masked"
    WORK_ORDERED = "work.ordered"
    WORK_DONE = "work.done"
    HOLD_PLACED = "hold.placed"
    HOLD_LIFTED = "hold.lifted"
    RECORDING_STARTED = "recording.started"
    RECORDING_STOPPED = "recording.stopped"
    SEGMENT_DISPOSED = "segment.disposed"
    FOOTAGE_REQUESTED = "footage.requested"
    FOOTAGE_APPROVED = "footage.approved"
    TICKET_ISSUED = "ticket.issued"
    VIEW_STARTED = "view.started"
    VIEW_ENDED = "view.ended"
    REDACTION_BEGUN = "redaction.begun"
    REDACTION_CHANGED = "redaction.changed"
    REDACTION_SEEN = "redaction.seen"
    REDACTION_RELEASED = "redaction.released"
    COPY_TAKEN = "copy.taken"
    CENTRE_CONFIGURED = "centre.configured"
    TRANSMITTER_REGISTERED = "transmitter.registered"
    TRANSMITTER_ENDED = "transmitter.ended"
    HANDLING_RULE_PUBLISHED = "handling-rule.published"
    CONTACT_ADDED = "contact.added"
    CONTACT_ENDED = "contact.ended"
    CALL_OUT_PLANNED = "call-out.planned"
    CALL_OUT_ENDED = "call-out.ended"
    ACTION_CARD_PUBLISHED = "action-card.published"
    ALARM_RECEIVED = "alarm.received"
    INCIDENT_OPENED = "incident.opened"
    INCIDENT_ACKNOWLEDGED = "incident.acknowledged"
    INCIDENT_ESCALATED = "incident.escalated"
    INCIDENT_VERIFIED = "incident.verified"
    INCIDENT_DISPATCHED = "incident.dispatched"
    MESSAGE_SENT = "message.sent"
    MESSAGE_GIVEN_UP = "message.given-up"
    STEP_CHECKED = "step.checked"
    WATCH_ENTRY_WRITTEN = "watch-entry.written"
    INCIDENT_CLOSED = "incident.closed"
    INCIDENT_DISPOSED = "incident.disposed"
    ALARMS_DISPOSED = "alarms.disposed"
    CONTACT_DISPOSED = "contact.disposed"
    SHIFT_DISPOSED = "shift.disposed"
    EXERCISE_DISPOSED = "exercise.disposed"
    WARNING_DISPOSED = "warning.disposed"
    WARNING_RECEIVED = "warning.received"
    EFFECTS_IMPORTED = "effects.imported"
    NEED_STATED = "need.stated"
    SITUATION_PRINTED = "situation.printed"
    SHARING_AGREED = "sharing.agreed"
    SHARING_ENDED = "sharing.ended"
    SHARING_READ = "sharing.read"
    SHARING_LOOKED = "sharing.looked"
    SHARING_SENT = "sharing.sent"
    SHARING_GIVEN_UP = "sharing.given-up"
    SIGNING_KEY_SHOWN = "signing-key.shown"
    PARTNER_LOGIN_GIVEN = "partner-login.given"
    PARTNER_LOGIN_ENDED = "partner-login.ended"
    PLAN_PUBLISHED = "plan.published"
    PLAN_ENDED = "plan.ended"
    RESOURCE_ADDED = "resource.added"
    RESOURCE_HINDERED = "resource.hindered"
    RESOURCE_ENDED = "resource.ended"
    RESOURCE_DRAWN = "resource.drawn"
    RESOURCE_RETURNED = "resource.returned"
    EXERCISE_BEGUN = "exercise.begun"
    EXERCISE_ENDED = "exercise.ended"
    EXERCISE_EVALUATED = "exercise.evaluated"
    SHIFT_BEGUN = "shift.begun"
    SHIFT_ENDED = "shift.ended"
    HANDOVER_RECEIVED = "handover.received"
    EVALUATION_PLANNED = "evaluation.planned"
    COUNTS_IMPORTED = "counts.imported"
    EVALUATION_REPORTED = "evaluation.reported"
    EVALUATION_BROKEN = "evaluation.broken"
    CASE_RETURNED = "case.returned"
    DISCLOSURE_ASKED = "disclosure.asked"
    DISCLOSURE_REVIEWED = "disclosure.reviewed"
    DISCLOSURE_HANDED_OUT = "disclosure.handed-out"
    ACCESS_ASKED = "access-request.asked"
    ACCESS_IDENTIFIED = "access-request.identified"
    ACCESS_EXTENDED = "access-request.extended"
    ACCESS_ANSWERED = "access-request.answered"
    REQUESTER_ERASED = "access-request.erased"
    BREACH_ENTERED = "breach.entered"
    BREACH_AMENDED = "breach.amended"
    BREACH_NOTIFIED = "breach.notified"
    BREACH_NOT_NOTIFIED = "breach.not-notified"
    BREACH_TOLD = "breach.told"
    BREACH_NOT_TOLD = "breach.not-told"
    SUPERVISION_FILE_MADE = "supervision-file.made"
    DOCUMENTATION_DISPOSED = "documentation.disposed"


# Kinds whose subject is a person.
ABOUT_PEOPLE = frozenset(
    {
        Kind.PERSON_ADDED,
        Kind.PASSWORD_SET,
        Kind.PERSON_DEACTIVATED,
        Kind.PERSON_REACTIVATED,
        Kind.EMAIL_CHANGED,
        Kind.ROLE_ASSIGNED,
        Kind.ROLE_ENDED,
    }
)

# Facts are what canonical JSON can carry without loss.
Facts = Mapping[str, object]


@dataclass(frozen=True)
class Act:
    """One act to be put on the record; what names a person is in `personal` alone."""

    kind: Kind
    actor: str
    subject: str
    at: datetime
    facts: Facts = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What the hash of an entry covers; personal fields only through their commitment."""

    seq: int
    kind: str
    actor: str
    subject: str
    at: datetime
    facts: Facts
    commitment: str

    def leaf_data(self) -> bytes:
        """Return the bytes that become the leaf of the Merkle log."""
        return canonical_bytes(
            {
                "seq": self.seq,
                "kind": self.kind,
                "actor": self.actor,
                "subject": self.subject,
                "at": instant(self.at),
                "facts": dict(self.facts),
                "personal": self.commitment,
            }
        )


def instant(at: datetime) -> str:
    """Return the instant as the record writes it: UTC, microseconds, `Z`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def commitment(salt: bytes, personal: Mapping[str, str]) -> str:
    """Return the hash that stands for personal fields: SHA-256 of salt and content, hex.

    Without the 32 random bytes of salt nobody can guess their way back to a name, so that
    erasing the row erases the person while the tree stays whole.
    """
    return hashlib.sha256(salt + canonical_bytes(dict(personal))).hexdigest()


@dataclass(frozen=True)
class Finding:
    """A place in the record that does not hold, and why."""

    place: str
    problem: str


@dataclass(frozen=True)
class Audit:
    """The result of verifying the whole record."""

    size: int
    root: str
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Return whether nothing was found."""
        return not self.findings
