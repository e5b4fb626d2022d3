"""Times that Swedish and European law set for camera surveillance, each with its section."""

from vaka.law.deadlines import Bound, Deadline
from vaka.law.templates import Words

# KBL is kamerabevakningslagen (2018:1200) as amended by (2025:220).
DOCUMENTATION = Deadline(
    "documentation",
    Words(
        "Den dokumenterade bedömningen bevaras minst fem år efter att bevakningen upphört",
        "The documented assessment is kept at least five years after the surveillance ended",
    ),
    Bound.AT_LEAST,
    "KBL 9 § tredje stycket",
    months=60,
)
REGISTER = Deadline(
    "register",
    Words(
        "Förteckningen bevaras minst fem år efter att bevakningen upphört",
        "The register is kept at least five years after the surveillance ended",
    ),
    Bound.AT_LEAST,
    "KBL 10 § tredje stycket",
    months=60,
)
TEMPORARY = Deadline(
    "temporary",
    Words(
        "Räddningsledares bevakning utan bedömning och förteckning: högst en månad",
        "A rescue leader's surveillance without assessment and register: one month at most",
    ),
    Bound.AT_MOST,
    "KBL 13 §",
    months=1,
)
SECRECY = Deadline(
    "secrecy",
    Words(
        "Sekretess för vad bevakningen visar av enskilda gäller i högst sjuttio år",
        "What surveillance shows of a person is secret for seventy years at most",
    ),
    Bound.AT_MOST,
    "OSL 32 kap. 3 § tredje stycket",
    months=70 * 12,
)
CRIME_PICTURE = Deadline(
    "crime-prevention-picture",
    Words(
        "Lägesbilden uppdateras och åtgärdsplanen följs upp minst vartannat år",
        "The crime-prevention picture is updated and its plan followed up every second year",
    ),
    Bound.AT_MOST,
    "Lag (2023:196) 6 §",
    months=24,
)
ACCESS_REQUEST = Deadline(
    "access-request",
    Words(
        "Den som begär ut sina egna bilder får svar inom en månad",
        "Who asks for pictures of themselves is answered within a month",
    ),
    Bound.AT_MOST,
    "GDPR art. 12.3 och 15",
    months=1,
)
# From the receipt; the reasons are told within the first month.
ACCESS_EXTENDED = Deadline(
    "access-request-extended",
    Words(
        "Svaret på en begäran om egna bilder får dröja två månader till, om skälen sagts",
        "The answer may take two further months, if the reasons were told",
    ),
    Bound.AT_MOST,
    "GDPR art. 12.3",
    months=3,
)
BREACH = Deadline(
    "breach",
    Words(
        "En personuppgiftsincident anmäls till IMY inom 72 timmar från att den blev känd",
        "A personal data breach is notified to IMY within 72 hours of becoming known",
    ),
    Bound.AT_MOST,
    "GDPR art. 33.1",
    hours=72,
)
APPEAL = Deadline(
    "appeal",
    Words(
        "Ett beslut överklagas inom tre veckor från att justeringen tillkännagavs",
        "A resolution is appealed within three weeks of the announcement of the minutes",
    ),
    Bound.AT_MOST,
    "Kommunallagen 13 kap. (laglighetsprövning)",
    days=21,
)
# No law sets it. IMY has reprimanded three months as far too short; we keep it with the rest.
ACCESS_LOG = Deadline(
    "access-log",
    Words(
        "Loggen över vem som sett bilder bevaras minst fem år",
        "The log of who has looked at pictures is kept at least five years",
    ),
    Bound.AT_LEAST,
    "Eget val; GDPR art. 5.2 och 32",
    months=60,
)

DEADLINES = (
    DOCUMENTATION,
    REGISTER,
    TEMPORARY,
    SECRECY,
    CRIME_PICTURE,
    ACCESS_REQUEST,
    ACCESS_EXTENDED,
    BREACH,
    APPEAL,
    ACCESS_LOG,
)
