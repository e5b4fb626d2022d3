"""Random effects: against R's metafor, case by case, and against what was printed."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.measures.rules.pooling import (
    Heterogeneity,
    Inference,
    _Model,
    left_out,
    levels,
    pool,
)

METAFOR = json.loads((Path(__file__).parent / "metafor.json").read_text("utf-8"))
MODERATORS = {"intercept": 0, "one": 1, "two": 2}
TESTS = {
    "z": Inference.NORMAL,
    "knha": Inference.KNAPP_HARTUNG,
    "adhoc": Inference.CAUTIOUS,
}
REPORTED = {
    "estimate": "beta",
    "standard_error": "se",
    "low": "ci_lb",
    "high": "ci_ub",
    "p": "pval",
}
CLOSE = 1e-9
REML, DL = Heterogeneity.REML, Heterogeneity.DERSIMONIAN_LAIRD


def named(case: dict) -> str:
    return "-".join(case[key] for key in ("design", "model", "method", "test"))


def columns(case: dict) -> tuple[list[float], list[float], list[list[float]]]:
    rows = METAFOR["designs (y, v, mod1, mod2)"][case["design"]]
    wide = MODERATORS[case["model"]]
    return [r[0] for r in rows], [r[1] for r in rows], [r[2 : 2 + wide] for r in rows if wide]


def model(case: dict) -> _Model:
    y, v, moderators = columns(case)
    design = np.column_stack([np.ones(len(y)), *np.array(moderators).T])
    return _Model(np.array(y), np.array(v), design)


@pytest.mark.parametrize("case", METAFOR["cases"], ids=named)
def test_estimates_and_intervals_are_those_of_metafor(case: dict) -> None:
    """All 180, given metafor's own variance between studies."""
    found = model(case).given(case["tau2"], TESTS[case["test"]])
    for ours, theirs in REPORTED.items():
        told = [getattr(each, ours) for each in found.coefficients]
        assert told == pytest.approx(case[theirs], abs=CLOSE), ours


@pytest.mark.parametrize(
    "case", [c for c in METAFOR["cases"] if c["method"] == "DL"], ids=named
)
def test_the_whole_way_from_studies_to_intervals_is_metafors(case: dict) -> None:
    y, v, moderators = columns(case)
    found = pool(y, v, moderators=moderators, heterogeneity=DL, inference=TESTS[case["test"]])
    assert found.tau_squared == pytest.approx(case["tau2"], abs=CLOSE)
    for ours, theirs in REPORTED.items():
        told = [getattr(each, ours) for each in found.coefficients]
        assert told == pytest.approx(case[theirs], abs=CLOSE), ours


@pytest.mark.parametrize(
    "case",
    [c for c in METAFOR["cases"] if c["method"] == "REML" and c["test"] == "z"],
    ids=named,
)
def test_no_other_variance_between_studies_is_likelier_than_ours(case: dict) -> None:
    """Metafor stops at steps below 1e-5; ours goes on to the top, and finds the higher."""
    y, v, moderators = columns(case)
    found = pool(y, v, moderators=moderators)
    fitted = model(case)
    assert found.tau_squared == pytest.approx(case["tau2"], abs=2e-5)
    assert fitted.likelihood(found.tau_squared) >= fitted.likelihood(case["tau2"]) - 1e-12


# Trials of BCG: cases and others, vaccinated and not; absolute latitude (Colditz et al. 1994).
BCG = [
    (4, 119, 11, 128, 44),
    (6, 300, 29, 274, 55),
    (3, 228, 11, 209, 42),
    (62, 13536, 248, 12619, 52),
    (33, 5036, 47, 5761, 13),
    (180, 1361, 372, 1079, 44),
    (8, 2537, 10, 619, 19),
    (505, 87886, 499, 87892, 13),
    (29, 7470, 45, 7232, 27),
    (17, 1699, 65, 1600, 42),
    (186, 50448, 141, 27197, 18),
    (5, 2493, 3, 2338, 33),
    (27, 16886, 29, 17825, 33),
]
RISKS = [np.log((a / (a + b)) / (c / (c + d))) for a, b, c, d, _ in BCG]
SPREAD = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d, _ in BCG]


