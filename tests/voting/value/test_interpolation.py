import numpy as np
import pytest

from voting.value.interpolation import DEGREE, grid, points, weights
from voting.value.lifetime import purchases_while_alive

FITS = [
    (0.243, 4.414, 0.793, 2.426),
    (1.2, 30.0, 0.2, 0.4),
    (0.05, 0.6, 1.6, 9.0),
    (30.0, 90.0, 0.3, 0.9),
]


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("weeks", [39.0, 520.0, 2600.0])
def test_purchases_interpolated_over_ages_are_those_worked_out(
    fit: tuple[float, float, float, float], weeks: float
) -> None:
    level = np.repeat(np.arange(8.0), 300)
    age = np.tile(np.linspace(1 / 7, weeks, 300), 8)
    told = grid(level, age, scale=fit[1] / 2)
    assert len(told.age) == 8 * (DEGREE + 1)
    parameters = np.array(fit)
    few = purchases_while_alive(parameters, told.level, told.age, horizon=156, yearly_discount=0.1)
    every = purchases_while_alive(parameters, level, age, horizon=156, yearly_discount=0.1)
    assert np.abs(told.spread(few) / every - 1).max() < 1e-8


def test_a_level_of_few_ages_is_worked_out_at_each() -> None:
    told = grid(np.array([0.0, 2.0, 0.0]), np.array([5.0, 7.0, 1.0]), scale=1.0)
    assert list(told.spread(told.level * 100 + told.age)) == [5.0, 207.0, 1.0]
    assert grid(np.zeros(0), np.zeros(0), scale=1.0).spread(np.zeros((4, 0))).shape == (4, 0)


def test_a_polynomial_is_told_exactly_and_a_point_is_itself() -> None:
    at = points(-2.0, 3.0, degree=6)
    places = np.array([-2.0, -0.3, float(at[2]), 2.9])
    assert weights(places, at) @ at**5 == pytest.approx(places**5, rel=1e-12)
