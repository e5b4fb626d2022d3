"""Reads: who speaks as a gateway, and where two want to."""

from datetime import datetime, timedelta

from vaka.operation.models import GatewayVoice
from vaka.operation.rules import CONTESTED_FOR

# What was heard so lately need not be noted again.
LATELY = timedelta(seconds=1)


def speaks(gateway: str, installation: str, *, at: datetime) -> bool:
    """Return whether an installation was heard speaking as a gateway just now."""
    heard = GatewayVoice.objects.filter(gateway=gateway, installation=installation)
    return heard.filter(heard_at__gt=at - LATELY).exists()


def last_heard() -> dict[str, datetime]:
    """Return when each gateway was last heard."""
    return dict(GatewayVoice.objects.values_list("gateway", "heard_at"))


def contested(*, at: datetime) -> list[str]:
    """Return the gateways as which a second installation wanted to speak a short while ago."""
    wanted = GatewayVoice.objects.filter(refused_at__gt=at - CONTESTED_FOR)
    return list(wanted.order_by("gateway").values_list("gateway", flat=True))
