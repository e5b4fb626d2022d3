"""A camera's signatures, as the manifest of a copy tells of them."""

from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Added, Doubt, Form, Signatures, Signer
from vaka.terms.reading import Object, stamp


def to_json(told: Signatures) -> dict[str, object]:
    """Return them as a JSON object."""
    added = told.added
    return {
        "outcome": told.outcome,
        "form": told.form,
        "remade": told.remade,
        "groups": {state: told.count(state) for state in State},
        "breaks": told.breaks,
        "doubts": [
            {"first": stamp(each.first), "last": stamp(each.last), "state": each.state}
            for each in told.doubts
        ],
        "signers": [
            {
                "sha256": each.sha256,
                "subject": each.subject,
                "issuer": each.issuer,
                "trusted": each.trusted,
                "groups": each.groups,
            }
            for each in told.signers
        ],
        "added": added and {"pictures": added.pictures, "last": stamp(added.last)},
        "lacking": told.lacking,
    }


def read(fields: Object) -> Signatures:
    """Return what a JSON object tells of them.

    :raises BadInput: when it is not of the format, or its outcome is not that of the rest.
    """
    with fields as own:
        outcome = own.text("outcome")
        remade = own.text_or_null("remade")
        told = Signatures(
            form=Form(own.word("form", list(Form))),
            remade=Remade(own.word("remade", list(Remade))) if remade else None,
            groups=_groups(own.inner("groups")),
            breaks=own.whole("breaks"),
            doubts=tuple(_doubt(each) for each in own.inners("doubts")),
            signers=tuple(_signer(each) for each in own.inners("signers")),
            added=_added(own.inner_or_null("added")),
            lacking=own.text_or_null("lacking"),
        )
        if outcome != told.outcome:
            own.refuse("outcome", f"the rest comes to {told.outcome}", f"Write {told.outcome}")
    return told


def _groups(fields: Object) -> dict[State, int]:
    with fields as own:
        counted = {state: own.whole(state) for state in State}
    return {state: count for state, count in counted.items() if count}


def _doubt(fields: Object) -> Doubt:
    with fields as own:
        state = State(own.word("state", list(State)))
        return Doubt(own.instant("first"), own.instant("last"), state)


def _signer(fields: Object) -> Signer:
    with fields as own:
        return Signer(
            sha256=own.text("sha256"),
            subject=own.text("subject"),
            issuer=own.text("issuer"),
            trusted=own.boolean("trusted"),
            groups=own.whole("groups"),
        )


def _added(fields: Object | None) -> Added | None:
    if fields is None:
        return None
    with fields as own:
        return Added(own.whole("pictures"), own.instant("last"))