def test_the_bcg_vaccine_as_printed() -> None:
    # Viechtbauer 2010, J Stat Softw 36(3), section 3.1: rma(ai=tpos, ...), REML.
    found = pool(RISKS, SPREAD, inference=Inference.NORMAL)
    assert round(found.mean.estimate, 4) == -0.7145
    assert round(found.mean.standard_error, 4) == 0.1798
    assert round(found.tau_squared, 4) == 0.3132
    assert (round(found.mean.low, 4), round(found.mean.high, 4)) == (-1.0669, -0.3622)
    assert round(100 * found.i_squared, 2) == 92.22
    assert round(found.residual_q, 4) == 152.2330
    assert found.residual_p < 1e-4
    assert found.prediction is not None
    assert tuple(round(end, 4) for end in found.prediction) == (-1.8667, 0.4376)


def test_the_bcg_vaccine_is_weaker_near_the_equator_as_printed() -> None:
    # Viechtbauer 2010, section 3.3, with latitude alone (metafor's help of rma.uni).
    found = pool(
        RISKS, SPREAD, moderators=[[row[-1]] for row in BCG], inference=Inference.NORMAL
    )
    assert [round(each.estimate, 4) for each in found.coefficients] == [0.2515, -0.0291]
    assert [round(each.standard_error, 4) for each in found.coefficients] == [0.2491, 0.0072]
    # Printed is 0.0764: metafor stops a step before the top.
    assert found.tau_squared == pytest.approx(0.0764, abs=1e-4)
    assert found.moderators_p == pytest.approx(found.coefficients[1].p, abs=1e-9)
    assert found.prediction is None


@pytest.mark.parametrize(
    ("effects", "variances", "reml", "moments"),
    [
        (  # Viechtbauer 2005, page 271
            [-0.581, 0.530, 0.771, 1.031, 0.553, 0.295, 0.078, 0.573, -0.176, -0.232],
            [0.023, 0.052, 0.060, 0.115, 0.095, 0.203, 0.200, 0.211, 0.051, 0.040],
            0.2232,
            0.2768,
        ),
        (  # page 272
            [
                0.100,
                -0.162,
                -0.090,
                -0.049,
                -0.046,
                -0.010,
                -0.431,
                -0.261,
                0.134,
                0.019,
                0.175,
                0.056,
                0.045,
                0.103,
                0.121,
                -0.482,
                0.290,
                0.342,
            ],
            [
                0.016,
                0.015,
                0.050,
                0.050,
                0.032,
                0.052,
                0.036,
                0.024,
                0.034,
                0.033,
                0.031,
                0.034,
                0.039,
                0.167,
                0.134,
                0.096,
                0.016,
                0.035,
            ],
            0.0157,
            0.0126,
        ),
    ],
)
def test_the_variance_between_studies_as_printed(
    effects: list[float], variances: list[float], reml: float, moments: float
) -> None:
    assert round(pool(effects, variances).tau_squared, 4) == reml
    assert round(pool(effects, variances, heterogeneity=DL).tau_squared, 4) == moments


def test_the_clasp_trials_as_printed() -> None:
    # DerSimonian and Kacker 2007, Contemp Clin Trials 28:105-114, tables 3 and 4.
    treated = [(5, 156), (5, 303), (12, 565), (69, 1570), (9, 103), (313, 4659)]
    control = [(8, 74), (17, 303), (9, 477), (94, 1565), (11, 105), (352, 4650)]
    cells = [(a, n - a, c, m - c) for (a, n), (c, m) in zip(treated, control, strict=True)]
    effects = [float(np.log(a * d / (b * c))) for a, b, c, d in cells]
    variances = [sum(1 / cell for cell in row) for row in cells]
    moments = pool(effects, variances, heterogeneity=DL, inference=Inference.NORMAL)
    assert round(moments.tau_squared**0.5, 4) == 0.2323
    assert round(moments.mean.estimate, 4) == -0.3240
    assert round(moments.mean.standard_error, 4) == 0.1540
    likely = pool(effects, variances, inference=Inference.NORMAL)
    assert round(likely.tau_squared**0.5, 4) == 0.1843
    assert round(likely.mean.estimate, 4) == -0.2980
    assert round(likely.mean.standard_error, 4) == 0.1343


EXPECTANCY = (
    [
        0.03,
        0.12,
        -0.14,
        1.18,
        0.26,
        -0.06,
        -0.02,
        -0.32,
        0.27,
        0.80,
        0.54,
        0.18,
        -0.02,
        0.23,
        -0.18,
        -0.06,
        0.30,
        0.07,
        -0.07,
    ],
    [
        0.0156,
        0.0216,
        0.0279,
        0.1391,
        0.1362,
        0.0106,
        0.0106,
        0.0484,
        0.0269,
        0.0630,
        0.0912,
        0.0497,
        0.0835,
        0.0841,
        0.0253,
        0.0279,
        0.0193,
        0.0088,
        0.0303,
    ],
    [2, 21, 19, 0, 0, 3, 17, 24, 0, 1, 0, 0, 1, 2, 17, 5, 1, 2, 7],
)


