"""The council: comments on answers, routines in versions, and the template's own part."""

from datetime import timedelta

import pytest

from tests.stages.weighing import ANSWERS, finalised
from vaka.balancing import actions, queries
from vaka.balancing.models import Balancing, Comment, OwnQuestion, Routine
from vaka.balancing.rules.changes import Change
from vaka.balancing.rules.own import Asked
from vaka.balancing.rules.states import CommentState, Reason, Stance, State
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.law.templates import Kind as AnswerKind
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
OWN = Asked(13, AnswerKind.TEXT, "Vem har nycklar till skåpet?", "Säkerhetspolicyn", True)


@pytest.fixture
def at_one_board(person, board):
    return person(Role.COUNCIL_MEMBER, board)


@pytest.fixture
def submitted(site, author, at) -> Balancing:
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    return actions.submit(balancing=row.id, by=author, at=at)


@pytest.fixture
def asked(submitted, council, at) -> Comment:
    return actions.comment(
        balancing=submitted.id, question="hours", text="Varför söndag?", by=council, at=at
    )


@pytest.fixture
def routine(council, at) -> Routine:
    return actions.publish_routine(
        title="Kvartalskontroll", text="Loggen läses.\n\nTvå läser.", by=council, at=at
    )


def advise(row: Balancing, by, at) -> None:
    actions.review(
        balancing=row.id, stance=Stance.SUPPORTS, reasons="Väl avgränsat.", by=by, at=at
    )


def kinds(subject: str) -> list[str]:
    return [entry.kind for entry in record.entries(subject=subject)]


def test_a_comment_is_asked_answered_and_settled_each_on_the_record(
    asked, submitted, author, council, at
) -> None:
    assert queries.comment_state(asked) == CommentState.OPEN
    actions.answer_comment(comment=asked.id, text="Söndag är struken.", by=author, at=at)
    asked.refresh_from_db()
    assert queries.comment_state(asked) == CommentState.ANSWERED
    settled = actions.settle_comment(comment=asked.id, by=council, at=at)
    assert queries.comment_state(settled) == CommentState.SETTLED
    assert kinds(submitted.id)[-3:] == [
        Kind.COMMENT_MADE,
        Kind.COMMENT_ANSWERED,
        Kind.COMMENT_SETTLED,
    ]
    assert str(settled) == "hours: Varför söndag?"


def test_a_comment_is_on_a_question_there_is_and_says_something(submitted, council, at) -> None:
    with pytest.raises(Absent):
        actions.comment(
            balancing=submitted.id, question="favourite_colour", text="?", by=council, at=at
        )
    with pytest.raises(BadInput, match="text"):
        actions.comment(balancing=submitted.id, question="hours", text=" ", by=council, at=at)
    assert not Comment.objects.exists()


def test_who_wrote_or_is_not_of_the_council_asks_nothing(
    submitted, author, council, site, at
) -> None:
    with pytest.raises(Refused):
        actions.comment(balancing=submitted.id, question="hours", text="?", by=author, at=at)
    draft = actions.draft(site=site.id, by=author, at=at)
    with pytest.raises(Conflict, match=Reason.NOT_SUBMITTED):
        actions.comment(balancing=draft.id, question="hours", text="?", by=council, at=at)


def test_a_comment_is_answered_once_and_settled_by_the_council_when_answered(
    asked, author, council, at
) -> None:
    with pytest.raises(Conflict, match=Reason.COMMENT_OPEN):
        actions.settle_comment(comment=asked.id, by=council, at=at)
    actions.answer_comment(comment=asked.id, text="Struken.", by=author, at=at)
    with pytest.raises(Conflict, match=Reason.COMMENT_ANSWERED):
        actions.answer_comment(comment=asked.id, text="Igen.", by=author, at=at)
    with pytest.raises(Refused):
        actions.settle_comment(comment=asked.id, by=author, at=at)
    actions.settle_comment(comment=asked.id, by=council, at=at)
    with pytest.raises(Conflict, match=Reason.COMMENT_SETTLED):
        actions.settle_comment(comment=asked.id, by=council, at=at)


def test_nothing_is_final_while_a_comment_has_no_answer(
    asked, submitted, author, council, at
) -> None:
    advise(submitted, council, at)
    with pytest.raises(Conflict, match=Reason.COMMENT_UNANSWERED):
        actions.finalise(balancing=submitted.id, by=author, at=at)
    actions.answer_comment(comment=asked.id, text="Struken.", by=author, at=at)
    final = actions.finalise(balancing=submitted.id, by=author, at=at)
    assert queries.is_intact(final)
    with pytest.raises(Conflict, match=Reason.FINAL_ALREADY):
        actions.settle_comment(comment=asked.id, by=council, at=at)
    Comment.objects.update(answer="Kvar.")
    assert not queries.is_intact(final)


