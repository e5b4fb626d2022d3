"""The tree of RFC 9162 (RFC 6962): known roots, a second opinion, and proofs that lie."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from vaka.core.errors import BadInput
from vaka.merkle.tree import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    nodes_after,
    peaks,
    root,
)

# The leaves and roots that certificate-transparency tests its own tree with.
KNOWN_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Log:
    """A log as its owner keeps it: every complete subtree, by level and index."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.size = 0
        self._nodes: dict[tuple[int, int], bytes] = {}
        for leaf in leaves:
            for node in nodes_after(self.size, leaf_hash(leaf), self.fetch):
                assert (node.level, node.index) not in self._nodes
                self._nodes[node.level, node.index] = node.hash
            self.size += 1

    def fetch(self, level: int, index: int) -> bytes:
        return self._nodes[level, index]

    def root(self, size: int) -> bytes:
        return root(size, self.fetch)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return inclusion_proof(index, size, self.fetch)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return consistency_proof(old, new, self.fetch)


def entry(number: int) -> bytes:
    return b"entry %d" % number


LOG = Log([entry(n) for n in range(130)])


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 §2.1, to the letter."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    halves = naive_root(leaves[:k]) + naive_root(leaves[k:])
    return hashlib.sha256(b"\x01" + halves).digest()


def test_the_empty_log_has_the_root_of_nothing() -> None:
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Log([]).root(0).hex() == EMPTY_ROOT.hex() == nothing


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    log = Log([bytes.fromhex(leaf) for leaf in KNOWN_LEAVES])
    assert log.root(size).hex() == KNOWN_ROOTS[size - 1]


def test_a_leaf_cannot_pass_for_an_inner_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", range(130))
def test_every_root_is_that_of_the_definition(size: int) -> None:
    assert LOG.root(size) == naive_root([entry(n) for n in range(size)])


def test_an_independent_tree_agrees_on_roots() -> None:
    other = InmemoryTree(algorithm="sha256")
    for number in range(130):
        other.append_entry(entry(number))
        assert other.get_root(number + 1) == LOG.root(number + 1)


def test_an_append_makes_only_what_it_completes() -> None:
    made = [len(nodes_after(n, leaf_hash(entry(n)), LOG.fetch)) for n in range(8)]
    assert made == [1, 2, 1, 3, 1, 2, 1, 4]


sizes = st.integers(1, 130)


@st.composite
def inclusions(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def extensions(draw: st.DrawFn) -> tuple[int, int]:
    new = draw(sizes)
    return draw(st.integers(0, new)), new


def includes(index: int, size: int, proof: list[bytes], **changed: bytes) -> bool:
    leaf = changed.get("leaf", leaf_hash(entry(index)))
    return is_included(leaf, index, size, proof, changed.get("root", LOG.root(size)))


def extends(old: int, new: int, proof: list[bytes], **changed: bytes) -> bool:
    old_root = changed.get("old_root", LOG.root(old))
    return is_consistent(old, new, proof, old_root, changed.get("new_root", LOG.root(new)))


@given(inclusions())
def test_every_entry_is_proved(pair: tuple[int, int]) -> None:
    index, size = pair
    proof = LOG.inclusion(index, size)
    assert includes(index, size, proof)
    assert len(proof) <= max(0, (size - 1).bit_length())


@given(extensions())
def test_every_growth_is_proved(pair: tuple[int, int]) -> None:
    old, new = pair
    assert extends(old, new, LOG.consistency(old, new))


def turned(proof: list[bytes], draw: st.DataObject) -> list[bytes]:
    """The proof with one bit turned, a step lost, added, or two steps changed about."""
    ways = ["add"] + ["bit", "lose"] * bool(proof) + ["swap"] * (len(proof) > 1)
    way, false = draw.draw(st.sampled_from(ways)), list(proof)
    if way == "add":
        false.insert(draw.draw(st.integers(0, len(false))), bytes(32))
    elif way == "lose":
        del false[draw.draw(st.integers(0, len(false) - 1))]
    elif way == "swap":
        at = draw.draw(st.integers(0, len(false) - 2))
        false[at], false[at + 1] = false[at + 1], false[at]
    else:
        at = draw.draw(st.integers(0, len(false) - 1))
        byte, bit = draw.draw(st.integers(0, 31)), 1 << draw.draw(st.integers(0, 7))
        false[at] = bytes(b ^ (bit if n == byte else 0) for n, b in enumerate(false[at]))
    return false


@given(inclusions(), st.data())
@settings(max_examples=200)
def test_a_proof_of_inclusion_that_was_touched_proves_nothing(
    pair: tuple[int, int], data: st.DataObject
) -> None:
    index, size = pair
    assert not includes(index, size, turned(LOG.inclusion(index, size), data))


@given(extensions().filter(lambda pair: pair[0] > 0), st.data())
@settings(max_examples=200)
def test_a_proof_of_growth_that_was_touched_proves_nothing(
    pair: tuple[int, int], data: st.DataObject
) -> None:
    old, new = pair
    assert not extends(old, new, turned(LOG.consistency(old, new), data))


def test_a_step_that_is_no_hash_proves_nothing() -> None:
    # Of another length, two steps could be told as one, or one as two.
    whole, growth = LOG.inclusion(3, 7), LOG.consistency(3, 7)
    for steps in (whole[:1], [whole[0] + whole[1], *whole[2:]], [whole[0][:31], *whole[1:]]):
        assert not includes(3, 7, steps)
    assert not extends(3, 7, [growth[0] + growth[1], *growth[2:]])
    assert not extends(4, 7, [LOG.consistency(4, 7)[0][:31]])


@given(inclusions(), st.integers(0, 129))
def test_a_proof_holds_for_its_own_entry_only(pair: tuple[int, int], other: int) -> None:
    index, size = pair
    proof = LOG.inclusion(index, size)
    if other != index:
        assert not includes(index, size, proof, leaf=leaf_hash(entry(other)))
        assert not is_included(leaf_hash(entry(index)), other, size, proof, LOG.root(size))
    assert not includes(index, size, proof, root=bytes(32))


@given(extensions().filter(lambda pair: 0 < pair[0] < pair[1]))
def test_a_log_that_rewrote_its_past_does_not_extend_it(pair: tuple[int, int]) -> None:
    old, new = pair
    other = Log([b"rewritten", *(entry(n) for n in range(1, new))])
    proof = consistency_proof(old, new, other.fetch)
    assert not extends(old, new, proof, new_root=other.root(new))
    assert not extends(old, new, LOG.consistency(old, new), old_root=other.root(old))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 4), (4, 4), (5, 4)])
