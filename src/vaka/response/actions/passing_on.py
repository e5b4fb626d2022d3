"""Pass on what authorities warn of: each message once, in the order of its coming."""

from datetime import datetime

from vaka.core.ids import new_id
from vaka.municipality.access import action
from vaka.municipality.rules import Actor
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.models import Sharing, SharingAgreement
from vaka.response.queries import passing_on as queries
from vaka.response.queries import sharing
from vaka.response.rules.passing_on import PassedOn
from vaka.response.rules.sharing import Warnings


@action
def read_warnings(*, by: Actor, at: datetime) -> list[PassedOn]:
    """Return the warnings passed on to the reader's partner; put on the record what was read.

    Where none is, nothing was shared and nothing is put there.

    :raises Refused: when the actor reads for no partner.
    """
    partner = sharing.reads_for(by)
    passed = queries.warnings_shared_with(by=by, at=at)
    if passed:
        facts = {"warnings": [[one.warning, one.agreement] for one in passed]}
        record.append(Kind.SHARING_READ, actor=by.id, subject=partner, at=at, facts=facts)
    return passed


def pass_on(row: SharingAgreement, *, at: datetime) -> int:
    """Leave warnings that have come to be pushed; return how many.

    The caller's transaction carries it.
    """
    newest = queries.newest() if row.warnings != Warnings.NONE else row.warned
    if newest <= row.warned:
        return 0
    # What comes while we look is looked at the next time.
    fresh = [each for each in queries.news(row, at=at) if each.received <= newest]
    row.warned = newest
    row.save(update_fields=["warned"])
    Sharing.objects.bulk_create(
        Sharing(
            id=new_id(at=at),
            agreement=row,
            warning=each,
            facts=queries.passed_on(each, row).facts,
            made_at=at,
            due_at=at,
        )
        for each in fresh
    )
    return len(fresh)
