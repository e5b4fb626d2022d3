"""The codes of balancing in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "final-already": gettext_noop("The balancing test is final. Make a new version."),
    "not-submitted": gettext_noop("The balancing test is not with the camera council."),
    "submitted": gettext_noop("The balancing test is with the camera council."),
    "not-final": gettext_noop("The balancing test is not final."),
    "own-work": gettext_noop("Who wrote in it cannot review it."),
    "advised-already": gettext_noop("You have advised on this text."),
    "replied-already": gettext_noop("The advice has been answered."),
    "no-advice": gettext_noop("The camera council has not advised on this text."),
    "objection-unanswered": gettext_noop("An objection of the council has no reply."),
    "revised-already": gettext_noop("There is a later version."),
    "comment-unanswered": gettext_noop("A comment of the council has no answer."),
    "comment-open": gettext_noop("Nobody has answered the comment yet."),
    "comment-answered": gettext_noop("The comment has been answered."),
    "comment-settled": gettext_noop("The comment is settled."),
    "followed-already": gettext_noop("The text goes by that version of the routine."),
    "newest-already": gettext_noop("Nothing is newer than what is there."),
    "changed-meanwhile": gettext_noop(
        "Somebody else changed it at the same time. Look at what is there, then try again."
    ),
    "impact-advised": gettext_noop("The data protection officer has advised on this text."),
    "heard-already": gettext_noop("That organisation's opinion of that day is attached."),
    "required-stays": gettext_noop(
        "The template's own questions follow from the law, and no municipality takes them away."
    ),
    "question-ended": gettext_noop("The question is not asked any more."),
}
KINDS = {
    "balancing": {
        "draft": gettext_noop("draft"),
        "in-review": gettext_noop("with the camera council"),
        "final": gettext_noop("final"),
    },
    "advice": {
        "supports": gettext_noop("supports"),
        "supports-with-changes": gettext_noop("supports with changes"),
        "opposes": gettext_noop("opposes"),
    },
    "weighed": {
        "yes": gettext_noop("yes"),
        "yes-with-limits": gettext_noop("yes, with limits"),
        "no": gettext_noop("no"),
    },
    "check": {
        "problem-documented": gettext_noop("The problem at the place is documented."),
        "purpose-coded": gettext_noop("Each purpose is definite and has its code."),
        "necessary": gettext_noop("The surveillance is necessary for the task."),
        "measures-first": gettext_noop("Less intrusive measures have been tried or ruled out."),
        "hours-fit": gettext_noop("The hours are those of the documented problem."),
        "level-fits": gettext_noop("The level of identification is what the purpose needs."),
        "area-fits": gettext_noop("The area is no wider than the problem; homes are masked."),
        "retention-argued": gettext_noop("The keeping time is as short as the purpose allows."),
        "dpia": gettext_noop("The need of an impact assessment has been judged."),
        "employees-heard": gettext_noop("Employees have been heard where they are watched."),
        "sign-ready": gettext_noop("The sign and the full information are ready."),
        "follow-up": gettext_noop("Follow-up, review and end are settled."),
    },
    "finding": {
        "no-documented-problem": gettext_noop(
            "The reports do not amount to a documented problem."
        ),
        "felt-insecurity-only": gettext_noop(
            "Felt insecurity is the only ground. Alone it is not enough."
        ),
        "hours-wider-than-problem": gettext_noop(
            "The hours are wider than the documented problem."
        ),
        "level-above-purpose": gettext_noop("The camera shows more than the purpose needs."),
        "no-other-measure-tried": gettext_noop("No other measure is in force at the place."),
        "few-measures-beside": gettext_noop(
            "Only one other measure stands beside. The research finds no significant effect."
        ),
        "effect-above-evidence": gettext_noop(
            "The expected effect is larger than the research supports here."
        ),
        "violence-or-disorder-alone": gettext_noop(
            "Against violence and disorder alone the research shows no certain effect."
        ),
        "setting-without-effect": gettext_noop(
            "At this kind of place the research shows no certain effect."
        ),
        "passive-in-centre": gettext_noop(
            "In a centre, cameras that nobody watches have shown no certain effect."
        ),
        "retention-unargued": gettext_noop(
            "Recordings are kept longer than is usual, without an argument."
        ),
        "audio": gettext_noop("Sound is a further intrusion, with information of its own."),
        "homes-unmasked": gettext_noop("Homes are in view and nothing is masked."),
        "workplace-in-view": gettext_noop(
            "A workplace is in view, and no opinion of the employees is attached."
        ),
        "children-in-view": gettext_noop(
            "Children are there. Say why they must be watched, and what spares them."
        ),
        "sensitive-people": gettext_noop(
            "Whoever is seen there is seen to be ill, or to believe. Say what spares them."
        ),
        "guests-unmasked": gettext_noop(
            "Guests sit at tables outdoors, and nothing is masked. Both precedents masked them."
        ),
        "ground-outside": gettext_noop(
            "Part of the watched area lies outside the place, perhaps on private ground."
        ),
        "movable": gettext_noop(
            "A camera that turns or zooms can follow somebody and see what was not weighed."
        ),
        "analytics": gettext_noop(
            "Analysis of the picture is a special technique, and stands in the register."
        ),
        "recordings-unguarded": gettext_noop(
            "Somebody may look back or take out recordings with nothing required."
        ),
        "no-use": gettext_noop("The camera is neither to show nor to record."),
        "kept-unrecorded": gettext_noop("A keeping time is given, but nothing is recorded."),
        "recorded-unkept": gettext_noop("Recordings are made and kept for no time at all."),
        "exemption-elsewhere": gettext_noop(
            "The exemption names another kind of place. For a bicycle garage it is untried."
        ),
        "exemption-without-crime": gettext_noop(
            "In a parking garage only surveillance against crime is exempt."
        ),
        "temporary-too-long": gettext_noop(
            "A rescue leader or the police may watch without assessment for a month at most."
        ),
        "ground-not-public": gettext_noop(
            "The express ground is for places to which the public has access."
        ),
        "impact-unassessed": gettext_noop(
            "Criteria of a high risk are met. Say why no impact assessment is needed."
        ),
        "presets-fixed": gettext_noop(
            "Presets are given, and the camera is not movable: such terms cannot be signed."
        ),
        "registered-anyway": gettext_noop(
            "The camera is not exempt, and stands in the register whatever is answered."
        ),
        "ends-before-it-begins": gettext_noop("The last day is before the first."),
        "reviewed-too-late": gettext_noop("The review comes after the last day."),
        "longer-than-granted": gettext_noop(
            "The time is longer than the three years that courts have granted."
        ),
    },
    "comment": {
        "open": gettext_noop("not answered yet"),
        "answered": gettext_noop("answered"),
        "settled": gettext_noop("settled"),
    },
    "limit": {
        "not-always": gettext_noop("not at all hours"),
        "no-audio": gettext_noop("no sound"),
        "not-recorded": gettext_noop("no recording"),
        "fixed": gettext_noop("a fixed camera"),
        "masked": gettext_noop("masked"),
        "short-keeping": gettext_noop("kept for 72 hours at most"),
    },
    "likeness": {
        "kind": gettext_noop("the same kind of place"),
        "purpose": gettext_noop("the same purpose"),
        "hours": gettext_noop("much the same hours"),
        "people": gettext_noop("the same people are there"),
        "uses": gettext_noop("the same uses"),
        "masked": gettext_noop("both are masked"),
    },
    "difference": {
        "longer-hours": gettext_noop("much longer hours here"),
        "shorter-hours": gettext_noop("much shorter hours here"),
        "more-detail": gettext_noop("much more detail here"),
        "less-detail": gettext_noop("much less detail here"),
        "kept-longer": gettext_noop("kept much longer here"),
        "kept-shorter": gettext_noop("kept for a much shorter time here"),
        "unmasked": gettext_noop("nothing is masked here"),
        "further-use": gettext_noop("a use here that was not allowed there"),
    },
    "uneven": {
        "outcome": gettext_noop("One was refused and one granted, for the same purpose."),
        "hours": gettext_noop("The hours of one are twice those of the other, or more."),
        "retention": gettext_noop("One keeps recordings twice as long as the other, or more."),
        "detail": gettext_noop("One shows twice the detail of the other, or more."),
        "masks": gettext_noop("One is masked and the other is not."),
    },
    "change": {
        "added": gettext_noop("new"),
        "removed": gettext_noop("gone"),
        "changed": gettext_noop("said anew"),
    },
    "aspect": {
        "text": gettext_noop("the question"),
        "help": gettext_noop("the help"),
        "source": gettext_noop("the source"),
        "kind": gettext_noop("the kind of answer"),
        "options": gettext_noop("the answers to choose from"),
        "required": gettext_noop("whether it is required"),
    },
    "answer-kind": {
        "text": gettext_noop("text"),
        "line": gettext_noop("one line"),
        "yes-no": gettext_noop("yes or no"),
        "number": gettext_noop("number"),
        "date": gettext_noop("day"),
    },
    "impact": {
        "required": gettext_noop(
            "An impact assessment is required: a public place is monitored systematically on a "
            "large scale."
        ),
        "likely": gettext_noop(
            "Two or more criteria are met: by the authority's list an impact assessment is to "
            "be made. Whoever holds that one of them is not met argues why."
        ),
        "to-argue": gettext_noop(
            "One criterion is met. Say why an impact assessment is needed, or why not."
        ),
        "no-sign": gettext_noop("No criterion is met by what has been answered so far."),
    },
    "risk": {
        "acceptable": gettext_noop("The risk that is left is acceptable."),
        "high": gettext_noop(
            "The risk that is left is high: the authority is consulted first (GDPR art. 36)."
        ),
    },
    "heard": {
        "negotiated": gettext_noop("negotiated under MBL"),
        "consulted": gettext_noop("heard without negotiation"),
    },
    "detail": {
        "monitor": gettext_noop("monitor: that there are people"),
        "detect": gettext_noop("detect: that somebody is there"),
        "observe": gettext_noop("observe: what somebody does"),
        "recognise": gettext_noop("recognise: whether it is somebody known"),
        "identify": gettext_noop("identify: who it is"),
    },
    "use": {
        "home": gettext_noop("homes"),
        "workplace": gettext_noop("workplaces"),
        "sensitive": gettext_noop("schools, care and places of worship"),
        "other": gettext_noop("other buildings"),
    },
    "severity": {
        "note": gettext_noop("to note"),
        "argue": gettext_noop("to argue for"),
        "mend": gettext_noop("to mend"),
    },
}