def test_a_text_taken_back_may_answer_by_its_change(asked, submitted, author, at) -> None:
    actions.take_back(balancing=submitted.id, by=author, at=at)
    answered = actions.answer_comment(comment=asked.id, text="Ändrat.", by=author, at=at)
    assert queries.comment_state(answered) == CommentState.ANSWERED


def test_a_foreign_board_neither_reads_nor_answers_a_comment(
    asked, submitted, foreigner, at
) -> None:
    with pytest.raises(Absent):
        actions.answer_comment(comment=asked.id, text="Nej.", by=foreigner, at=at)
    with pytest.raises(Absent):
        actions.settle_comment(comment=asked.id, by=foreigner, at=at)


def test_the_queue_has_what_waits_the_longest_first(
    submitted, asked, site, author, council, foreigner, at
) -> None:
    later = at + timedelta(days=3)
    other = actions.draft(site=site.id, by=author, at=later)
    actions.answer(balancing=other.id, answers=ANSWERS, by=author, at=later)
    actions.submit(balancing=other.id, by=author, at=later)
    advise(other, council, later)
    first, second = queries.queue(by=council, at=later)
    assert (first.balancing, first.waited, first.open_comments) == (
        submitted,
        timedelta(days=3),
        1,
    )
    assert (first.advised, first.by_you) == (0, False)
    assert (second.balancing, second.advised, second.by_you) == (other, 1, True)
    assert queries.queue(by=author, at=later) == []
    assert queries.queue(by=foreigner, at=later) == []


def test_an_assessment_keeps_the_routine_it_began_with_until_it_takes_up_the_newer(
    routine, site, author, council, at
) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    [going] = queries.goes_by(row)
    assert (going.followed, going.is_newest) == (routine, True)
    newer = actions.publish_routine(
        title=routine.title, text="Loggen läses.", series=routine.series, by=council, at=at
    )
    assert (newer.number, newer.series) == (2, routine.series)
    [going] = queries.goes_by(row)
    assert (going.followed, going.newest, going.is_newest) == (routine, newer, False)
    taken = actions.follow_routine(balancing=row.id, series=routine.series, by=author, at=at)
    assert queries.goes_by(row)[0].is_newest
    with pytest.raises(Conflict, match=Reason.FOLLOWED_ALREADY):
        actions.follow_routine(balancing=row.id, series=routine.series, by=author, at=at)
    assert kinds(routine.series) == [Kind.ROUTINE_PUBLISHED, Kind.ROUTINE_PUBLISHED]
    assert kinds(row.id)[-1] == Kind.ROUTINE_FOLLOWED
    assert str(taken).endswith("Kvartalskontroll (2)")


def test_a_final_text_keeps_its_routines_whatever_comes_after(
    routine, site, author, council, at
) -> None:
    final = finalised(site=site, author=author, council=council, at=at)
    actions.publish_routine(
        title="Kvartalskontroll", text="Ny.", series=routine.series, by=council, at=at
    )
    actions.publish_routine(title="Skyltar", text="Först.", by=council, at=at)
    assert queries.is_intact(final)
    with pytest.raises(Conflict, match=Reason.FINAL_ALREADY):
        actions.follow_routine(balancing=final.id, series=routine.series, by=author, at=at)
    unfollowed = [each.followed for each in queries.goes_by(final)]
    assert unfollowed == [routine, None]


def test_routines_are_published_by_the_council_of_the_whole_city(
    routine, author, at_one_board, council, at
) -> None:
    for other in (author, at_one_board):
        with pytest.raises(Absent):
            actions.publish_routine(title="Egen", text="Text.", by=other, at=at)
    with pytest.raises(Absent):
        actions.publish_routine(title="A", text="B", series="0" * 26, by=council, at=at)
    with pytest.raises(BadInput, match="title"):
        actions.publish_routine(title=" ", text="B", by=council, at=at)
    with pytest.raises(Conflict, match=Reason.NEWEST_ALREADY):
        actions.publish_routine(
            title=routine.title, text=routine.text, series=routine.series, by=council, at=at
        )
    assert Routine.objects.count() == 1


def test_an_own_question_is_asked_in_what_is_begun_from_then_on(
    site, author, council, at
) -> None:
    before = actions.draft(site=site.id, by=author, at=at)
    added = actions.add_question(OWN, by=council, at=at)
    after = actions.draft(site=site.id, by=author, at=at)
    assert added.question not in {each.id for each in queries.missing(before)}
    assert added.question in {each.id for each in queries.missing(after)}
    [change] = queries.since(before)
    assert (change.change, change.question.id, change.section) == (
        Change.ADDED,
        added.question,
        13,
    )
    assert queries.since(after) == []
    assert kinds(added.question) == [Kind.QUESTION_ADDED]
    assert (str(added), str(added.added)) == ("Vem har nycklar till skåpet?", "1")


