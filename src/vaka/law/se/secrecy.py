"""Secrecy for what surveillance shows of a person, what lifts it, and how a no is appealed.

OSL is offentlighets- och sekretesslagen (2009:400). The texts are ours and short; the section
beside each is where the law's own words stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vaka.law.se.surveillance import Rule
from vaka.law.templates import Words

SECRECY = Rule(
    "32-3",
    Words(
        "Vad kamerabevakning visar av en enskild är hemligt, om det inte står klart att "
        "uppgiften kan röjas utan att den enskilde eller någon närstående lider men",
        "What camera surveillance shows of a person is secret, unless it is clear that it can "
        "be told without harm to that person or anybody close",
    ),
    "OSL 32 kap. 3 §",
)
# On every picture, copy and paper that leaves; it says which section, and judges nothing.
MARK = Words(f"Sekretess: {SECRECY.source}", f"Secret: {SECRECY.source}")

ASKERS: Mapping[str, Words] = {
    "police": Words("Polismyndigheten", "the Police Authority"),
    "prosecutor": Words("en åklagarmyndighet", "a prosecution authority"),
    "security-service": Words("Säkerhetspolisen", "the Security Service"),
    "customs": Words("Tullverket", "the Customs"),
    "coast-guard": Words("Kustbevakningen", "the Coast Guard"),
    "tax-agency": Words("Skatteverket", "the Tax Agency"),
    "municipality": Words("en kommun", "a municipality"),
    "rescue-service": Words(
        "en myndighet som ansvarar för räddningstjänst",
        "an authority that answers for rescue services",
    ),
    "other": Words("någon annan", "somebody else"),
}
NEEDS: Mapping[str, Words] = {
    "crime-committed": Words("utreda ett begånget brott", "investigate a crime"),
    "crime-ahead": Words(
        "förebygga, förhindra eller upptäcka brottslig verksamhet",
        "prevent, stop or discover criminal activity",
    ),
    "accident-ahead": Words(
        "förebygga en hotande olycka", "prevent an accident that threatens"
    ),
    "accident-happened": Words(
        "begränsa verkningarna av en olycka", "limit the effects of an accident"
    ),
    "other": Words("något annat", "something else"),
}


@dataclass(frozen=True)
class Lifting:
    """Where the secrecy does not stop a disclosure: to whom, for what, with prison or not."""

    rule: Rule
    askers: frozenset[str]
    needs: frozenset[str]
    imprisonment: bool


LIFTINGS = (
    Lifting(
        Rule(
            "32-3a-1",
            Words(
                "Sekretessen hindrar inte att uppgiften lämnas till myndigheten, om den behövs "
                "för ett brott för vilket fängelse är föreskrivet",
                "The secrecy does not stop disclosure to the authority, if it is needed for an "
                "offence with imprisonment in its scale",
            ),
            "OSL 32 kap. 3 a § 1",
        ),
        askers=frozenset(
            {
                "prosecutor",
                "police",
                "security-service",
                "customs",
                "coast-guard",
                "tax-agency",
            }
        ),
        needs=frozenset({"crime-committed", "crime-ahead"}),
        imprisonment=True,
    ),
    Lifting(
        Rule(
            "32-3a-2",
            Words(
                "Sekretessen hindrar inte att uppgiften lämnas till en kommun eller "
                "räddningstjänst, om den behövs för att förebygga eller begränsa en olycka",
                "The secrecy does not stop disclosure to a municipality or rescue service, if "
                "it is needed to prevent or limit an accident",
            ),
            "OSL 32 kap. 3 a § 2",
        ),
        askers=frozenset({"municipality", "rescue-service"}),
        needs=frozenset({"accident-ahead", "accident-happened"}),
        imprisonment=False,
    ),
)

# Who may not be asked more than the review needs (anybody may ask, unnamed) and how soon.
PROMPTLY = "TF 2 kap. 15–16 §§; OSL 6 kap. 5 §"
APPEAL_OF_DISCLOSURE = Rule(
    "6-7",
    Words(
        "Beslutet att inte lämna ut, eller bara delvis, överklagas hos kammarrätten. "
        "Överklagandet lämnas till nämnden inom tre veckor från den dag då den som begärde "
        "fick del av beslutet. För en myndighet som nekats gäller delvis andra regler.",
        "The decision not to disclose, or only in part, is appealed to the administrative "
        "court of appeal. The appeal is handed to the board within three weeks of the day when "
        "the one who asked was told. Partly other rules hold for an authority.",
    ),
    "OSL 6 kap. 7–8 §§; förvaltningslagen 43–44 §§",
)
APPEAL_OF_ACCESS = Rule(
    "7-2",
    Words(
        "Beslutet överklagas hos förvaltningsrätten. Överklagandet lämnas till nämnden inom "
        "tre veckor från den dag då den som begärde fick del av beslutet. Den som begärde får "
        "också klaga hos Integritetsskyddsmyndigheten.",
        "The decision is appealed to the administrative court. The appeal is handed to the "
        "board within three weeks of the day when the one who asked was told. That person may "
        "also complain to the supervisory authority.",
    ),
    "Lagen (2018:218) 7 kap. 2 §; GDPR art. 12.4 och 77",
)
