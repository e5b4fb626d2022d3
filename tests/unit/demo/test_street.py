"""The drawn places obey the few laws that make them look like places."""

import math

import numpy as np
import pytest
from PIL import Image

from vaka.demo.street import garage, people, sprites, square, traffic
from vaka.demo.street.light import Lamp, box_blur
from vaka.demo.street.people import Person
from vaka.demo.street.sprites import Limb
from vaka.demo.street.stage import Beam, Moment, Place, Stage
from vaka.demo.street.surfaces import board, trace
from vaka.demo.street.view import View, vector

SMALL = View(width=64, height=36, focal=40.0, eye=5.0, pitch=15.0, yaw=0.0)


def grey(at: np.ndarray) -> np.ndarray:
    return np.full((*at.shape[:-1], 3), 0.2, np.float32)


def dry(at: np.ndarray) -> np.ndarray:
    return np.zeros((*at.shape[:-1], 1), np.float32)


def flat(at: np.ndarray) -> np.ndarray:
    return np.zeros_like(at)


def dark(rays: np.ndarray) -> np.ndarray:
    return np.zeros_like(rays)


def test_a_point_is_seen_where_the_ray_of_its_pixel_goes() -> None:
    ray = SMALL.rays(1)[20, 45]
    pixel, ahead = SMALL.seen(SMALL.origin + 12 * ray)
    assert pixel.tolist() == pytest.approx([45.5, 20.5], abs=1e-3)
    assert float(ahead) == pytest.approx(12, abs=1e-3)


def test_a_wall_hides_what_is_behind_it_and_not_what_is_before() -> None:
    red, blue = (Image.new("RGB", (2, 2), colour) for colour in ("red", "blue"))
    near = board((-9, 0, 12), (18, 0, 0), (0, 9, 0), red)
    far = board((-9, 0, 20), (18, 0, 0), (0, 9, 0), blue)
    for order in ([near, far], [far, near]):
        hits = trace(SMALL.origin, SMALL.rays(1), order, grey, dark)
        assert hits.paint[10, 32].tolist() == [1, 0, 0]
        assert hits.paint[35, 32] == pytest.approx([0.2] * 3)


def test_light_falls_off_with_the_square_of_the_distance() -> None:
    lamp = Lamp((0.0, 4.0, 0.0), strength=16.0, downward=False)
    up = vector(0, 1, 0)
    assert float(lamp.at(vector(0, 0, 0), up)) == pytest.approx(1)
    assert float(lamp.at(vector(0, 2, 0), up)) == pytest.approx(4)
    assert float(lamp.at(vector(0, 5, 0), up)) == 0


def test_a_blur_keeps_the_light() -> None:
    picture = np.zeros((21, 21, 3), np.float32)
    picture[10, 10] = 9
    soft = box_blur(box_blur(picture, 3, 0), 3, 1)
    assert soft.sum() == pytest.approx(picture.sum())
    assert soft[10, 10] == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("travelled", [n * 0.09 for n in range(16)])
def test_a_walking_foot_stands_on_the_ground_and_never_under_it(travelled: float) -> None:
    parts = people.walking(Person(), (0.0, 20.0), 0.0, travelled)
    limbs = [part for part in parts if isinstance(part, Limb)]
    lowest = min(min(limb.start[1], limb.end[1]) for limb in limbs)
    assert 0 < lowest < 0.06
    assert max(limb.end[1] for limb in limbs) < Person().height + 0.05


def test_a_shadow_lies_on_the_ground_on_the_other_side_of_the_lamp() -> None:
    parts = people.waiting(Person(), (0.0, 20.0), 0.0, 0.0)
    laid = sprites.shadow(parts, (-3.0, 4.7, 20.0))
    points = [part.end for part in laid if isinstance(part, Limb)]
    assert {point[1] for point in points} == {0.0}
    assert max(point[0] for point in points) > 0.7
    assert sum(point[0] for point in points) > 0


def test_what_is_outside_the_picture_is_not_drawn() -> None:
    assert sprites.draw(SMALL, people.bicycle((90.0, 20.0), 0.0, (90, 90, 90))) is None


def test_whoever_comes_is_seen_and_leaves_no_trace() -> None:
    stage = Stage(Place(SMALL, [], [Lamp((2, 4.7, 14), strength=40.0)], grey, dark, dry, flat))
    empty = stage.picture(Moment())
    figures = [people.walking(Person(coat=(200, 30, 30)), (0.0, 12.0), 0.4, 1.0)]
    visited = stage.picture(Moment(figures, [Beam(0, 16, 2, 2, (3, 3, 3))]))
    assert abs(visited.astype(int) - empty).max() > 30
    assert (stage.picture(Moment()) == empty).all()


@pytest.mark.parametrize("rightward", [True, False])
def test_a_vehicle_has_its_white_lamps_before_it_and_its_red_behind(rightward: bool) -> None:
    for parts in (
        traffic.bus(0.0, 30.0, rightward=rightward),
        traffic.car(0.0, 30.0, (9, 9, 9), rightward=rightward),
    ):
        white, red = (part for part in parts[-2:] if isinstance(part, Limb))
        assert white.colour[1] > red.colour[1]
        assert (white.start[0] > red.start[0]) == rightward


@pytest.mark.parametrize("scene", [square, garage], ids=["square", "garage"])
def test_the_last_moment_leads_to_the_first(scene) -> None:
    """Whoever is there when the clip starts again is where they were, give or take a step."""

    def places(seconds: float) -> list[tuple[float, float]]:
        feet = []
        for figure in scene.moment(seconds).figures:
            points = [p.start if isinstance(p, Limb) else p.points[0] for p in figure]
            feet.append((np.mean([p[0] for p in points]), np.mean([p[2] for p in points])))
        return feet

    before, after = places(20 - 1 / 15), places(0.0)
    assert before
    assert len(before) == len(after)
    for one in before:
        assert min(math.dist(one, other) for other in after) < 1.0
