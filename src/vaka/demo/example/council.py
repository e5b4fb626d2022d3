"""The council of the example: its routine, its comments, its question; who is heard first."""

from datetime import datetime

from vaka.balancing import actions
from vaka.balancing.rules.hearing import Form, Risk
from vaka.balancing.rules.own import Asked
from vaka.demo.example import days
from vaka.demo.example.days import Square
from vaka.demo.example.files import Fields, day, table, tables, toml, whole, word
from vaka.demo.example.organisation import who

AUTHOR, COUNCIL, OFFICER = "samordnare", "radet", "dso"


def publish_routine() -> str:
    """Publish the routine that the balancings begin with; return its series."""
    return _publish("first", "", days.ROUTINE)


def change(routine: str) -> None:
    """Publish the routine anew and ask for it, long after both cameras were decided on."""
    _publish("second", routine, days.ROUTINE_AGAIN)
    told = table(_told(), "question")
    asked = Asked(
        section=whole(told, "section"),
        kind=word(told, "kind"),
        sv=word(told, "sv"),
        en=word(told, "en"),
        source=word(told, "source"),
        required=told["required"] is True,
    )
    at = days.ROUTINE_AGAIN
    actions.add_question(asked, by=who(COUNCIL, at), at=at)


def _publish(version: str, series: str, at: datetime) -> str:
    told = table(_told(), "routine")
    return actions.publish_routine(
        title=word(told, "title"),
        text=word(told, version),
        series=series,
        by=who(COUNCIL, at),
        at=at,
    ).series


def ask(balancing: str) -> list[str]:
    """Ask of two answers of the square's first text; return the comments."""
    by, at = who(COUNCIL, Square.ADVISED), Square.ADVISED
    return [
        actions.comment(
            balancing=balancing,
            question=word(each, "question"),
            text=word(each, "text"),
            by=by,
            at=at,
        ).id
        for each in tables(_told(), "comments")
    ]


def be_answered(comments: list[str]) -> None:
    """Answer what was asked by mending the text, and hold that to be enough."""
    at = Square.MENDED
    for comment, told in zip(comments, tables(_told(), "comments"), strict=True):
        text = word(told, "answer")
        actions.answer_comment(comment=comment, text=text, by=who(AUTHOR, at), at=at)
    at = Square.ADVISED_AGAIN
    for comment in comments:
        actions.settle_comment(comment=comment, by=who(COUNCIL, at), at=at)


def hear(balancing: str) -> None:
    """Have the employees and the data protection officer heard on the square's final text."""
    told = table(_told(), "employees")
    actions.attach_employees_opinion(
        balancing=balancing,
        organisation=word(told, "organisation"),
        form=Form(word(told, "form")),
        held_on=day(told, "held_on"),
        text=word(told, "text"),
        by=who(AUTHOR, Square.ADVISED_AGAIN),
        at=Square.ADVISED_AGAIN,
    )
    told = table(_told(), "impact")
    actions.advise_on_impact(
        balancing=balancing,
        risk=Risk(word(told, "risk")),
        text=word(told, "text"),
        by=who(OFFICER, Square.ADVISED_AGAIN),
        at=Square.ADVISED_AGAIN,
    )


def _told() -> Fields:
    return toml("council.toml")
