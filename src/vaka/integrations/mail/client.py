"""Handing a message to the mail server; its last answer is the receipt."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from vaka.core.errors import BadInput
from vaka.core.outgoing import NotSent, Outgoing

TIMEOUT_S = 5.0
ACCEPTED = {250, 251}


@dataclass(frozen=True)
class Gateway:
    """A mail server, as `smtp://`, `smtps://` or `smtp+starttls://` with name and password."""

    server: str
    sender: str

    def __post_init__(self) -> None:
        told = urlsplit(self.server)
        if told.scheme not in ("smtp", "smtps", "smtp+starttls") or not told.hostname:
            raise BadInput(
                "VAKA_MAIL_SERVER", "it is no mail server", "Write smtps://name:password@host"
            )

    def send(self, message: Outgoing) -> str:
        """Return the receipt once the server has taken the message.

        :raises NotSent: when it has not.
        """
        letter = EmailMessage()
        letter["From"], letter["To"] = self.sender, message.address
        letter["Subject"], letter["Date"] = message.subject, formatdate(localtime=True)
        # The same at each attempt, so that a letter sent twice is seen to be one.
        letter["Message-ID"] = f"<{message.key}@{self.sender.rpartition('@')[2]}>"
        letter.set_content(message.text)
        try:
            with self._connected() as server:
                return self._handed_over(server, letter)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(str(problem) or type(problem).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        told = urlsplit(self.server)
        host, port = told.hostname or "", told.port or 0
        if told.scheme == "smtps":
            trust = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=trust)
        return smtplib.SMTP(host, port, timeout=TIMEOUT_S)

    def _handed_over(self, server: smtplib.SMTP, letter: EmailMessage) -> str:
        """Return the answer to the whole letter, which names it in the server's own log."""
        told = urlsplit(self.server)
        if told.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if told.username:
            server.login(unquote(told.username), unquote(told.password or ""))
        _taken(server.mail(self.sender))
        _taken(server.rcpt(str(letter["To"])))
        return _taken(server.data(letter.as_bytes()))


def _taken(answer: tuple[int, bytes]) -> str:
    code, said = answer
    words = said.decode(errors="replace")
    if code not in ACCEPTED:
        raise NotSent(f"{code} {words}")
    return words