@pytest.mark.parametrize(
    ("heterogeneity", "inference", "printed"),
    [
        (REML, Inference.NORMAL, (0.0188, 0.0837, 0.0516, -0.0175, 0.1849)),
        (DL, Inference.NORMAL, (0.0259, 0.0893, 0.0558, -0.0200, 0.1987)),
        (REML, Inference.KNAPP_HARTUNG, (0.0188, 0.0837, 0.0616, -0.0457, 0.2131)),
        (DL, Inference.KNAPP_HARTUNG, (0.0259, 0.0893, 0.0636, -0.0442, 0.2229)),
    ],
)
def test_teachers_expectancies_as_printed(
    heterogeneity: Heterogeneity, inference: Inference, printed: tuple[float, ...]
) -> None:
    # Raudenbush 2009, table 16.3; with one digit more in metafor's own tests.
    effects, variances, _ = EXPECTANCY
    found = pool(effects, variances, heterogeneity=heterogeneity, inference=inference)
    mean = found.mean
    told = (found.tau_squared, mean.estimate, mean.standard_error, mean.low, mean.high)
    assert tuple(round(each, 4) for each in told) == printed


def test_teachers_who_know_their_pupils_are_not_swayed_as_printed() -> None:
    # Raudenbush 2009, table 16.2: weeks of acquaintance, held at three.
    effects, variances, weeks = EXPECTANCY
    capped = [[float(min(each, 3))] for each in weeks]
    found = pool(effects, variances, moderators=capped, inference=Inference.NORMAL)
    assert [round(each.estimate, 4) for each in found.coefficients] == [0.4072, -0.1572]
    assert found.tau_squared < 5e-5
    assert round(found.residual_q, 4) == 16.5708


def test_with_few_and_like_studies_the_cautious_interval_is_not_the_narrow_one() -> None:
    like = ([-0.1, -0.1, -0.11], [0.04, 0.04, 0.04])
    cautious, narrow = (
        pool(*like, inference=each).mean
        for each in (Inference.CAUTIOUS, Inference.KNAPP_HARTUNG)
    )
    assert cautious.standard_error == pytest.approx(0.2 / 3**0.5)
    assert narrow.standard_error < 0.01


def test_one_municipality_is_left_out_at_a_time() -> None:
    found = left_out([-0.5, -0.4, 0.1, 0.2], [0.01] * 4, ["a", "a", "b", "c"])
    assert list(found) == ["a", "b", "c"]
    assert found["a"].studies == 2
    assert found["a"].mean.estimate == pytest.approx(0.15)
    assert left_out([0.1, 0.2], [0.01, 0.01], ["a", "b"]) == {}


def test_kinds_of_place_are_moderators() -> None:
    places = ["square", "car-park", "square", "car-park", "square"]
    assert levels(places) == [[1.0], [0.0], [1.0], [0.0], [1.0]]
    effects = [0.0, -0.5, 0.02, -0.52, -0.01]
    found = pool(effects, [0.01] * 5, moderators=levels(places))
    assert found.coefficients[0].estimate == pytest.approx(-0.51)
    assert found.moderators_p is not None
    assert found.moderators_p < 0.05


@pytest.mark.parametrize(
    ("effects", "variances", "moderators", "problem"),
    [
        ([0.1], [0.1], (), "studies: 1 cannot carry 1 figures"),
        ([0.1, 0.2], [0.1, 0.0], (), "one is not above nought"),
        ([0.1, 0.2, 0.3, 0.4], [0.1] * 4, [[1, 1], [1, 1], [0, 0], [0, 0]], "the same thing"),
    ],
)
def test_what_cannot_be_pooled_is_refused(
    effects: list[float], variances: list[float], moderators: list, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        pool(effects, variances, moderators=moderators)


studies = st.lists(st.tuples(st.floats(-2, 2), st.floats(0.001, 2)), min_size=2, max_size=12)


@given(studies)
def test_a_mean_lies_among_its_studies_and_a_site_more_widely(told: list) -> None:
    effects, variances = map(list, zip(*told, strict=True))
    found = pool(effects, variances)
    assert min(effects) - 1e-9 <= found.mean.estimate <= max(effects) + 1e-9
    assert found.prediction is not None
    assert found.prediction[0] <= found.mean.low <= found.mean.high <= found.prediction[1]
    assert 0 <= found.i_squared < 1
    assert 0 <= found.residual_p <= 1