def test_a_draft_moves_to_what_is_asked_now_and_keeps_its_answers(
    site, author, council, at
) -> None:
    draft = actions.draft(site=site.id, by=author, at=at)
    Balancing.objects.filter(pk=draft.pk).update(template="se-kommun/1")
    actions.answer(balancing=draft.id, answers=ANSWERS, by=author, at=at)
    added = actions.add_question(OWN, by=council, at=at)
    renewed = actions.renew(balancing=draft.id, by=author, at=at)
    assert (renewed.template, renewed.edition) == ("se-kommun/2+square", 1)
    assert [each.id for each in queries.missing(renewed)] == [added.question]
    assert queries.values(renewed)["necessity"] == ANSWERS["necessity"]
    assert record.entries(subject=draft.id).last().facts == {
        "template": "se-kommun/2+square",
        "edition": 1,
        "template_before": "se-kommun/1",
        "edition_before": 0,
    }
    with pytest.raises(Conflict, match=Reason.NEWEST_ALREADY):
        actions.renew(balancing=draft.id, by=author, at=at)


def test_what_is_with_the_council_or_final_keeps_its_template(submitted, author, council, at):
    actions.add_question(OWN, by=council, at=at)
    with pytest.raises(Conflict, match=Reason.SUBMITTED):
        actions.renew(balancing=submitted.id, by=author, at=at)
    advise(submitted, council, at)
    final = actions.finalise(balancing=submitted.id, by=author, at=at)
    assert queries.is_intact(final)
    assert len(queries.since(final)) == 1


def test_a_new_version_is_asked_what_is_asked_now_and_leaves_what_is_no_answer_to_it(
    site, author, council, at
) -> None:
    asked = actions.add_question(OWN, by=council, at=at)
    old = finalised(
        site=site, author=author, council=council, at=at, **{asked.question: "Vaktmästaren."}
    )
    actions.end_question(question=asked.question, reason="Otydlig.", by=council, at=at)
    new = actions.revise(balancing=old.id, by=author, at=at)
    assert (old.edition, new.edition) == (1, 2)
    assert asked.question in queries.values(old)
    assert asked.question not in queries.values(new)
    assert queries.values(new)["necessity"] == ANSWERS["necessity"]
    assert queries.is_intact(old)


def test_a_question_of_the_template_is_never_taken_away(council, at) -> None:
    for question in ("necessity", "trend"):
        with pytest.raises(Conflict, match=Reason.REQUIRED_STAYS):
            actions.end_question(question=question, reason="Onödig.", by=council, at=at)
    with pytest.raises(Absent):
        actions.end_question(question="own_9", reason="Onödig.", by=council, at=at)


def test_an_own_question_is_ended_once_with_a_reason_on_the_record(council, at) -> None:
    asked = actions.add_question(OWN, by=council, at=at)
    with pytest.raises(BadInput, match="reason"):
        actions.end_question(question=asked.question, reason=" ", by=council, at=at)
    assert queries.edition() == 1
    actions.end_question(question=asked.question, reason="Otydlig.", by=council, at=at)
    with pytest.raises(Conflict, match=Reason.QUESTION_ENDED):
        actions.end_question(question=asked.question, reason="Igen.", by=council, at=at)
    assert [each.number for each in (queries.own_questions()[0].ended,)] == [2]
    entry = record.entries(subject=asked.question).last()
    assert entry.facts == {"edition": 2, "reason": "Otydlig."}


def test_the_template_is_the_whole_citys(author, at_one_board, council, at) -> None:
    for other in (author, at_one_board):
        with pytest.raises(Absent):
            actions.add_question(OWN, by=other, at=at)
        with pytest.raises(Absent):
            actions.end_question(question="own_1", reason="Nej.", by=other, at=at)
    assert not OwnQuestion.objects.exists()


def test_a_required_question_is_missing_until_it_is_answered(
    submitted, site, author, council, at
) -> None:
    asked = actions.add_question(OWN, by=council, at=at)
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    with pytest.raises(BadInput, match=asked.question):
        actions.submit(balancing=row.id, by=author, at=at)
    told = {asked.question: "Vaktmästaren."}
    actions.answer(balancing=row.id, answers=told, by=author, at=at)
    assert actions.submit(balancing=row.id, by=author, at=at).state == State.IN_REVIEW
