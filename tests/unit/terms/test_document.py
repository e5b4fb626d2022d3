"""`vaka.terms/1` from JSON and back: every field there, of its kind, and none unknown."""

import json
from collections.abc import Iterator
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.terms.story import Json, written
from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput
from vaka.terms.document import Act, Requirement, parse, to_json

Path = tuple[str | int, ...]


def whole() -> Json:
    """A document in which every list has something."""
    document = written("uppsala", supersedes="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    controller = document["controller"]
    assert isinstance(controller, dict)
    controller["joint_with"] = [{"id": "ks", "name": "Kommunstyrelsen"}]
    uses = document["uses"]
    assert isinstance(uses, dict)
    uses["analytics"] = ["motion"]
    return document


def objects(value: object, path: Path = ()) -> Iterator[Path]:
    """The paths of every JSON object in the document."""
    if isinstance(value, dict):
        yield path
        for name, inner in value.items():
            yield from objects(inner, (*path, name))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from objects(inner, (*path, index))


def fields() -> Iterator[Path]:
    for path in objects(whole()):
        holder = inside(whole(), path)
        assert isinstance(holder, dict)
        yield from ((*path, name) for name in holder)


def inside(document: object, path: Path) -> object:
    for step in path:
        document = document[step]  # type: ignore[index]  # JSON of a known shape
    return document


def changed(path: Path, value: object) -> Json:
    document = deepcopy(whole())
    holder = inside(document, path[:-1])
    holder[path[-1]] = value  # type: ignore[index]  # JSON of a known shape
    return document


def place(path: Path) -> str:
    return "terms" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)


def name_of(path: Path) -> str:
    return ".".join(map(str, path))


@pytest.mark.parametrize("name", ["landskrona", "uppsala"])
def test_a_document_comes_back_as_it_was(name: str) -> None:
    assert to_json(parse(written(name))) == written(name)
    assert to_json(parse(whole())) == whole()


def test_a_document_is_canonical_to_the_byte_after_a_round() -> None:
    kept = canonical_bytes(to_json(parse(whole())))
    assert canonical_bytes(to_json(parse(json.loads(kept)))) == kept


@pytest.mark.parametrize("path", list(fields()), ids=name_of)
def test_a_missing_field_is_named(path: Path) -> None:
    document = whole()
    holder = inside(document, path[:-1])
    del holder[path[-1]]  # type: ignore[union-attr]  # JSON of a known shape
    with pytest.raises(BadInput) as refused:
        parse(document)
    assert refused.value.where == place(path)
    assert "missing" in refused.value.problem


@pytest.mark.parametrize("path", list(objects(whole())), ids=name_of)
def test_an_unknown_field_is_named(path: Path) -> None:
    document = whole()
    holder = inside(document, path)
    assert isinstance(holder, dict)
    holder["colour"] = "red"
    with pytest.raises(BadInput) as refused:
        parse(document)
    assert refused.value.where == place((*path, "colour"))


MAY_BE_EMPTY = {"joint_with", "hours", "access", "requires", "masks", "analytics"}
KINDS = [[{}], {"strange": 1}, -1.5, float("nan"), True, None, "", []]


def may_be(path: Path, value: object) -> bool:
    """Whether the value is of the right kind for that field after all."""
    return (
        (value is True and isinstance(inside(whole(), path), bool))
        or (value == [] and path[-1] in MAY_BE_EMPTY)
        or (value is None and path[-1] == "supersedes")
    )


