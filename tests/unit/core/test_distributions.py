"""Distributions against printed tables, closed forms and themselves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.distributions import (
    fisher_f_cdf,
    gamma_cdf,
    gamma_quantile,
    student_t_cdf,
    student_t_quantile,
)

shapes = st.floats(0.05, 5000)
probabilities = st.floats(0.001, 0.999)


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.7062), (2, 4.3027), (4, 2.7764), (10, 2.2281), (30, 2.0423), (1000, 1.9623)],
)
def test_students_table(freedom: int, printed: float) -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods 1.3.6.7.2, upper 0.025.
    assert round(student_t_quantile(0.975, freedom), 4) == printed
    assert student_t_quantile(0.025, freedom) == -student_t_quantile(0.975, freedom)


def test_one_degree_of_freedom_is_cauchy_and_a_ratio_of_squares_is_f() -> None:
    assert student_t_cdf(1.0, 1) == pytest.approx(0.75, abs=1e-14)
    # F of 1 and n degrees is the square of t with n.
    both = 1 - 2 * student_t_cdf(-1.5, 7)
    assert fisher_f_cdf(1.5**2, 1, 7) == pytest.approx(both, abs=1e-13)
    assert fisher_f_cdf(0.0, 3, 4) == 0.0
    # NIST 1.3.6.7.3, upper 5 %: F(3, 10) is 3.708.
    assert fisher_f_cdf(3.708, 3, 10) == pytest.approx(0.95, abs=1e-4)


@given(st.floats(0.01, 50))
def test_shape_one_is_the_exponential_distribution(x: float) -> None:
    assert gamma_cdf(x, 1.0) == pytest.approx(-math.expm1(-x), abs=1e-13)


def test_whole_shapes_are_sums_of_poisson_probabilities() -> None:
    below = sum(math.exp(-7.5) * 7.5**n / math.factorial(n) for n in range(5))
    assert gamma_cdf(7.5, 5) == pytest.approx(1 - below, abs=1e-14)
    assert gamma_cdf(0.0, 5) == 0.0


@given(probabilities, shapes)
def test_a_gamma_quantile_has_its_probability(probability: float, shape: float) -> None:
    assert gamma_cdf(gamma_quantile(probability, shape), shape) == pytest.approx(
        probability, abs=1e-10
    )


@given(probabilities, st.floats(1, 500))
def test_a_t_quantile_has_its_probability(probability: float, freedom: float) -> None:
    assert student_t_cdf(student_t_quantile(probability, freedom), freedom) == pytest.approx(
        probability, abs=1e-10
    )
