"""CAP messages as SMHI and others write them."""

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MALMO = "55.50,12.90 55.50,13.20 55.70,13.20 55.70,12.90 55.50,12.90"
INFO = """
<info><language>{language}</language><category>Met</category><event>{event}</event>
<urgency>Future</urgency><severity>{severity}</severity><certainty>Likely</certainty>
<onset>2026-03-02T18:00:00+01:00</onset><expires>2026-03-03T06:00:00+01:00</expires>
<headline>{event}</headline><description>Stormbyar</description>
<area><areaDesc>Skåne</areaDesc>{shape}</area></info>"""


def info(
    language: str = "sv-SE",
    *,
    event: str = "Orange varning: vind",
    severity: str = "Severe",
    shape: str = f"<polygon>{MALMO}</polygon>",
) -> str:
    return INFO.format(language=language, event=event, severity=severity, shape=shape)


def alert(
    identifier: str = "1",
    *,
    kind: str = "Alert",
    references: str = "",
    status: str = "Actual",
    sent: str = "2026-03-02T12:00:00+01:00",
    infos: str | None = None,
    scope: str = "Public",
) -> str:
    body = info() if infos is None else infos
    named = f"<references>{references}</references>" if references else ""
    return (
        f'<alert xmlns="{NAMESPACE}"><identifier>{identifier}</identifier>'
        f"<sender>cap@smhi.se</sender><sent>{sent}</sent><status>{status}</status>"
        f"<msgType>{kind}</msgType><scope>{scope}</scope>{named}{body}</alert>"
    )


def feed(*entries: str) -> bytes:
    """Return an Atom feed of entries, each a message or a link."""
    inner = "".join(
        f"<entry><content>{each}</content></entry>"
        if each.startswith("<")
        else f'<entry><link href="{each}" type="application/cap+xml"/></entry>'
        for each in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{inner}</feed>'.encode()
