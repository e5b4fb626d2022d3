"""Handing a message to another system; the start of its answer is the receipt."""

import hmac
import json
from dataclasses import dataclass

from vaka.core.outgoing import NotSent, Outgoing
from vaka.integrations.posting import post


@dataclass(frozen=True)
class Gateway:
    """Whoever takes our JSON; the secret lets them know that it is from us."""

    secret: str

    def send(self, message: Outgoing) -> str:
        """Return the receipt once the other system has taken the message.

        :raises NotSent: when it has not.
        """
        told = {"id": message.key, "subject": message.subject, "text": message.text}
        body = json.dumps(told, ensure_ascii=False).encode()
        signature = hmac.new(self.secret.encode(), body, "sha256").hexdigest()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
            "X-Vaka-Signature": f"sha256={signature}",
        }
        answer = post(message.address, body, headers=headers)
        if not answer.taken:
            raise NotSent(answer.words)
        return answer.words
