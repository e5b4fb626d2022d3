"""What kamerabevakningslagen (2018:1200, as amended by 2025:220) lists, as data.

The texts are ours and short; the section beside each is where the law's own words stand.
"""

from dataclasses import dataclass

from vaka.law.templates import Words

# Material is as a rule kept for a couple of days; more is argued for (IMY rapport 2021:2).
RETENTION_HOURS_UNARGUED = 72
# On what a municipality watches (GDPR art. 6.1 e), and what it may say besides where the public
# has access.
GROUND = "GDPR art. 6.1 e"
PUBLIC_GROUND = "lag (2023:196) 14 §"
# What Landskrona was granted at a time (RÅ 2010 ref. 22).
GRANTED_YEARS = 3


@dataclass(frozen=True)
class Rule:
    """One item of the law: our code for it, in words, and where it stands."""

    code: str
    text: Words
    source: str


@dataclass(frozen=True)
class Sanction:
    """What a public authority can be charged, in öre, for breaking which sections."""

    code: str
    most_ore: int
    breaches: tuple[str, ...]
    source: str


PURPOSES = (
    Rule(
        "8-1a",
        Words("Brott på en brottsutsatt plats", "Crime at a place exposed to crime"),
        "KBL 8 § andra stycket 1 a",
    ),
    Rule(
        "8-1b",
        Words(
            "Brott på en annan plats med särskild risk för angrepp",
            "Crime at another place with a special risk of attack",
        ),
        "KBL 8 § andra stycket 1 b",
    ),
    Rule(
        "8-2",
        Words("Störningar av allmän ordning och säkerhet", "Disturbances of public order"),
        "KBL 8 § andra stycket 2",
    ),
    Rule(
        "8-3",
        Words("Kontrollverksamhet", "Control activity"),
        "KBL 8 § andra stycket 3",
    ),
    Rule("8-4", Words("Olyckor", "Accidents"), "KBL 8 § andra stycket 4"),
    Rule(
        "8-5",
        Words("Andra jämförliga ändamål", "Other comparable purposes"),
        "KBL 8 § andra stycket 5",
    ),
)

COUNTER_FACTORS = (
    Rule(
        "how",
        Words("Hur bevakningen ska utföras", "How the surveillance is to be done"),
        "KBL 8 § tredje stycket 1",
    ),
    Rule(
        "privacy-technique",
        Words(
            "Om teknik som skyddar integriteten ska användas",
            "Whether technique that protects privacy is to be used",
        ),
        "KBL 8 § tredje stycket 2",
    ),
    Rule(
        "area",
        Words("Vilket område som ska bevakas", "Which area is to be watched"),
        "KBL 8 § tredje stycket 3",
    ),
)

# What the supervisory authority may exempt from in a single case, with conditions.
EXEMPTIBLE = (
    Rule(
        "15-1",
        Words("Upplysning om bevakningen: skylten", "Telling of the surveillance: the sign"),
        "KBL 15 § första stycket och 17 §",
    ),
    Rule(
        "15-2",
        Words("Särskild upplysning om ljud", "Telling specially of sound"),
        "KBL 15 § andra stycket och 17 §",
    ),
    Rule(
        "15-3",
        Words(
            "Information om personuppgiftsbehandlingen",
            "Information on the processing of personal data",
        ),
        "KBL 15 § tredje stycket och 17 §",
    ),
)

# Where 8-10 §§ do not apply. Necessity, data protection and the sign remain.
EXEMPTIONS = (
    Rule("11-1", Words("Skyddsobjekt", "Protected sites"), "KBL 11 § 1"),
    Rule(
        "11-2",
        Words("Försvarsmaktens fordon, fartyg och luftfartyg", "Vehicles of the Armed Forces"),
        "KBL 11 § 2",
    ),
    Rule(
        "11-3",
        Words("Trafikverkets bevakning av trafik och avgifter", "Traffic and road charges"),
        "KBL 11 § 3",
    ),
    Rule("11-4", Words("Vägtunnlar", "Road tunnels"), "KBL 11 § 4"),
    Rule(
        "11-5",
        Words(
            "Brott, ordning och olyckor i kollektivtrafikens fordon, stationer, hållplatser, "
            "spår och på flygplatser",
            "Crime, order and accidents in vehicles, stations, stops and tracks of public "
            "transport, and at airports",
        ),
        "KBL 11 § 5",
    ),
    Rule("11-6", Words("Brott i postlokaler", "Crime in post offices"), "KBL 11 § 6"),
    Rule("11-7", Words("Brott i parkeringshus", "Crime in parking garages"), "KBL 11 § 7"),
    Rule(
        "11-8",
        Words("Sikt för förare av fordon och maskiner", "Sight for drivers of machines"),
        "KBL 11 § 8",
    ),
    Rule("11-9", Words("Brott i apotek", "Crime in pharmacies"), "KBL 11 § 9"),
    Rule(
        "11-10",
        Words("Myndigheters bevakning i gränsnära områden", "Authorities near borders"),
        "KBL 11 § 10",
    ),
    Rule(
        "13",
        Words(
            "Räddningsledare i högst en månad: olycka eller försvunnen person",
            "A rescue leader for at most one month: an accident or a missing person",
        ),
        "KBL 13 §",
    ),
)

REGISTER_FIELDS = (
    Rule("address", Words("Adress eller motsvarande", "Address or the like"), "KBL 10 § 1"),
    Rule("kind-of-place", Words("Typ av plats", "Type of place"), "KBL 10 § 2"),
    Rule("purpose", Words("Syftet med bevakningen", "Purpose"), "KBL 10 § 3"),
    Rule(
        "technique",
        Words("Ljud eller annan särskild teknik", "Audio or other special technique"),
        "KBL 10 § 4",
    ),
    Rule(
        "assessed",
        Words(
            "Att en bedömning gjorts, och när den senaste gjordes",
            "That an assessment was made, and when the latest was",
        ),
        "KBL 10 § 5",
    ),
)

LOWER_SANCTION = Sanction(
    "lower",
    5_000_000_00,
    ("KBL 9 §", "KBL 10 §"),
    "KBL 25 § 1-2 och 27 § första stycket; lag (2018:218) 6 kap. 2 § andra stycket",
)
HIGHER_SANCTION = Sanction(
    "higher",
    10_000_000_00,
    ("KBL 15 §", "KBL 20 §"),
    "KBL 25 § 3-4 och 27 § andra stycket; lag (2018:218) 6 kap. 2 § andra stycket",
)
SANCTIONS = (LOWER_SANCTION, HIGHER_SANCTION)
