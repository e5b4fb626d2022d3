from datetime import date

import pytest

from vaka.core.errors import BadInput
from vaka.measures.rules.kinds import INTRUSIVENESS, MeasureKind, Plan, beside_cameras


def plan(**changed):
    told = {
        "kind": MeasureKind.LIGHTING,
        "title": "Ny belysning",
        "starts": date(2024, 1, 1),
        "ends": date(2025, 1, 1),
        "cost_investment_ore": 100_000_00,
        "cost_yearly_ore": 36_525_00,
        "responsible": "Tekniska nämnden",
    }
    return Plan(**(told | changed))


def test_a_camera_intrudes_more_than_anything_else():
    assert max(INTRUSIVENESS, key=INTRUSIVENESS.__getitem__) is MeasureKind.CAMERA
    assert set(INTRUSIVENESS) == set(MeasureKind)


def test_a_measure_is_there_from_its_first_day_to_the_day_before_its_end():
    assert not plan().in_force(date(2023, 12, 31))
    assert plan().in_force(date(2024, 1, 1))
    assert plan().in_force(date(2024, 12, 31))
    assert not plan().in_force(date(2025, 1, 1))
    assert plan(ends=None).in_force(date(2099, 1, 1))
    assert plan().last_day == date(2024, 12, 31)
    assert plan(ends=None).last_day is None


def test_it_costs_its_investment_and_so_many_days_of_its_year():
    assert plan().cost_until(date(2024, 1, 1)) == 0
    assert plan().cost_until(date(2024, 1, 11)) == 100_000_00 + 10 * 100_00
    assert plan().cost_until(date(2030, 1, 1)) == 100_000_00 + 366 * 100_00
    assert plan(ends=None).cost_until(date(2026, 1, 1)) == 100_000_00 + 731 * 100_00


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("title", " "),
        ("responsible", ""),
        ("title", "x" * 201),
        ("ends", date(2024, 1, 1)),
        ("cost_investment_ore", -1),
        ("cost_yearly_ore", -1),
        ("cost_yearly_ore", 10**12 + 1),
    ],
)
def test_a_measure_without_sense_names_the_field(where, value):
    with pytest.raises(BadInput) as caught:
        plan(**{where: value})
    assert caught.value.where == where


def test_three_lamps_are_one_kind_of_measure_and_a_camera_is_none_beside_itself():
    plans = [
        plan(),
        plan(title="Fler lampor"),
        plan(kind=MeasureKind.PRESENCE),
        plan(kind=MeasureKind.CAMERA),
        plan(kind=MeasureKind.SOCIAL, ends=date(2024, 2, 1)),
    ]
    assert beside_cameras(plans, on=date(2024, 6, 1)) == 2
