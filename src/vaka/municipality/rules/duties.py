"""What a board has to see to: why, by which day, and what is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vaka.law.se.deadlines import ACCESS_REQUEST, BREACH
from vaka.law.se.secrecy import PROMPTLY
from vaka.law.templates import Words
from vaka.municipality.rules.roles import Permission


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
    DISCLOSURE_ASKED = "disclosure-asked"
    ACCESS_ASKED = "access-asked"
    ACCESS_RUNS_OUT = "access-runs-out"
    BREACH_TO_NOTIFY = "breach-to-notify"
    BREACH_RUNS_OUT = "breach-runs-out"
    BREACH_TO_TELL = "breach-to-tell"
    TOKEN_ENDS = "token-ends"  # noqa: S105 the name of a reason


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
    TaskReason.DISCLOSURE_ASKED: Asked(
        Words(
            "Pröva sekretessen för begärda bilder", "Review the secrecy of pictures asked for"
        ),
        PROMPTLY,
    ),
    TaskReason.ACCESS_ASKED: Asked(ACCESS_REQUEST.text, ACCESS_REQUEST.source),
    TaskReason.ACCESS_RUNS_OUT: Asked(
        Words(
            "Svaret om egna bilder ska ges, eller tiden förlängas med skäl",
            "Answer about someone's own pictures, or extend the time with reasons",
        ),
        ACCESS_REQUEST.source,
    ),
    TaskReason.BREACH_TO_NOTIFY: Asked(BREACH.text, BREACH.source),
    TaskReason.BREACH_RUNS_OUT: Asked(
        Words(
            "Mindre än ett dygn kvar: anmäl incidenten till IMY, eller säg varför inte",
            "Less than a day left: notify the authority of the breach, or say why not",
        ),
        BREACH.source,
    ),
    TaskReason.BREACH_TO_TELL: Asked(
        Words(
            "Hög risk: informera de berörda om incidenten",
            "High risk: tell the persons affected",
        ),
        "GDPR art. 34.1",
    ),
    TaskReason.TOKEN_ENDS: Asked(
        Words(
            "Åtkomstnyckeln löper ut: utfärda en ny, eller låt den upphöra",
            "The token lapses: issue another, or let it end",
        ),
        "GDPR art. 32",
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
