"""People: who the law needs, who may look at pictures, who came with the example."""

from collections import Counter
from collections.abc import Iterator

from vaka.doctor import addresses
from vaka.doctor.actor import DOCTOR
from vaka.doctor.finding import Asked, Finding

# A password is slow to try, by design.
MOST_PEOPLE = 200


def founded(asked: Asked) -> Iterator[Finding]:
    """Yield what the municipality lacks: itself, its boards, whom the law needs."""
    from vaka.municipality import queries
    from vaka.municipality.rules import Permission, Role

    if not queries.is_founded():
        yield Finding("not-founded")
        return
    if not queries.municipality().dpo_contact.strip():
        yield Finding("dpo-contact-missing")
    if not queries.boards(by=DOCTOR, permission=Permission.ADMINISTER).exists():
        yield Finding("boards-none")
    for role in (Role.DPO, Role.ADMINISTRATOR, Role.BOARD_SECRETARY):
        if not queries.holding(role, by=DOCTOR, at=asked.at).exists():
            yield Finding(f"nobody-{role}")


def example(asked: Asked) -> Iterator[Finding]:
    """Yield logins that everybody who has read our documents knows."""
    from django.contrib.auth.hashers import check_password

    from vaka.demo.installation import PASSWORD
    from vaka.municipality import queries

    host = addresses.url("VAKA_PUBLIC_URL", asked.told.public_url)[1]
    if queries.is_example():
        if not addresses.is_here(host):
            yield Finding("example-published", {"host": host})
        return
    known = [
        person.login
        for person in queries.people().order_by("login")[:MOST_PEOPLE]
        if check_password(PASSWORD, person.password)
    ]
    if known:
        yield Finding("login-example", {"count": len(known), "first": known[0]})


def factors(asked: Asked) -> Iterator[Finding]:
    """Yield that people see pictures by a password alone."""
    from vaka.municipality import queries
    from vaka.municipality.rules import GRANTS, Permission, Role

    viewing = [role for role in Role if Permission.VIEW_PICTURES in GRANTS[role]]
    who = {
        person.id
        for role in viewing
        for person in queries.holding(role, by=DOCTOR, at=asked.at)
    }
    if who:
        yield Finding("second-factor-none", {"count": len(who)})


def called(asked: Asked) -> Iterator[Finding]:
    """Yield the ways of the call-out plan by which nothing can be sent."""
    from vaka.response import queries
    from vaka.response.rules.calling import Channel

    ways = Counter(row.channel for row in queries.call_outs(by=DOCTOR))
    told = asked.told
    gateways = {
        Channel.EMAIL: ("VAKA_MAIL_SERVER", told.mail_server),
        Channel.SMS: ("VAKA_SMS_GATEWAY", told.sms_gateway),
    }
    for channel, (name, value) in gateways.items():
        if ways[channel] and not value:
            facts = {"channel": str(channel), "count": ways[channel], "name": name}
            yield Finding("calling-without-gateway", facts)
    if not told.mail_server and not asked.is_development:
        yield Finding("mail-none")
