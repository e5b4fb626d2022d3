"""Messages handed to mail servers, SMS gateways and other systems, over real sockets."""

import base64
import hmac
import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.conf import settings

from tests.stages.response_story import planned, reached, registered, take
from vaka.core.errors import BadInput
from vaka.core.outgoing import Delivery, NotSent, Outgoing
from vaka.decisions.queries import recused_from
from vaka.integrations.mail.client import Gateway as Mail
from vaka.integrations.sms.client import Gateway as Sms
from vaka.integrations.webhook.client import Gateway as Webhook
from vaka.municipality import actions as municipality
from vaka.municipality.models import Letter
from vaka.municipality.rules import Duty, Permission, Role, TaskReason
from vaka.response import actions
from vaka.response.models import Message
from vaka.response.rules.calling import Channel
from vaka.servers.run_due import run_due
from vaka.servers.sending import gateways, send, send_due, send_letter

ADDRESS = "vakt@example.org"
MESSAGE = Outgoing("01K", ADDRESS, "Prioritet 1: Överfall", "Prioritet 1: Överfall\nTorget")


@contextmanager
def listening(handler: type[socketserver.BaseRequestHandler]) -> Iterator[tuple[int, list]]:
    """Serve on this machine; yields the port, and what comes in."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.got = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], server.got
        finally:
            server.shutdown()
            thread.join()


class MailServer(socketserver.StreamRequestHandler):
    """A mail server that knows one address, and the login of nobody."""

    def handle(self) -> None:
        self.say("220 mail")
        for raw in self.rfile:
            match raw.decode().split()[0].upper():
                case "EHLO":
                    self.say("250 mail")
                case "MAIL":
                    self.say("250 ok")
                case "RCPT":
                    known = ADDRESS in raw.decode()
                    self.say("250 ok" if known else "550 nobody here")
                case "DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    self.server.got.append(b"".join(lines))
                    self.say("250 queued as 4711")
                case _:
                    self.say("221 bye")
                    return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class WebServer(http.server.BaseHTTPRequestHandler):
    """An HTTP server that takes what is posted to /taken, and nothing else."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        codes = {"/taken": 201, "/moved": 302}
        self.send_response(codes.get(self.path, 503))
        if self.path == "/moved":
            self.send_header("Location", "/taken")
        self.end_headers()
        self.wfile.write(b'{"id": "s1"}')

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def test_a_letter_is_handed_over_and_the_servers_word_is_the_receipt() -> None:
    with listening(MailServer) as (port, got):
        receipt = Mail(f"smtp://127.0.0.1:{port}", "vaka@kommun.example").send(MESSAGE)
    assert receipt == "queued as 4711"
    letter = got[0].decode()
    assert "Message-ID: <01K@kommun.example>" in letter
    assert "To: vakt@example.org" in letter


def test_a_letter_to_nobody_or_nowhere_is_not_sent() -> None:
    with listening(MailServer) as (port, got):
        way = Mail(f"smtp://127.0.0.1:{port}", "vaka@kommun.example")
        with pytest.raises(NotSent, match="550 nobody here"):
            way.send(replace(MESSAGE, address="ingen@example.org"))
        with pytest.raises(NotSent):
            Mail(f"smtp://a:b@127.0.0.1:{port}", "v@k.example").send(MESSAGE)
        with pytest.raises(NotSent):
            Mail(f"smtp+starttls://127.0.0.1:{port}", "v@k.example").send(MESSAGE)
    assert got == []
    for server in (f"smtp://127.0.0.1:{port}", f"smtps://127.0.0.1:{port}"):
        with pytest.raises(NotSent):
            Mail(server, "v@k.example").send(MESSAGE)


def test_a_text_message_goes_as_a_form_with_name_and_password() -> None:
    with listening(WebServer) as (port, got):
        way = Sms(f"http://name:pass%20word@127.0.0.1:{port}/taken", "Vaka")
        receipt = way.send(replace(MESSAGE, address="+46 70-123"))
    assert receipt == '201 {"id": "s1"}'
    headers, body = got[0]
    assert base64.b64decode(headers["Authorization"].split()[1]) == b"name:pass word"
    told = {"from": ["Vaka"], "to": ["+4670123"], "message": [MESSAGE.text]}
    assert parse_qs(body.decode()) == told


