"""When the persons need not be told of a personal data breach, as data (GDPR art. 34.3)."""

from vaka.law.se.surveillance import Rule
from vaka.law.templates import Words

NOT_TOLD = (
    Rule(
        "unintelligible",
        Words(
            "Uppgifterna var oläsliga för den som kom åt dem, till exempel krypterade",
            "The data were unintelligible to whoever got at them, as by encryption",
        ),
        "GDPR art. 34.3 a",
    ),
    Rule(
        "risk-averted",
        Words(
            "Åtgärder har gjort att den höga risken sannolikt inte uppstår",
            "Measures have made the high risk unlikely to come about",
        ),
        "GDPR art. 34.3 b",
    ),
    Rule(
        "told-publicly",
        Words(
            "Det vore oproportionerligt; allmänheten har informerats i stället",
            "It would take disproportionate effort; the public was told instead",
        ),
        "GDPR art. 34.3 c",
    ),
)
