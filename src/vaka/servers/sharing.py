"""What is shared with partners, pushed to their systems: signed, in order, with receipts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from vaka.core.outgoing import NotSent
from vaka.integrations.cap import outgoing
from vaka.integrations.webhook.client import JSON, Gateway
from vaka.response import actions, queries
from vaka.response.actions import Handover
from vaka.response.rules.sharing import Form
from vaka.servers.sending import AT_ONCE, some_at_once

CAP = "application/cap+xml"


def share_due(*, at: datetime) -> None:
    """Leave what has changed, and push what is due, some at once."""
    actions.share_changes(at=at)
    some_at_once(queries.due_sharings(at=at, limit=AT_ONCE), lambda key: push(key, at=at))


def push(key: str, *, at: datetime) -> None:
    """Push one sharing, unless another worker has it or it is not to be shared any longer."""
    handover = actions.claim_sharing(sharing=key, at=at)
    if handover is None:
        return
    body, content_type = _AS[handover.form](handover)
    try:
        receipt = Gateway(handover.key).hand_over(
            handover.address, body, content_type=content_type, key=handover.id
        )
    except NotSent as problem:
        actions.note_not_shared(sharing=key, problem=str(problem), at=at)
    else:
        actions.note_shared(sharing=key, receipt=receipt, at=at)


def _json(handover: Handover) -> tuple[bytes, str]:
    told = {
        "id": handover.id,
        "agreement": handover.agreement,
        "sent": handover.sent.astimezone(UTC).isoformat(),
        **handover.facts,
    }
    return json.dumps(told, ensure_ascii=False).encode(), JSON


def _cap(handover: Handover) -> tuple[bytes, str]:
    if handover.original:
        # An authority's word is passed on as it was sent, under its own names.
        return handover.original, CAP
    sender = urlsplit(settings.VAKA.public_url).hostname or "vaka"
    body = outgoing.message(
        outgoing.Sent(sender, handover.id, handover.sent),
        handover.facts,
        restriction=f"Enligt överenskommelse {handover.agreement}",
        earlier=[outgoing.Sent(sender, one.id, one.sent) for one in handover.earlier],
    )
    return body, CAP


_AS: dict[Form, Callable[[Handover], tuple[bytes, str]]] = {Form.JSON: _json, Form.CAP: _cap}
