"""Reads: entries, checkpoints, proofs, and the audit of the whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from vaka.core.errors import Absent, BadInput
from vaka.merkle import tree
from vaka.merkle.tree import Fetch
from vaka.record import signer
from vaka.record.models import Entry, Head, Node, Personal, level_and_index, place
from vaka.record.rules import Audit, Finding, Kind, commitment


@dataclass(frozen=True)
class Proof:
    """That one entry is in the log: what RFC 9162 needs to check it offline."""

    seq: int
    leaf_data: bytes
    path: tuple[bytes, ...]
    checkpoint: str
    verifier_key: str


def entries(*, subject: str) -> QuerySet[Entry]:
    """Return what happened to one thing, oldest first."""
    return Entry.objects.filter(subject=subject)


def with_personal(*, subject: str) -> list[int]:
    """Return the numbers of one thing's entries whose personal fields are still there."""
    rows = entries(subject=subject).filter(personal__isnull=False).order_by("seq")
    return list(rows.values_list("seq", flat=True))


def of_subjects(subjects: Iterable[str]) -> QuerySet[Entry]:
    """Return what happened to several things, oldest first."""
    return Entry.objects.filter(subject__in=list(subjects)).order_by("seq")


def naming(subject: str) -> QuerySet[Entry]:
    """Return what happened to one thing and still names or describes somebody."""
    return Entry.objects.filter(subject=subject, personal__isnull=False)


def newest(*, limit: int) -> QuerySet[Entry]:
    """Return the newest entries, newest first."""
    return Entry.objects.order_by("-seq")[:limit]


def all_entries() -> QuerySet[Entry]:
    """Return every entry, oldest first."""
    return Entry.objects.order_by("seq")


def of_kind(kind: Kind) -> QuerySet[Entry]:
    """Return every entry of one kind, oldest first."""
    return Entry.objects.filter(kind=kind)


def size() -> int:
    """Return how many entries the head counts."""
    head = Head.objects.first()
    return head.size if head else 0


def root() -> bytes:
    """Return the root over all entries, as the stored hashes give it."""
    return tree.root(size(), stored_hash)


def checkpoint() -> str:
    """Return the newest signed checkpoint; witnesses keep it. Empty while nothing happened."""
    head = Head.objects.first()
    return head.checkpoint if head else ""


def entries_witnessed(note: str) -> int:
    """Return how many entries a checkpoint of this record says that there were.

    :raises BadInput: when it is no checkpoint of this record.
    """
    return signer.verify(note).size


def verifier_key() -> str:
    """Return the key that signs checkpoints, as a witness is told it (C2SP signed-note)."""
    return signer.verifier_key()


def stored_hash(level: int, index: int) -> bytes:
    """Return a stored subtree hash, for the tree's functions.

    :raises Absent: when the row is missing, which an audit reports.
    """
    found = Node.objects.filter(pk=place(level, index)).values_list("hash", flat=True).first()
    if found is None:
        raise Absent("node", f"{level}/{index}")
    return bytes(found)


