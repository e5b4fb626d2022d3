"""Handing a message to the SMS gateway; the id that it answers with is the receipt."""

from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from vaka.core.errors import BadInput
from vaka.core.outgoing import NotSent, Outgoing
from vaka.integrations.posting import post


@dataclass(frozen=True)
class Gateway:
    """A gateway, by the address that takes `from`, `to` and `message` as a form."""

    url: str
    sender: str

    def __post_init__(self) -> None:
        told = urlsplit(self.url)
        if told.scheme not in ("http", "https") or not told.hostname:
            raise BadInput(
                "VAKA_SMS_GATEWAY", "it is no address", "Write https://name:password@host/path"
            )

    def send(self, message: Outgoing) -> str:
        """Return the receipt once the gateway has taken the message.

        :raises NotSent: when it has not.
        """
        told = urlsplit(self.url)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if told.username:
            pair = f"{unquote(told.username)}:{unquote(told.password or '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        # Numbers are kept as people write them.
        number = message.address.replace(" ", "").replace("-", "")
        form = {"from": self.sender, "to": number, "message": message.text}
        bare = urlunsplit(told._replace(netloc=told.netloc.rpartition("@")[2]))
        answer = post(bare, urlencode(form).encode(), headers=headers)
        if not answer.taken:
            raise NotSent(answer.words)
        return answer.words
