"""The codes of measures and of the research in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "no-picture": gettext_noop("No situation picture is decided. A plan rests on one."),
    "no-points": gettext_noop("The plan has no point."),
    "too-many-points": gettext_noop("The plan is full."),
    "not-decided": gettext_noop(
        "The plan is not decided. Only what is decided is followed up."
    ),
}
# What the rules find wrong with an agreement, for the form that was filled in.
PROBLEMS = (
    gettext_noop("it is empty"),
    gettext_noop("it is too long"),
    gettext_noop("it ends before it starts"),
    gettext_noop("there are none, or too many"),
    gettext_noop("a line does not say who"),
    gettext_noop("Write what the reader needs"),
    gettext_noop("Put the end after the start"),
    gettext_noop("Write who, a colon, and what"),
    gettext_noop("Each on a line of its own"),
    gettext_noop("it has not been yet"),
    gettext_noop("Enter it afterwards"),
)
KINDS = {
    "kept": {
        "kept": gettext_noop("held to"),
        "partly": gettext_noop("partly kept"),
        "not-kept": gettext_noop("not kept"),
    },
    "progress": {
        "not-begun": gettext_noop("not started"),
        "under-way": gettext_noop("under way"),
        "done": gettext_noop("done"),
        "dropped": gettext_noop("dropped"),
    },
    "measure": {
        "lighting": gettext_noop("lighting"),
        "physical": gettext_noop("physical change"),
        "social": gettext_noop("social effort"),
        "presence": gettext_noop("presence"),
        "camera": gettext_noop("camera"),
    },
    "group": {
        "all": gettext_noop("All studies"),
        "setting": gettext_noop("By kind of place"),
        "crime_type": gettext_noop("By kind of crime"),
        "other_measures": gettext_noop("By other measures at the place"),
        "monitoring": gettext_noop("By whether somebody looks"),
    },
    "level": {
        "all": gettext_noop("all places and crimes"),
        "drug": gettext_noop("drugs"),
        "vehicle": gettext_noop("vehicle crime"),
        "property": gettext_noop("property"),
        "violent": gettext_noop("violence"),
        "disorder": gettext_noop("disorder"),
        "mixed": gettext_noop("several kinds"),
        "car_park": gettext_noop("car parks"),
        "residential": gettext_noop("residential areas"),
        "city_town_centre": gettext_noop("city and town centres"),
        "housing": gettext_noop("housing estates"),
        "public_housing": gettext_noop("public housing"),
        "public_transport": gettext_noop("public transport"),
        "other": gettext_noop("other places"),
        "active": gettext_noop("somebody looks"),
        "passive": gettext_noop("only recorded"),
        "two_or_more": gettext_noop("two or more other measures"),
        "one": gettext_noop("one other measure"),
        "none": gettext_noop("no other measure"),
    },
    "review": {
        "Piza_Welsh_Farrington_Thomas_2018_2019": "Piza m.fl. 2018/2019 (Brå)",
        "Welsh_Farrington_2007_2009": "Welsh & Farrington 2007/2009",
        "Welsh_Farrington_2002": "Welsh & Farrington 2002",
    },
    "caution": {
        "camera-alone": gettext_noop(
            "No other measure is in force here. Cameras alone have shown no certain effect."
        ),
        "one-other-measure": gettext_noop(
            "One other measure is in force here. With only one the research shows no certain "
            "effect; with two or more it does."
        ),
        "violence-or-disorder-alone": gettext_noop(
            "Against violence and disorder the research shows no certain effect."
        ),
        "passive-in-centre": gettext_noop(
            "In a centre, cameras that nobody watches have shown no certain effect."
        ),
        "setting-without-effect": gettext_noop(
            "At this kind of place the research shows no certain effect."
        ),
    },
}