@pytest.mark.parametrize(
    ("path", "wrong"),
    [(path, value) for path in fields() for value in KINDS if not may_be(path, value)],
    ids=str,
)
def test_a_field_of_another_kind_is_named(path: Path, wrong: object) -> None:
    with pytest.raises(BadInput) as refused:
        parse(changed(path, wrong))
    assert refused.value.where.startswith(place(path))
    assert refused.value.mend


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("format",), "vaka.terms/2"),
        (("id",), "01arz3ndektsv4rrffq69g5fav"),
        (("id",), "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
        (("supersedes",), "earlier"),
        (("decision", "date"), "2023-02-30"),
        (("decision", "date"), "20230206"),
        (("decision", "date"), "2023-W06-1"),
        (("valid", "until"), "2022-12-31"),
        (("time_zone",), "Europe/Nowhere"),
        (("time_zone",), "../../etc/passwd"),
        (("time_zone",), "Europe"),
        (("time_zone",), "localtime"),
        (("time_zone",), "right/Europe/Stockholm"),
        (("hours", 0, "from"), "24:00"),
        (("hours", 0, "from"), "25:10"),
        (("hours", 0, "to"), "24:01"),
        (("hours", 0, "to"), "6:00"),
        (("hours", 0, "to"), "06.00"),
        (("hours", 0, "to"), "٠٦:٠٠"),
        (("hours", 0, "to"), "06:00\n"),
        (("hours", 0, "days"), ["mon", "mon"]),
        (("hours", 0, "days"), ["måndag"]),
        (("uses", "analytics"), ["motion", "motion"]),
        (("access", 0, "acts"), ["watch"]),
        (("access", 0, "requires"), ["a-hunch"]),
        (("retention_hours",), 72.0),
        (("retention_hours",), 10**400),
        (("offline_hours",), 1_000_001),
        (("view", "max_pixels_per_metre"), 0),
        (("view", "max_pixels_per_metre"), 10**400),
        (("view", "max_pixels_per_metre"), float("inf")),
        (("view", "area", "type"), "Point"),
        (("view", "area", "coordinates"), [[[0, 0], [1, 0], [0, 0]]]),
        (("view", "area", "coordinates"), [[[0, 0], [1, 0], [1, 1], [0, 1]]]),
        (("view", "area", "coordinates"), [[[0, 0], [181, 0], [1, 1], [0, 0]]]),
        (("view", "area", "coordinates"), [[[0, 0], [1, "0"], [1, 1], [0, 0]]]),
        (("view", "area", "coordinates"), [[[0, 0], [1, 0, 5], [1, 1], [0, 0]]]),
        (("view", "masks"), [[[0, 0], [1, 0]]]),
        (("view", "masks"), [[[0, 0], [1, 0], [1.01, 1]]]),
        (("view", "masks"), [[[0, 0], [1, 0], [True, 1]]]),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_named(path: Path, wrong: object) -> None:
    with pytest.raises(BadInput) as refused:
        parse(changed(path, wrong))
    assert refused.value.where == place(path)


AREA = {"type": "Polygon", "coordinates": [[[13, 55], [13.1, 55], [13.1, 55.1], [13, 55]]]}
SQUARE = {"name": "torget", "area": AREA, "masks": [[[0, 0], [1, 0], [1, 0.5]]]}


def with_presets(*presets: object, movable: bool = True) -> dict[str, object]:
    document = changed(("uses", "movable"), movable)
    view = document["view"]
    assert isinstance(view, dict)
    return {**document, "view": {**view, "presets": list(presets)}}


def test_a_movable_camera_may_have_presets_each_with_its_area_and_masks() -> None:
    document = with_presets(SQUARE, {**SQUARE, "name": "gatan", "masks": []})
    terms = parse(document)
    assert [each.name for each in terms.view.presets] == ["torget", "gatan"]
    assert terms.view.presets[0].masks == (((0, 0), (1, 0), (1, 0.5)),)
    assert to_json(terms) == document
    assert "presets" not in to_json(parse(whole()))["view"]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (with_presets(SQUARE, movable=False), "terms.view.presets"),
        (with_presets(SQUARE, SQUARE), "terms.view.presets"),
        (with_presets(), "terms.view.presets"),
        (with_presets({**SQUARE, "zoom": 3}), "terms.view.presets[0].zoom"),
    ],
)
def test_presets_that_cannot_be_are_named(document: object, where: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(document)
    assert refused.value.where == where


@pytest.mark.parametrize("value", [None, [], "terms", 1, True])
def test_what_is_no_object_is_no_terms(value: object) -> None:
    with pytest.raises(BadInput, match="not an object"):
        parse(value)


def test_every_act_and_requirement_can_be_written() -> None:
    access = [{"role": "operator", "acts": list(Act), "requires": list(Requirement)}]
    terms = parse(written(access=access))
    assert terms.access[0].acts == tuple(Act)
    assert terms.access[0].requires == tuple(Requirement)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(list(fields())), json_values)
def test_whatever_stands_in_a_field_is_read_or_refused(path: Path, value: object) -> None:
    try:
        terms = parse(changed(path, value))
    except BadInput:
        return
    assert parse(to_json(terms)) == terms