def stored_hashes(nodes: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the stored hashes of those nodes (level, index) at one look, if they are there."""
    rows = Node.objects.in_bulk([place(level, index) for level, index in nodes])
    return {level_and_index(key): bytes(row.hash) for key, row in rows.items()}


def proof(seq: int) -> Proof:
    """Return the proof that the entry is in the log as its head stands.

    :raises Absent: when there is no such entry.
    """
    return next(proofs([find_entry(seq)]))


def proofs(rows: Iterable[Entry]) -> Iterator[Proof]:
    """Yield the proof of each entry, all under one head; shared hashes are read once."""
    head = Head.objects.first()
    fetch = cache(stored_hash)
    for entry in rows:
        assert head is not None  # an entry commits together with its head
        path = tree.inclusion_proof(entry.seq, head.size, fetch)
        leaf = entry.content().leaf_data()
        yield Proof(entry.seq, leaf, tuple(path), head.checkpoint, verifier_key())


def find_entry(seq: int) -> Entry:
    """Return one entry.

    :raises Absent: when there is no such entry.
    """
    found = Entry.objects.filter(pk=seq).first()
    if found is None:
        raise Absent("entry", str(seq))
    return found


def audit(*, witnessed: str = "") -> Audit:
    """Verify every row of the record, and that it extends a checkpoint kept elsewhere.

    Everything is computed anew from the entries; each stored hash, commitment and signature is
    held against that. What is appended meanwhile is the next audit's, and nobody waits.
    """
    head = Head.objects.first()
    counted = head.size if head else 0
    findings: list[Finding] = []
    nodes: dict[tuple[int, int], bytes] = {}
    count = 0
    rows = Entry.objects.filter(seq__lt=counted).order_by("seq")
    for entry in rows.iterator(chunk_size=2000):
        if entry.seq != count:
            findings.append(Finding(f"entry {count}", f"it is missing; next is {entry.seq}"))
            break
        leaf = tree.leaf_hash(entry.content().leaf_data())
        made = tree.nodes_after(count, leaf, lambda level, index: nodes[level, index])
        nodes.update({(n.level, n.index): n.hash for n in made})
        count += 1
    findings += _nodes_differ(nodes, counted)
    findings += _uncounted()
    findings += _personal_differs()
    root = tree.root(count, lambda level, index: nodes[level, index])
    findings += _checkpoints_differ(head, nodes, count, witnessed)
    return Audit(size=count, root=root.hex(), findings=tuple(findings))


def audit_newest(*, limit: int) -> Audit:
    """Verify the newest entries against the stored hashes, and those against the head.

    Cheap, and blind to what was altered further back, which `audit` sees.
    """
    head = Head.objects.first()
    size = head.size if head else 0
    newest = list(Entry.objects.filter(seq__lt=size).order_by("-seq")[:limit])
    leaves = stored_hashes((0, entry.seq) for entry in newest)
    findings = [
        Finding(f"entry {entry.seq}", "content and stored hash differ")
        for entry in newest
        if leaves.get((0, entry.seq)) != tree.leaf_hash(entry.content().leaf_data())
    ]
    expected = range(size - 1, max(size - 1 - limit, -1), -1)
    if lacking := set(expected) - {entry.seq for entry in newest}:
        findings.append(Finding(f"entry {min(lacking)}", "it is missing"))
    if head is None:
        return Audit(size=0, root=tree.EMPTY_ROOT.hex(), findings=tuple(findings))
    try:
        root = tree.root(size, stored_hash)
        problem = _checkpoint_problem(head.checkpoint, stored_hash, size)
    except Absent as lost:
        root, problem = b"", str(lost)
    if problem:
        findings.append(Finding("head", problem))
    return Audit(size=size, root=root.hex(), findings=tuple(findings))


def _nodes_differ(nodes: dict[tuple[int, int], bytes], entries: int) -> Iterator[Finding]:
    """Yield the stored hashes that so many entries do not give, and those that are missing.

    A changed entry shows here: its leaf is no longer the one that was stored and signed.
    """
    seen = set()
    furthest = 0
    stored = Node.objects.order_by("pk").values_list("pk", "hash")
    for key, value in stored.iterator(chunk_size=5000):
        level, index = level_and_index(key)
        if (end := (index + 1) << level) > entries:
            furthest = max(furthest, end)  # of entries that have come since, or of none
            continue
        seen.add((level, index))
        if nodes.get((level, index)) != bytes(value):
            yield Finding(_name(level, index), "content and stored hash differ")
    for level, index in sorted(nodes.keys() - seen):
        yield Finding(_name(level, index), "its stored hash is missing")
    if furthest > (counted := size()):
        yield Finding("head", f"it counts {counted} entries, there are hashes of {furthest}")


def _name(level: int, index: int) -> str:
    return f"entry {index}" if level == 0 else f"node {level}/{index}"


def _personal_differs() -> Iterator[Finding]:
    """Yield personal fields that are not what their entry committed to, or lack unerased."""
    for row in Personal.objects.select_related("entry").iterator(chunk_size=2000):
        if commitment(bytes(row.salt), row.fields) != row.entry.commitment:
            yield Finding(f"entry {row.entry_id}", "its personal fields were altered")
    lacking = Entry.objects.exclude(commitment="").filter(personal=None)
    vanished = list(lacking.values_list("seq", flat=True))
    # In this order: what is erased in between is found erased.
    erased = {
        int(subject.removeprefix("entry:"))
        for subject in of_kind(Kind.PERSONAL_ERASED).values_list("subject", flat=True)
    }
    for seq in vanished:
        if seq not in erased:
            yield Finding(f"entry {seq}", "its personal fields vanished without an erasure")


def _uncounted() -> Iterator[Finding]:
    """Yield that there are entries which the head does not count."""
    # Asked in one statement, which sees an append whole or not at all.
    counted = Coalesce(Subquery(Head.objects.values("size")[:1]), 0)
    for seq in Entry.objects.filter(seq__gte=counted).values_list("seq", flat=True)[:1]:
        yield Finding("head", f"it does not count entry {seq}")


def _checkpoints_differ(
    head: Head | None, nodes: dict[tuple[int, int], bytes], count: int, witnessed: str
) -> Iterator[Finding]:
    """Yield what the entries do not extend: the head's checkpoint, the witnessed one."""
    if head is None:
        return
    if head.size != count:
        yield Finding("head", f"it counts {head.size} entries, there are {count}")

    def fetch(level: int, index: int) -> bytes:
        return nodes[level, index]

    notes = [("head", head.checkpoint)]
    notes += [("witnessed checkpoint", witnessed)] if witnessed else []
    for name, note in notes:
        if problem := _checkpoint_problem(note, fetch, count):
            yield Finding(name, problem)


def _checkpoint_problem(note: str, fetch: Fetch, count: int) -> str:
    """Return why the checkpoint does not hold for these entries, or nothing."""
    try:
        told = signer.verify(note)
    except BadInput as problem:
        return problem.problem
    if told.size > count:
        return f"it saw {told.size} entries, there are {count}"
    if tree.root(told.size, fetch) != told.root:
        return f"its first {told.size} entries were others"
    return ""
