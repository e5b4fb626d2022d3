"""When the impact on data protection must be assessed, and what the assessment holds, as data.

The nine criteria are those of WP 248 rev. 01. The Swedish authority's list under art. 35.4
takes them over, and an assessment is to be made when two of them or more are there (imy.se,
"Förteckning över när en konsekvensbedömning ska göras", read; of its examples at the end only
that they exist). The texts are ours and short.
"""

from dataclasses import dataclass

from vaka.law.templates import Words

# With how many of the criteria an assessment is to be made, by the authority's list.
ENOUGH = 2
LIST = "GDPR art. 35.4, IMY:s förteckning; WP 248 rev. 01"
LARGE_SCALE_ARTICLE = "GDPR art. 35.3 c"


@dataclass(frozen=True)
class Criterion:
    """One sign of a high risk: our code for it, and its number among the nine."""

    code: str
    number: int
    text: Words


SCORING = Criterion(
    "scoring", 1, Words("Människor utvärderas eller poängsätts", "People are scored or rated")
)
AUTOMATED = Criterion(
    "automated",
    2,
    Words(
        "Beslut med rättslig verkan fattas automatiskt",
        "Decisions with legal effect are automated",
    ),
)
SYSTEMATIC = Criterion(
    "systematic",
    3,
    Words(
        "Människor övervakas systematiskt, som på en allmän plats",
        "People are monitored systematically, as in a public place",
    ),
)
SENSITIVE = Criterion(
    "sensitive",
    4,
    Words(
        "Uppgifterna är känsliga eller av mycket personlig karaktär",
        "The data are sensitive or highly personal",
    ),
)
LARGE_SCALE = Criterion(
    "large-scale", 5, Words("Behandlingen är av stor omfattning", "It is on a large scale")
)
COMBINED = Criterion(
    "combined",
    6,
    Words(
        "Uppgifter från flera behandlingar kombineras", "Data from several sources are combined"
    ),
)
VULNERABLE = Criterion(
    "vulnerable",
    7,
    Words(
        "De registrerade är i underläge: barn, anställda, patienter",
        "The data subjects are vulnerable: children, employees, patients",
    ),
)
NEW_TECHNIQUE = Criterion(
    "new-technique",
    8,
    Words("Ny teknik används, eller känd teknik på ett nytt sätt", "New technique is used"),
)
HINDERING = Criterion(
    "hindering",
    9,
    Words(
        "Någon hindras från en rättighet, en tjänst eller ett avtal",
        "Somebody is kept from a right, a service or a contract",
    ),
)
CRITERIA = (
    *(SCORING, AUTOMATED, SYSTEMATIC, SENSITIVE, LARGE_SCALE),
    *(COMBINED, VULNERABLE, NEW_TECHNIQUE, HINDERING),
)


@dataclass(frozen=True)
class Part:
    """A part of the impact assessment, and the questions whose answers it is drawn from."""

    title: Words
    source: str
    questions: tuple[str, ...]


# GDPR art. 35.7 says what an assessment holds at least; art. 35.2 and 35.9 whom it hears.
PARTS = (
    Part(
        Words("Varför bedömningen görs", "Why the assessment is made"),
        "GDPR art. 35.1 och 35.3",
        ("dpia_needed", "dpia", "large_scale", "new_technique"),
    ),
    Part(
        Words(
            "Behandlingen, dess ändamål och berättigade intresse",
            "The processing, its purposes and the interest",
        ),
        "GDPR art. 35.7 a",
        (
            *("place", "public_access", "watched_area", "purposes", "purpose_level", "hours"),
            *("live", "record", "audio", "movable", "analytics", "retention_hours", "access"),
            "argument_for",
        ),
    ),
    Part(
        Words("Nödvändighet och proportionalitet", "Necessity and proportionality"),
        "GDPR art. 35.7 b",
        (
            *("legal_basis", "necessity", "measures", "measures_rejected"),
            *("purpose_level_why", "expected_effect", "retention_argument", "tips", "sign"),
        ),
    ),
    Part(
        Words("Risker för de registrerade", "Risks to the data subjects"),
        "GDPR art. 35.7 c",
        (
            *("who_is_there", "sensitive_nearby", "passing", "intrusion", "homes_in_view"),
            *("workplace_in_view", "argument_against", "school_hours", "square_gatherings"),
            *("housing_doors", "care_patients"),
        ),
    ),
    Part(
        Words("Åtgärder mot riskerna", "Measures against the risks"),
        "GDPR art. 35.7 d",
        ("masks", "pixels_per_metre", "offline_hours", "security", "indicators", "review_by"),
    ),
    Part(
        Words("De registrerades synpunkter", "The views of the data subjects"),
        "GDPR art. 35.9",
        ("survey", "school_heard", "employees"),
    ),
)