def test_an_entry_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(BadInput, match=rf"leaf {index} is not in a tree of {size}"):
        LOG.inclusion(index, size)
    assert not is_included(leaf_hash(b""), index, size, [], LOG.root(size))


@pytest.mark.parametrize(("old", "new"), [(5, 4), (-1, 4)])
def test_a_smaller_log_does_not_extend_a_larger(old: int, new: int) -> None:
    with pytest.raises(BadInput, match="not before"):
        LOG.consistency(old, new)


def test_what_is_consistent_needs_no_proof_and_takes_none() -> None:
    same = LOG.root(5)
    assert is_consistent(5, 5, [], same, same)
    assert not is_consistent(5, 5, [same], same, same)
    assert not is_consistent(5, 5, [], same, LOG.root(4))
    assert is_consistent(0, 5, [], EMPTY_ROOT, same)
    assert not is_consistent(0, 5, [same], EMPTY_ROOT, same)
    assert not is_consistent(0, 5, [], same, same)
    assert not is_consistent(4, 5, [], LOG.root(4), same)
    assert not is_consistent(5, 4, [same], same, LOG.root(4))
    assert not is_consistent(-1, 4, [same], same, LOG.root(4))


def test_the_example_of_the_standard() -> None:
    """RFC 9162 §2.1.5: seven leaves, the audit paths and proofs by the names of its figure."""
    a, b, c, d, e, f, j = (leaf_hash(entry(n)) for n in range(7))
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    assert LOG.inclusion(0, 7) == [b, h, l_]
    assert LOG.inclusion(3, 7) == [c, g, l_]
    assert LOG.inclusion(4, 7) == [f, j, k]
    assert LOG.inclusion(6, 7) == [i, k]
    assert LOG.consistency(3, 7) == [c, d, g, l_]
    assert LOG.consistency(4, 7) == [l_]
    assert LOG.consistency(6, 7) == [i, j, k]


def test_each_root_extends_the_one_before() -> None:
    for old, new in pairwise(range(131)):
        assert extends(old, new, LOG.consistency(old, new))


@given(st.integers(0, 129))
def test_an_append_asks_for_the_edge_of_the_tree_and_nothing_else(size: int) -> None:
    asked: list[tuple[int, int]] = []

    def fetch(level: int, index: int) -> bytes:
        asked.append((level, index))
        return LOG.fetch(level, index)

    made = nodes_after(size, leaf_hash(entry(size)), fetch)
    root(size, fetch)
    assert set(asked) <= set(peaks(size))
    new = {(node.level, node.index) for node in made}
    assert set(peaks(size + 1)) <= set(peaks(size)) | new