def test_another_system_gets_signed_json_and_cannot_send_us_on() -> None:
    with listening(WebServer) as (port, got):
        way = Webhook("hemlighet")
        way.send(replace(MESSAGE, address=f"http://127.0.0.1:{port}/taken"))
        for path in ("moved", "full"):
            with pytest.raises(NotSent):
                way.send(replace(MESSAGE, address=f"http://127.0.0.1:{port}/{path}"))
    assert len(got) == 3
    headers, body = got[0]
    expected = hmac.new(b"hemlighet", body, "sha256").hexdigest()
    assert headers["X-Vaka-Signature"] == f"sha256={expected}"
    assert json.loads(body) == {"id": "01K", "subject": MESSAGE.subject, "text": MESSAGE.text}
    with pytest.raises(NotSent):
        way.send(replace(MESSAGE, address=f"http://127.0.0.1:{port}/taken"))


@pytest.mark.parametrize("way", [Mail, Sms])
def test_a_setting_that_is_no_gateway_is_refused_by_name(way) -> None:
    for told in ("ftp://host", "smtp:", "https:"):
        with pytest.raises(BadInput, match="VAKA_"):
            way(told, "Vaka")


@pytest.mark.django_db(transaction=True)
def test_what_nobody_acknowledges_reaches_who_is_on_duty(
    site, founder, at: datetime, monkeypatch, tmp_path
) -> None:
    registered(site, founder, at)
    take("a", at)
    contact = reached(founder, at)
    for channel in (Channel.EMAIL, Channel.SMS):
        planned(contact, site, founder, at, channel=channel)
    due = at + timedelta(seconds=90)
    with listening(MailServer) as (port, letters):
        told = replace(settings.VAKA, mail_server=f"smtp://127.0.0.1:{port}", data_dir=tmp_path)
        monkeypatch.setattr(settings, "VAKA", told)
        run_due(at=due)
        assert Channel.SMS not in gateways()
        send_due(at=due)
        send_due(at=due)
    assert len(letters) == 1
    states = {row.channel: (row.state, row.receipt) for row in Message.objects.all()}
    assert states[Channel.EMAIL] == (Delivery.SENT, "queued as 4711")
    assert states[Channel.SMS] == (Delivery.WAITING, "no such gateway is set up")


@pytest.mark.django_db(transaction=True)
def test_a_message_that_another_worker_has_is_left_alone(site, founder, at: datetime) -> None:
    registered(site, founder, at)
    take("a", at)
    planned(reached(founder, at), site, founder, at)
    due = at + timedelta(seconds=90)
    actions.escalate_due(at=due)
    key = Message.objects.get().id
    actions.claim_message(message=key, at=due)
    send(key, ways={}, at=due)
    assert Message.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_board_has_to_see_to_is_told_by_the_mail_server(
    board, person, at: datetime, monkeypatch, tmp_path
) -> None:
    officer = person(Role.CASE_OFFICER, board)
    municipality.change_email(email=ADDRESS, by=officer, at=at)
    duty = Duty(
        board=board.id,
        reason=TaskReason.OPINION_LATE,
        permission=Permission.HANDLE_CASE,
        subject="0" * 26,
        about="TN-2026-9, Polisen",
        due=at.date(),
    )
    municipality.raise_duty(duty, apart=recused_from, at=at)
    send_due(at=at)
    assert Letter.objects.get().state == Delivery.WAITING  # no mail server is set up
    with listening(MailServer) as (port, letters):
        told = replace(settings.VAKA, mail_server=f"smtp://127.0.0.1:{port}", data_dir=tmp_path)
        monkeypatch.setattr(settings, "VAKA", told)
        send_due(at=at)
        send_due(at=at)
    row = Letter.objects.get()
    assert (len(letters), row.state, row.receipt) == (1, Delivery.SENT, "queued as 4711")


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_the_server_does_not_take_is_tried_again(
    board, person, at: datetime
) -> None:
    officer = person(Role.CASE_OFFICER, board)
    municipality.change_email(email="ingen@example.org", by=officer, at=at)
    duty = Duty(
        board=board.id,
        reason=TaskReason.PREPARATION_DUE,
        permission=Permission.HANDLE_CASE,
        subject="0" * 26,
        about="TN-2026-9, Kontoret",
        due=at.date(),
    )
    municipality.raise_duty(duty, apart=recused_from, at=at)
    key = Letter.objects.get().id
    with listening(MailServer) as (port, _letters):
        ways = {Channel.EMAIL: Mail(f"smtp://127.0.0.1:{port}", "vaka@kommun.example")}
        send_letter(key, ways=ways, at=at)
        send_letter(key, ways=ways, at=at)  # not due yet
    row = Letter.objects.get()
    assert (row.state, row.attempts) == (Delivery.WAITING, 1)
    assert "550 nobody here" in row.receipt
