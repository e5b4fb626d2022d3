"""Verbs: append an entry, erase the personal fields of an entry."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from vaka.core.errors import Conflict
from vaka.merkle import tree
from vaka.record import signer
from vaka.record.models import Entry, Head, Node, Personal, place
from vaka.record.queries import stored_hash, stored_hashes
from vaka.record.rules import Facts, Kind, commitment

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
    head = _locked_head()
    salt = secrets.token_bytes(SALT_BYTES) if personal else b""
    entry = Entry.objects.create(
        seq=head.size,
        kind=kind,
        actor=actor,
        subject=subject,
        at=at,
        facts=dict(facts or {}),
        commitment=commitment(salt, personal) if personal else "",
    )
    if personal:
        Personal.objects.create(entry=entry, salt=salt, fields=dict(personal))
    _grow(head, entry)
    return entry


def _locked_head() -> Head:
    """Return the head, locked: appends come one after the other, as the tree needs."""
    head, _ = Head.objects.select_for_update().get_or_create(
        pk=1, defaults={"size": 0, "checkpoint": ""}
    )
    return head


def _grow(head: Head, entry: Entry) -> None:
    """Put the entry's leaf on the tree and sign the new head."""
    leaf = tree.leaf_hash(entry.content().leaf_data())
    # One look for the whole edge of the tree: every act waits for it.
    edge = stored_hashes(tree.peaks(head.size))

    def fetch(level: int, index: int) -> bytes:
        return edge.get((level, index)) or stored_hash(level, index)

    made = tree.nodes_after(head.size, leaf, fetch)
    edge.update(((node.level, node.index), node.hash) for node in made)
    Node.objects.bulk_create(Node(place=place(n.level, n.index), hash=n.hash) for n in made)
    head.size += 1
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
