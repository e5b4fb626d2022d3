"""Messages that are due, handed to the gateways that the installation has."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import connections

from vaka.core.outgoing import NotSent, Outgoing
from vaka.integrations.mail.client import Gateway as Mail
from vaka.integrations.sms.client import Gateway as Sms
from vaka.integrations.webhook.client import Gateway as Webhook
from vaka.municipality import actions as tasks
from vaka.municipality import queries as municipality
from vaka.response import actions, queries
from vaka.response.rules.calling import Channel

AT_ONCE = 8


class Gateway(Protocol):
    """One way out; every integration that sends has exactly this."""

    def send(self, message: Outgoing) -> str:
        """Return the receipt, or raise NotSent."""


def gateways() -> dict[Channel, Gateway]:
    """Return the ways out that are set up.

    :raises BadInput: when a setting is no gateway.
    """
    told = settings.VAKA
    found: dict[Channel, Gateway] = {Channel.WEBHOOK: Webhook(settings.WEBHOOK_SECRET)}
    if told.mail_server:
        found[Channel.EMAIL] = Mail(told.mail_server, told.mail_from)
    if told.sms_gateway:
        found[Channel.SMS] = Sms(told.sms_gateway, told.sms_from)
    return found


def send_due(*, at: datetime) -> None:
    """Send what is due, some at once; one that hangs delays the next by seconds at most.

    Without a mail server letters wait, and what they are about is shown on the pages alone.
    """
    due, ways = queries.due_messages(at=at, limit=AT_ONCE), gateways()
    some_at_once(due, lambda key: send(key, ways=ways, at=at))
    if Channel.EMAIL in ways:
        letters = municipality.due_letters(at=at, limit=AT_ONCE)
        some_at_once(letters, lambda key: send_letter(key, ways=ways, at=at))


def some_at_once(keys: Sequence[str], hand_over: Callable[[str], None]) -> None:
    """Hand over what has those keys, each on a thread with a connection of its own."""
    if not keys:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(lambda key: _on_a_thread(key, hand_over), keys):
            pass


def _on_a_thread(key: str, hand_over: Callable[[str], None]) -> None:
    try:
        hand_over(key)
    finally:
        connections.close_all()


def send(key: str, *, ways: Mapping[Channel, Gateway], at: datetime) -> None:
    """Send one message, unless another worker has it; note what became of it."""
    claimed = actions.claim_message(message=key, at=at)
    if claimed is None:
        return
    channel, message = claimed
    try:
        if channel not in ways:
            raise NotSent("no such gateway is set up")
        receipt = ways[channel].send(message)
    except NotSent as problem:
        actions.note_not_sent(message=key, problem=str(problem), at=at)
    else:
        actions.note_sent(message=key, receipt=receipt, at=at)


def send_letter(key: str, *, ways: Mapping[Channel, Gateway], at: datetime) -> None:
    """Send one letter about a task, unless another worker has it; note what became of it."""
    letter = tasks.claim_letter(letter=key, at=at)
    if letter is None:
        return
    try:
        receipt = ways[Channel.EMAIL].send(letter)
    except NotSent as problem:
        tasks.note_letter_not_sent(letter=key, problem=str(problem), at=at)
    else:
        tasks.note_letter_sent(letter=key, receipt=receipt, at=at)
