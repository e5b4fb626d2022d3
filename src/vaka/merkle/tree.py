"""The Merkle tree hash, its inclusion and consistency proofs: RFC 9162 §2.1.

Complete subtrees are stored outside, by (level, index): the node at level L, index I covers
leaves I·2^L up to (I+1)·2^L. Every function here that needs one calls `fetch(level, index)`,
so that a proof reads O(log n) hashes wherever they are kept.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaka.core.errors import BadInput

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Fetch = Callable[[int, int], bytes]


@dataclass(frozen=True)
class StoredNode:
    """The hash of a complete subtree of 2^level leaves."""

    level: int
    index: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def nodes_after(size: int, leaf: bytes, fetch: Fetch) -> list[StoredNode]:
    """Return the subtrees that become complete when `leaf` (a leaf hash) is appended.

    `size` is the number of leaves before; the first node returned is the leaf itself.
    """
    level, index, value = 0, size, leaf
    made = [StoredNode(level, index, value)]
    while index % 2:
        value = node_hash(fetch(level, index - 1), value)
        level, index = level + 1, index // 2
        made.append(StoredNode(level, index, value))
    return made


def peaks(size: int) -> list[tuple[int, int]]:
    """Return (level, index) of the complete subtrees that the first `size` leaves fall into.

    They are all that `nodes_after` and `root` ask for when a leaf is appended.
    """
    found, leaves = [], size
    while leaves:
        level = leaves.bit_length() - 1
        found.append((level, (size - leaves) >> level))
        leaves -= 1 << level
    return found


def root(size: int, fetch: Fetch) -> bytes:
    """Return the root of the first `size` leaves."""
    return EMPTY_ROOT if size == 0 else _range_hash(0, size, fetch)


def inclusion_proof(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` leaves (§2.1.3.1).

    :raises BadInput: when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise BadInput(
            "proof", f"leaf {index} is not in a tree of {size}", "Name an entry in it"
        )
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_hash(middle, high, fetch))
            high = middle
        else:
            path.append(_range_hash(low, middle, fetch))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, fetch: Fetch) -> list[bytes]:
    """Return the proof that the tree of `new` leaves extends that of `old` (§2.1.4.1).

    :raises BadInput: when `old` is larger than `new`.
    """
    if not 0 <= old <= new:
        raise BadInput(
            "proof", f"{old} leaves are not before {new}", "Give the older size first"
        )
    if old in (0, new):
        return []
    path: list[bytes] = []
    low, high, on_the_left_edge = 0, new, True
    while high > old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_range_hash(middle, high, fetch))
            high = middle
        else:
            path.append(_range_hash(low, middle, fetch))
            low, on_the_left_edge = middle, False
    if not on_the_left_edge:
        path.append(_range_hash(low, high, fetch))
    return path[::-1]


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Return whether the path proves the leaf hash at that index under the root (§2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(proof):
        return False
    position, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            value = node_hash(sibling, value)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            value = node_hash(value, sibling)
        position, last = position // 2, last // 2
    return last == 0 and value == root_hash


def is_consistent(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Return whether the proof shows that `new` only appended to `old` (§2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes(proof):
        return False
    if old in (0, new):
        return not proof and old_root == (new_root if old == new else EMPTY_ROOT)
    # A complete subtree is its own first step.
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    return bool(path) and _roots(old, new, path) == (old_root, new_root)


def _roots(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the roots of both sizes as the path builds them, None when it does not fit."""
    position, last = old - 1, new - 1
    while position % 2:
        position, last = position // 2, last // 2
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position % 2 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            second = node_hash(second, sibling)
        position, last = position // 2, last // 2
    return None if last else (first, second)


def _are_hashes(proof: Sequence[bytes]) -> bool:
    """Return whether each step is one hash: of another length, two could stand for three."""
    return all(len(step) == HASH_BYTES for step in proof)


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _range_hash(low: int, high: int, fetch: Fetch) -> bytes:
    """Return the hash over leaves low…high, where low is aligned as the tree splits it."""
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return fetch(level, low >> level)
    middle = low + _split(count)
    return node_hash(_range_hash(low, middle, fetch), _range_hash(middle, high, fetch))
