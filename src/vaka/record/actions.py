"""Verbs: append entries, erase the personal fields of an entry."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from vaka.core.errors import Conflict
from vaka.merkle import tree
from vaka.record import signer
from vaka.record.models import Entry, Head, Node, Personal, place
from vaka.record.queries import stored_hash, stored_hashes
from vaka.record.rules import Act, Facts, Kind, commitment

SALT_BYTES = 32


def append(
    kind: Kind,
    *,
    actor: str,
    subject: str,
    at: datetime,
    facts: Facts | None = None,
    personal: Mapping[str, str] | None = None,
) -> Entry:
    """Put one act on the record; the caller's transaction carries it.

    `actor` and `subject` are ids, never names; what names a person goes into `personal`, which
    is salted and can be erased. The entry, its leaf, the tree above it and the newly signed
    checkpoint commit together with what the caller did, or not at all.
    """
    [entry] = append_all([Act(kind, actor, subject, at, facts or {}, personal or {})])
    return entry


def append_all(acts: Sequence[Act]) -> list[Entry]:
    """Put acts on the record in their order, under one new checkpoint; return their entries.

    As so many `append` would, but for the checkpoints in between, which nobody could see.
    The caller's transaction carries it.
    """
    if not acts:
        return []
    head = _locked_head()
    kept = [
        _kept(act, seq, secrets.token_bytes(SALT_BYTES) if act.personal else b"")
        for seq, act in enumerate(acts, start=head.size)
    ]
    entries = Entry.objects.bulk_create(entry for entry, _ in kept)
    Personal.objects.bulk_create(personal for _, personal in kept if personal)
    _grow(head, entries)
    return entries


def _kept(act: Act, seq: int, salt: bytes) -> tuple[Entry, Personal | None]:
    """Return an act as rows: what the tree covers, and beside it what names somebody."""
    entry = Entry(
        seq=seq,
        kind=act.kind,
        actor=act.actor,
        subject=act.subject,
        at=act.at,
        facts=dict(act.facts),
        commitment=commitment(salt, act.personal) if act.personal else "",
    )
    if not act.personal:
        return entry, None
    return entry, Personal(entry=entry, salt=salt, fields=dict(act.personal))


def _locked_head() -> Head:
    """Return the head, locked: appends come one after the other, as the tree needs."""
    head, _ = Head.objects.select_for_update().get_or_create(
        pk=1, defaults={"size": 0, "checkpoint": ""}
    )
    return head


def _grow(head: Head, entries: Sequence[Entry]) -> None:
    """Put the leaves of the entries on the tree and sign the new head."""
    # One look for the whole edge of the tree: every act waits for it.
    edge = stored_hashes(tree.peaks(head.size))

    def fetch(level: int, index: int) -> bytes:
        return edge.get((level, index)) or stored_hash(level, index)

    made = []
    for entry in entries:
        leaf = tree.leaf_hash(entry.content().leaf_data())
        grown = tree.nodes_after(entry.seq, leaf, fetch)
        edge.update(((node.level, node.index), node.hash) for node in grown)
        made += grown
    Node.objects.bulk_create(Node(place=place(n.level, n.index), hash=n.hash) for n in made)
    head.size += len(entries)
    head.checkpoint = signer.sign(head.size, tree.root(head.size, fetch))
    head.save(update_fields=["size", "checkpoint"])


def erase_personal(*, seq: int, actor: str, why: str, at: datetime) -> Entry:
    """Erase the personal fields of an entry and their salt; every proof stays valid.

    The caller's transaction carries it.

    :raises Conflict: when the entry has none (any longer).
    """
    if not Personal.objects.filter(pk=seq).delete()[0]:
        raise Conflict(f"entry {seq}", "nothing-personal")
    return append(
        Kind.PERSONAL_ERASED, actor=actor, subject=f"entry:{seq}", at=at, facts={"why": why}
    )
