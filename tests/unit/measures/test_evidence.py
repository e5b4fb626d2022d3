from vaka.measures.rules.evidence import (
    NEWEST,
    Caution,
    Crime,
    EvidenceStatus,
    Group,
    Monitoring,
    Setting,
    expected_effect,
    local_studies,
    pooled,
    published,
)


def row(group, level):
    (found,) = (r for r in pooled(group) if r.review == NEWEST and r.level == level)
    return found


def test_76_studies_found_13_per_cent_fewer_crimes():
    found = row(Group.ALL, "all")
    assert (found.studies, found.change_percent, found.significant) == (76, -13, True)
    assert found.status is EvidenceStatus.VERIFIED


def test_a_number_from_memory_says_so():
    assert row(Group.SETTING, "car_park").status is EvidenceStatus.RECALLED
    assert any(one.status is EvidenceStatus.RECALLED for one in local_studies())


def test_what_no_source_gives_is_none_and_not_nought():
    violent = row(Group.CRIME, "violent")
    assert violent.change_percent is None
    assert violent.significant is False
    assert row(Group.SETTING, "other").significant is None


def test_all_groups_together_are_the_whole_file():
    assert sum(len(pooled(group)) for group in Group) == len(pooled()) == len(published())


def test_every_setting_and_crime_of_ours_has_a_row():
    for setting in Setting:
        assert row(Group.SETTING, setting)
    for crime in Crime:
        assert row(Group.CRIME, crime)


def test_a_car_park_with_two_other_measures_has_nothing_against_it():
    found = expected_effect(
        setting=Setting.CAR_PARK,
        problems={Crime.VEHICLE, Crime.VIOLENT},
        other_measures=3,
        monitoring=Monitoring.ACTIVE,
    )
    assert found.is_certain
    assert [r.level for r in found.rows] == [
        "all",
        "car_park",
        "vehicle",
        "violent",
        "two_or_more",
        "active",
    ]


def test_a_camera_alone_against_violence_in_the_centre_has_everything_against_it():
    found = expected_effect(
        setting=Setting.CITY_CENTRE,
        problems={Crime.VIOLENT, Crime.DISORDER},
        other_measures=0,
        monitoring=Monitoring.PASSIVE,
    )
    assert not found.is_certain
    assert set(found.cautions) == {
        Caution.CAMERA_ALONE,
        Caution.VIOLENCE_OR_DISORDER_ALONE,
        Caution.PASSIVE_IN_CENTRE,
        Caution.SETTING_WITHOUT_EFFECT,
    }


def test_one_other_measure_is_not_enough_either():
    found = expected_effect(
        setting=Setting.RESIDENTIAL, problems={Crime.DRUG}, other_measures=1
    )
    assert found.cautions == (Caution.ONE_OTHER_MEASURE,)


def test_no_named_crime_is_not_violence_alone():
    found = expected_effect(setting=Setting.CAR_PARK, problems=set(), other_measures=2)
    assert found.cautions == ()
