"""Every address there is, read from the addresses themselves, and what fills its blanks."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver

from vaka.api import api
from vaka.web import urls

BLANK = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
JSON = "application/json"


@dataclass(frozen=True)
class Route:
    """One address: `name` as `stage:page` or `METHOD /path`, `template` with its blanks."""

    name: str
    template: str
    methods: tuple[str, ...]
    view: Callable[..., object]

    def __str__(self) -> str:
        return self.name

    @property
    def blanks(self) -> list[str]:
        """Return the names in the address that ids stand for."""
        return [first or second for first, second in BLANK.findall(self.template)]

    def address(self, ids: Mapping[str, str]) -> str:
        """Return the address with each blank filled from the ids, by kind of thing.

        A new route whose blank nobody said the kind of is a KeyError here, and fails.
        """
        return self.filled({blank: _fill(self, blank, ids) for blank in self.blanks})

    def filled(self, told: Mapping[str, str]) -> str:
        """Return the address with these words in its blanks."""
        return BLANK.sub(lambda found: told[found.group(1) or found.group(2)], self.template)


def _fill(route: Route, blank: str, ids: Mapping[str, str]) -> str:
    if blank in FIXED:
        return FIXED[blank]
    kind = KINDS[next(key for key in _places(route, blank) if key in KINDS)]
    return ids[kind]


def _places(route: Route, blank: str) -> list[str]:
    """Return where the kind of a blank may be said, the most particular place first."""
    stage = route.name.partition(":")[0]
    segment = route.template.partition("{")[0].removeprefix("/api/")
    return [f"{route.name}.{blank}", f"{stage}.{blank}", f"{segment}{{{blank}}}"]


# Blanks that name no thing of a board: a section, a question of the template.
FIXED = {
    "kind": "intrusion",
    "number": "1",
    "question": "place",
    "track": "1",
    "doubt": "3-5-crossing",
}
KINDS = {
    "municipality:site.key": "site",
    "municipality:board.key": "board",
    "municipality:board-contact.key": "board",
    "municipality:add-department.key": "board",
    "municipality:end.key": "assignment",
    "municipality:token.key": "token",
    "municipality:task.key": "task",
    "municipality.key": "person",
    "needs.key": "site",
    "needs:crime-picture.key": "crime-picture",
    "needs:crime-write.key": "crime-picture",
    "needs:crime-decide.key": "crime-picture",
    "needs:crime-paper.key": "crime-picture",
    "needs.brought": "import",
    "measures.key": "site",
    "measures:agreement.key": "cooperation",
    "measures:plan.key": "action-plan",
    "measures:plan-point.key": "action-plan",
    "measures:plan-remove.key": "action-plan",
    "measures:plan-decide.key": "action-plan",
    "measures:plan-follow-up.key": "action-plan",
    "measures:plan-paper.key": "action-plan",
    "measures:session.key": "strategic-meeting",
    "measures:check-in.key": "cooperation",
    "balancing:answer-comment.key": "commented",
    "balancing:settle-comment.key": "commented",
    "balancing.key": "balancing",
    "balancing.advice": "advice",
    "balancing.comment": "comment",
    "balancing.series": "routine",
    "balancing.own": "own-question",
    "cases.key": "case",
    "cases.referral": "referral",
    "cases.statement": "statement",
    "cases.resolution": "tabling",
    "cases.recusal": "recusal",
    "cases.decision": "delegated",
    "decisions:decide.balancing_id": "balancing",
    "decisions:download.key": "terms",
    "decisions:revoke.key": "terms",
    "decisions:take-over.transfer": "transfer",
    "decisions:withdraw-transfer.transfer": "handed-over",
    "decisions.key": "decision",
    "decisions.appeal": "appeal",
    "decisions.exemption": "exemption",
    "exemptions/{key}": "exemption",
    "operation:footage.key": "footage",
    "operation:approve-footage.key": "footage",
    "operation:footage-ticket.key": "footage",
    "operation:copy.key": "footage",
    "operation:footage-stream.key": "footage",
    "operation:begin-redaction.key": "footage",
    "operation:redaction.key": "redaction",
    "operation:redaction-picture.key": "redaction",
    "operation:redaction-change.key": "redaction",
    "operation:redaction-ticket.key": "redaction",
    "operation:redaction-stream.key": "redaction",
    "operation:redaction-release.key": "redaction",
    "operation:redaction-copy.key": "redaction",
    "operation:lift-hold.key": "hold",
    "operation:work-done.key": "work",
    "operation:sign-photo.key": "sign",
    "signs/{key}": "sign",
    "operation.key": "camera",
    "operation.ticket": "ticket",
    "response:card.key": "card",
    "response:end-transmitter.key": "transmitter",
    "response:end-call-out.key": "call-out",
    "response:end-contact.key": "contact",
    "response:end-shift.key": "shift",
    "response:plan.key": "plan",
    "response:end-plan.key": "plan",
    "response:hinder-resource.key": "resource",
    "response:end-resource.key": "resource",
    "response:return-resource.key": "use",
    "plans/{key}": "plan",
    "resources/{key}": "resource",
    "resource-uses/{key}": "use",
    "response:agreement.key": "agreement",
    "response:end-agreement.key": "agreement",
    "response:signing-key.key": "agreement",
    "response:end-partner-login.key": "partner-login",
    "sharing-agreements/{key}": "agreement",
    "sharing.incident": "incident",
    "sharing.camera": "camera",
    "sharing.ticket": "ticket",
    "shared/{incident}": "incident",
    "shared/{camera}": "camera",
    "partner-logins/{key}": "partner-login",
    "response:exercise.key": "exercise",
    "response:sound-alarm.key": "exercise",
    "response:end-exercise.key": "exercise",
    "response:evaluate-exercise.key": "exercise",
    "response:receive-handover.key": "shift",
    "response.key": "incident",
    "evaluation.key": "evaluation",
    "oversight:disclosure.key": "disclosure",
    "oversight:review.key": "disclosure",
    "oversight:hand-out.key": "disclosure",
    "oversight:decision.key": "disclosure",
    "oversight:access-request.key": "access-request",
    "oversight:identify.key": "access-request",
    "oversight:extend.key": "access-request",
    "oversight:answer.key": "access-request",
    "oversight:erase-requester.key": "access-request",
    "oversight:access-answer.key": "access-request",
    "oversight:breach.key": "breach",
    "oversight:amend-breach.key": "breach",
    "oversight:notify-breach.key": "breach",
    "oversight:leave-unnotified.key": "breach",
    "oversight:tell-persons.key": "breach",
    "oversight:leave-untold.key": "breach",
    "oversight.key": "camera",
    "oversight:dispose.key": "ended-camera",
    "documentation/{key}": "ended-camera",
    "disclosures/{key}": "disclosure",
    "access-requests/{key}": "access-request",
    "breaches/{key}": "breach",
    "cameras/{key}": "camera",
    "footage-requests/{key}": "footage",
    "redactions/{key}": "redaction",
    "holds/{key}": "hold",
    "work-orders/{key}": "work",
    "incidents/{key}": "incident",
    "contacts/{key}": "contact",
    "shifts/{key}": "shift",
    "exercises/{key}": "exercise",
    "call-outs/{key}": "call-out",
    "tasks/{key}": "task",
    "tokens/{key}": "token",
    "boards/{key}": "board",
    "people/{key}": "person",
    "roles/{key}": "assignment",
    "transmitters/{key}": "transmitter",
    "sites/{key}": "site",
    "imports/{key}": "import",
    "cases/{key}": "case",
    "recusals/{key}": "recusal",
    "referrals/{referral}": "referral",
    "statements/{key}": "statement",
    "resolutions/{key}": "resolution",
    "delegated-decisions/{key}": "delegated",
    "balancings/{key}": "balancing",
    "balancings/advice/{key}": "advice",
    "balancings/comments/{key}": "comment",
    "decisions/{key}": "decision",
    "transfers/{key}": "transfer",
    "POST /transfers/{key}/withdrawal.key": "handed-over",
    "appeals/{key}": "appeal",
    "terms/{key}": "terms",
    "evaluations/{key}": "evaluation",
    "record/entries/{seq}": "entry",
    "agreements/{key}": "cooperation",
    "crime-pictures/{key}": "crime-picture",
    "action-plans/{key}": "action-plan",
}


def pages() -> list[Route]:
    """Return every page of `vaka.web.urls`; each is asked for with GET and with POST."""
    return list(_pages(urls.urlpatterns, "/", ""))


def _pages(
    patterns: list[URLPattern | URLResolver], prefix: str, stage: str
) -> Iterator[Route]:
    for entry in patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inside = f"{entry.namespace}:" if entry.namespace else stage
            yield from _pages(entry.url_patterns, where, inside)
        else:
            yield Route(f"{stage}{entry.name}", where, ("GET", "POST"), entry.callback)


def operations() -> list[Route]:
    """Return every operation of the API, one method each."""
    return [
        Route(f"{method} {prefix}{path}", f"/api{prefix}{path}", (method,), operation.view_func)
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


# What each operation that takes a body is sent, so that it comes as far as the thing itself.
Body = Callable[[Mapping[str, str]], Mapping[str, object] | list[Mapping[str, object]]]
SPAN = {"starts_at": "2026-04-02T10:00:00Z", "ends_at": "2026-04-02T11:00:00Z"}
ASKED = {**SPAN, "reason": "Utredning"}
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[13.0, 55.6], [13.1, 55.6], [13.1, 55.61], [13.0, 55.6]]],
}
PLACE = {
    "longitude": 13.0,
    "latitude": 55.6,
    "height_m": 5,
    "direction_deg": 90,
    "angle_deg": 80,
}
PROBLEM = {
    "id": "1",
    "occurred_from": "2025-03-14",
    "category": "damage",
    "source": "Driften",
    "flag": "observed",
}
YEARS = {"first_year": 2024, "last_year": 2025}
DECIDED = {"body": "Styrelsen", "on": "2026-03-01", "item": "§ 1", "sha256": "0" * 64}
STEP = {"key": "look", "text": "Titta"}
EXEMPTION = {
    "authority": "IMY",
    "case_number": "IMY-2026-2",
    "decided_on": "2026-03-02",
    "exempts": ["15-1"],
    "conditions": "Informera i receptionen.",
    "starts_on": "2040-03-02",
}
DISSENT = {"kind": "reservation", "form": "oral", "party": "Parti X"}
KNOWN = {
    "what": "Ett minne tappades.",
    "categories": "Bilder",
    "consequences": "Inga kända.",
    "measures": "Spärrat.",
    "risk": "risk",
}
BODIES: Mapping[str, Body] = {
    "POST /cameras/{key}/view": lambda ids: {"angle_deg": 80, "nearest_m": 8},
    "POST /tasks/{key}/settlement": lambda ids: {"outcome": "Klart."},
    "POST /tokens": lambda ids: {
        "name": "Växel",
        "why": "Avtal",
        "scopes": ["alarms"],
        "accounts": ["0028"],
        "board": ids["board"],
        "ends_at": "2040-01-01T00:00:00Z",
    },
    "POST /tokens/{key}/revocation": lambda ids: {"why": "Slut"},
    "POST /boards": lambda ids: {"name": "Ny", "kind": "board", "contact": "n@example.org"},
    "POST /boards/{key}/contact": lambda ids: {"contact": "n@example.org"},
    "POST /boards/{key}/departments": lambda ids: {"name": "Ny", "kind": "department"},
    "POST /partners": lambda ids: {"name": "Polisen", "kind": "police"},
    "POST /sites": lambda ids: {
        "board": ids["board"],
        "name": "Ny",
        "kind": "square",
        "address": "Ny 1",
        "outline": OUTLINE,
    },
    "POST /own/email": lambda ids: {"email": "ny@example.org"},
    "POST /people": lambda ids: {"login": "ny", "name": "Ny", "password": "en lösenfras"},
    "POST /people/{key}/password": lambda ids: {"password": "en lösenfras"},
    "POST /people/{key}/reactivation": lambda ids: {"password": "en lösenfras"},
    "POST /people/{key}/roles": lambda ids: {"role": "dpo", "board": ids["board"]},
    "POST /roles/{key}/end": lambda ids: {},
    "POST /transmitters": lambda ids: {
        "account": "0099",
        "name": "Ny",
        "site": ids["site"],
        "interval": 90,
    },
    "POST /cameras/{key}/device-address": lambda ids: {"address": "http://10.0.0.8/"},
    "POST /cameras/{key}/address": lambda ids: {"address": "rtsp://10.0.0.8/x"},
    "POST /cameras/{key}/small-stream": lambda ids: {"address": "rtsp://10.0.0.8/2"},
    "POST /cameras/{key}/place": lambda ids: {**PLACE, "site": ids["site"]},
    "POST /cameras/{key}/sign/flaw": lambda ids: {"flaw": "damaged", "said": "Klotter"},
    "POST /cameras/{key}/tickets": lambda ids: {"purpose": "watch"},
    "POST /cameras/{key}/footage-requests": lambda ids: {
        **ASKED,
        "act": "review",
        "purpose": "incident",
    },
    "POST /redactions/{key}/covers": lambda ids: {
        "first": 0,
        "last": 1,
        "ring": [[0, 0], [1, 0], [1, 1]],
    },
    "POST /cameras/{key}/holds": lambda ids: {
        **ASKED,
        "written_request": "K-1",
        "until": "2026-04-20T10:00:00Z",
    },
    "POST /cameras/{key}/replacement": lambda ids: {
        "what": "Ny kamera",
        "address": "rtsp://10.0.0.9/1",
    },
    "POST /cameras/{key}/work-orders": lambda ids: {"what": "Rengör kupolen"},
    "POST /work-orders/{key}/done": lambda ids: {"outcome": "Rengjord"},
    "POST /handling-rules": lambda ids: {"kind": "fire", "priority": 1, "within_minutes": 30},
    "POST /contacts": lambda ids: {"name": "Jouren", "board": ids["board"], "phone": "112"},
    "POST /call-outs": lambda ids: {
        "contact": ids["contact"],
        "channel": "sms",
        "step": 1,
        "site": ids["site"],
        "days": ["mon"],
    },
    "POST /exercises": lambda ids: {
        "title": "Brand",
        "purpose": "Pröva",
        "board": ids["board"],
    },
    "POST /exercises/{key}/alarms": lambda ids: {
        "transmitter": ids["transmitter"],
        "code": "FA",
    },
    "POST /exercises/{key}/evaluation": lambda ids: {"findings": "Bra"},
    "POST /action-cards": lambda ids: {
        "kind": "fire",
        "site": ids["site"],
        "title": "Brand",
        "steps": [STEP],
    },
    "POST /plans": lambda ids: {
        "title": "Ny",
        "text": "Ny.",
        "steps": [STEP],
        "board": ids["board"],
    },
    "POST /resources": lambda ids: {
        "name": "Ny",
        "count": 1,
        "place": "Förrådet",
        "contact": ids["contact"],
        "board": ids["board"],
    },
    "POST /resources/{key}/hindered": lambda ids: {"why": "Lagas"},
    "POST /incidents/{key}/resources": lambda ids: {"resource": ids["resource"], "count": 1},
    "POST /centre": lambda ids: {"name": "Ny", "correlation_minutes": 30},
    "POST /sharing-agreements": lambda ids: {
        "partner": ids["partner"],
        "board": ids["board"],
        "kinds": ["fire"],
        "detail": "situation",
        "decided_by": "Nämnden § 7",
        "starts_at": "2026-04-02T10:00:00Z",
        "ends_at": "2027-04-02T10:00:00Z",
    },
    "POST /partner-logins": lambda ids: {"partner": ids["partner"], "person": ids["reader"]},
    "POST /shifts": lambda ids: {"board": ids["board"]},
    "POST /shifts/{key}/end": lambda ids: {"notes": ""},
    "POST /incidents/{key}/findings": lambda ids: {"finding": "real"},
    "POST /incidents/{key}/messages": lambda ids: {
        "contact": ids["contact"],
        "channel": "phone",
    },
    "POST /incidents/{key}/checks": lambda ids: {"step": "note"},
    "POST /incidents/{key}/entries": lambda ids: {"text": "Ringde väktaren"},
    "POST /incidents/{key}/close": lambda ids: {"outcome": "false-alarm"},
    "POST /sites/{key}/measures": lambda ids: {
        "kind": "lighting",
        "title": "Lampor",
        "starts": "2025-01-01",
        "cost_investment_ore": 100,
        "cost_yearly_ore": 100,
        "responsible": "Gatukontoret",
    },
    "POST /sites/{key}/problems/rows": lambda ids: [PROBLEM],
    "POST /sites/{key}/sources": lambda ids: {
        "source": "Driften",
        "columns": {"occurred_from": ["Datum"]},
        "fixed": {"category": "damage", "flag": "observed"},
    },
    "POST /cases": lambda ids: {"board": ids["board"], "reference": "X-1", "title": "Nytt"},
    "POST /cases/{key}/referrals": lambda ids: {"consulted": "Skolan", "due": "2026-05-01"},
    "POST /cases/{key}/initiative": lambda ids: {
        "initiator": "Ledamot (X)",
        "received_on": "2026-03-02",
        "demands": ["att utreda"],
    },
    "POST /cases/{key}/preparations": lambda ids: {
        "department": "Kontoret",
        "ordered_on": "2026-03-02",
    },
    "POST /cases/{key}/meetings": lambda ids: {"body": "Nämnden", "on": "2026-05-01"},
    "POST /cases/{key}/recusals": lambda ids: {"who": "Ledamot (X)", "ground": "affected"},
    "POST /cases/{key}/documents": lambda ids: {
        "title": "Karta",
        "direction": "received",
        "party": "Polisen",
        "dated": "2026-03-02",
    },
    "POST /cases/{key}/statements": lambda ids: {
        "dated": "2026-03-02",
        "department": "Kontoret",
        "officer": "Utredare",
        "summary": "Kort.",
        "matter": "Långt.",
        "recipients": ["Polisen"],
        "officers": ["Utredare"],
        "proposals": [{"outcome": "granted", "reasons": "Skäl.", "text": "Nämnden bifaller."}],
    },
    "POST /referrals/{referral}/dissents": lambda ids: DISSENT,
    "POST /resolutions/{key}/dissents": lambda ids: DISSENT,
    "POST /boards/{key}/minutes": lambda ids: {
        "meeting": "2026-04-15",
        "approved_on": "2026-04-20",
        "announced_on": "2026-04-21",
    },
    "POST /delegations": lambda ids: {
        "board": ids["board"],
        "number": "9",
        "subject": "Ny",
        "delegate": "Chef",
        "starts_on": "2026-01-01",
    },
    "POST /cases/{key}/delegated-decisions": lambda ids: {
        "delegation": ids["delegation"],
        "decided_on": "2026-04-01",
        "outcome": "tabled",
        "text": "Väntar.",
    },
    "POST /delegated-decisions/{key}/report": lambda ids: {"meeting": "2026-05-01"},
    "POST /referrals/{referral}/opinion": lambda ids: {"stance": "supports", "text": "Ja."},
    "POST /cases/{key}/resolutions": lambda ids: {
        "meeting": "2026-04-01",
        "item": 7,
        "outcome": "granted",
        "text": "Ja.",
    },
    "POST /balancings": lambda ids: {"site": ids["site"], "case": ids["case"]},
    "POST /balancings/{key}/answers": lambda ids: {"answers": {"place": "Torget."}},
    "POST /balancings/{key}/advice": lambda ids: {"stance": "supports", "reasons": "Bra."},
    "POST /balancings/advice/{key}/reply": lambda ids: {"text": "Tack."},
    "POST /balancings/{key}/comments": lambda ids: {"question": "place", "text": "Var?"},
    "POST /balancings/comments/{key}/answer": lambda ids: {"text": "Där."},
    "POST /routines": lambda ids: {"title": "Skyltar", "text": "Först."},
    "POST /balancings/{key}/routines": lambda ids: {"series": ids["routine"]},
    "POST /own-questions": lambda ids: {
        "section": 13,
        "kind": "text",
        "sv": "Vem har nycklar?",
        "source": "Policyn",
        "required": False,
    },
    "POST /own-questions/ended": lambda ids: {
        "question": ids["own-question"],
        "reason": "Otydlig.",
    },
    "POST /balancings/{key}/impact-advice": lambda ids: {
        "risk": "acceptable",
        "text": "Maska.",
    },
    "POST /balancings/{key}/employees-opinions": lambda ids: {
        "organisation": "Kommunal",
        "form": "negotiated",
        "held_on": "2026-03-01",
        "text": "Enighet.",
    },
    "POST /decisions": lambda ids: {
        "balancing": ids["balancing"],
        "resolution": ids["resolution"],
    },
    "POST /decisions/{key}/appeals": lambda ids: {
        "court_case": "2-26",
        "filed_on": "2026-05-01",
    },
    "POST /decisions/{key}/transfer": lambda ids: {
        "board": "Kulturnämnden",
        "resolution": ids["resolution"],
    },
    "POST /transfers/{key}/withdrawal": lambda ids: {"reason": "Fel kamera."},
    "POST /recusals/{key}/withdrawal": lambda ids: {"reason": "Fel person."},
    "POST /transfers/{key}/balancing": lambda ids: {"site": ids["site"]},
    "POST /appeals/{key}/ruling": lambda ids: {
        "ruling": "rejected",
        "ruled_on": "2026-06-01",
    },
    "POST /decisions/{key}/exemptions": lambda ids: EXEMPTION,
    "POST /exemptions/{key}/end": lambda ids: {"reason": "Återkallat."},
    "POST /terms/{key}/revocation": lambda ids: {"reason": "Slut."},
    "POST /agreements": lambda ids: {
        "board": ids["board"],
        "partner": ids["partner"],
        "title": "Samverkan",
        "purposes": "Färre stölder",
        "areas": "Centrum",
        "starts": "2026-01-01",
        "commitments": [{"text": "delar läget", "responsible": "Polisen"}],
    },
    "POST /agreements/{key}/check-ins": lambda ids: {"number": 1, "standing": "kept"},
    "POST /coordination": lambda ids: {
        "board": ids["board"],
        "function": "Samordnare",
        "contact": "s@example.org",
        "starts": "2026-04-01",
    },
    "POST /crime-pictures": lambda ids: YEARS,
    "POST /crime-pictures/{key}/text": lambda ids: YEARS,
    "POST /crime-pictures/{key}/decision": lambda ids: DECIDED,
    "POST /action-plans/{key}/points": lambda ids: {
        "problem": "Stölder",
        "text": "Belysning",
        "responsible": "Nämnden",
        "due": "2027-01-01",
    },
    "POST /action-plans/{key}/decision": lambda ids: DECIDED,
    "POST /action-plans/{key}/follow-ups": lambda ids: {"number": 1, "progress": "done"},
    "POST /strategic-council": lambda ids: {
        "on": "2026-02-27",
        "led_by": "Kommundirektören",
        "attended": [{"actor": "Polisen", "function": "chef"}],
        "dealt_with": "Läget",
        "minutes": "Enades",
    },
    "POST /prevention-reports": lambda ids: {"on": "2026-02-27", "text": "Året."},
    "POST /evaluations": lambda ids: {
        "site": ids["site"],
        "camera": "01NY",
        "outcome": "Rån",
        "detection_driven": False,
        "monitoring": "active",
        "measure_starts": "2036-04-01",
        "review_on": "2037-05-01",
        "history": "place,arm,month,count\n",
    },
    "POST /evaluations/{key}/counts": lambda ids: {"csv": "place,arm,month,count\n"},
    "POST /evaluations/{key}/broken": lambda ids: {"why": "Den började i juni."},
    "POST /documentation/{key}/disposal": lambda ids: {"plan": "2.4", "why": "Gammalt."},
    "POST /disclosures": lambda ids: {
        **SPAN,
        "camera": ids["camera"],
        "received_on": "2026-04-02",
        "asker": "other",
        "need": "other",
    },
    "POST /disclosures/{key}/review": lambda ids: {"outcome": "refused", "reasons": "Nej."},
    "POST /disclosures/{key}/hand-out": lambda ids: {"to": "Utredare 4", "how": "USB"},
    "POST /access-requests": lambda ids: {
        **SPAN,
        "camera": ids["camera"],
        "received_on": "2026-04-02",
        "looks": "Röd jacka",
        "contact": "070-000 00 00",
    },
    "POST /access-requests/{key}/identity": lambda ids: {"how": "document-seen"},
    "POST /access-requests/{key}/extension": lambda ids: {"reasons": "Många."},
    "POST /access-requests/{key}/answer": lambda ids: {"answer": "refused", "words": "Nej."},
    "POST /breaches": lambda ids: {
        **KNOWN,
        "board": ids["board"],
        "known_at": "2026-04-02T10:00:00Z",
    },
    "POST /breaches/{key}/known": lambda ids: KNOWN,
    "POST /breaches/{key}/notice": lambda ids: {"notified_at": "2026-03-02T13:00:00Z"},
    "POST /breaches/{key}/no-notice": lambda ids: {"reasons": "Krypterat."},
    "POST /breaches/{key}/told": lambda ids: {
        "told_at": "2026-03-02T13:00:00Z",
        "how": "Anslag.",
    },
    "POST /breaches/{key}/untold": lambda ids: {
        "ground": "risk-averted",
        "reasons": "Hittat.",
    },
    "POST /supervision-files": lambda ids: {"camera": ids["camera"]},
}
SIGN = {"where": "Vid infarten", "up_at": "2026-03-02T10:00:00Z", "tells_of": "pictures"}
# Operations that take a file or a query instead of a JSON body.
FILES = {
    "POST /sites/{key}/problems",
    "POST /sites/{key}/problems/trial",
    "POST /survey",
    "POST /survey/areas",
    "POST /evidence/sites",
    "POST /cameras/{key}/sign",
}
# What such a one is told besides.
FIELDS = {"POST /cameras/{key}/sign": SIGN}
QUERIES = {
    "GET /cameras/{key}/recordings": SPAN,
    "GET /balancings/{key}/coverage": {**PLACE, "pixels": 1280},
    "GET /incident-figures": {"year": "2026"},
}


def ask(client: Client, route: Route, method: str, ids: Mapping[str, str]):
    """Ask for a route as somebody, with the body that it takes."""
    return send(client, route, method, route.address(ids), ids)


def send(client: Client, route: Route, method: str, address: str, ids: Mapping[str, str]):
    """Send what a route takes to an address."""
    if method == "GET":
        return client.get(address, QUERIES.get(route.name, {}))
    if method == "DELETE":
        return client.delete(address)
    if route.name in FILES:
        file = SimpleUploadedFile("fil.csv", b"a,b\n1,2\n")
        return client.post(address, {"file": file, **FIELDS.get(route.name, {})})
    if route.name in BODIES:
        return client.post(address, BODIES[route.name](ids), JSON)
    return client.post(address)
