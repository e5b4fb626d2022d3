"""Handing a message to another system; the start of its answer is the receipt."""

import hmac
import json
from dataclasses import dataclass

from vaka.core.outgoing import NotSent, Outgoing
from vaka.integrations.posting import post

JSON = "application/json"


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
        return self.hand_over(message.address, body, content_type=JSON, key=message.key)

    def hand_over(self, address: str, body: bytes, *, content_type: str, key: str) -> str:
        """Return the receipt once the other system has taken these very bytes, signed.

        :raises NotSent: when it has not.
        """
        signature = hmac.new(self.secret.encode(), body, "sha256").hexdigest()
        headers = {
            "Content-Type": content_type,
            "Idempotency-Key": key,
            "X-Vaka-Signature": f"sha256={signature}",
        }
        answer = post(address, body, headers=headers)
        if not answer.taken:
            raise NotSent(answer.words)
        return answer.words
