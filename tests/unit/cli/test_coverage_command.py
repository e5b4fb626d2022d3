"""`vaka coverage`, run as people run it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

VAKA = Path(sys.executable).with_name("vaka")
CAMERA = {
    "longitude": 15.0,
    "latitude": 55.605,
    "height_m": 0,
    "direction_deg": 0,
    "angle_deg": 90,
    "pixels": 2000,
}
HOUSE = [[14.9999, 55.6051], [15.0001, 55.6051], [15.0001, 55.6052], [14.9999, 55.6051]]
HOUSES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"building": "apartments", "name": "Huset"},
            "geometry": {"type": "Polygon", "coordinates": [HOUSE]},
        }
    ],
}


def run(folder: Path, camera: object, *arguments: str) -> tuple[int, str, str]:
    (folder / "camera.json").write_text(json.dumps(camera), "utf-8")
    (folder / "houses.geojson").write_text(json.dumps(HOUSES), "utf-8")
    done = subprocess.run(
        [str(VAKA), "coverage", "camera.json", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_watched_area_comes_by_level_with_who_is_in_it(tmp_path: Path) -> None:
    ring = [
        [14.99, 55.6053],
        [15.01, 55.6053],
        [15.01, 55.61],
        [14.99, 55.61],
        [14.99, 55.6053],
    ]
    mask = {"type": "Polygon", "coordinates": [ring]}
    told = ("--buildings", "houses.geojson", "--angle", "40")
    status, out, _ = run(tmp_path, {**CAMERA, "masked": [mask]}, *told)
    features = json.loads(out)["features"]
    levels = {f["properties"]["level"]: f["properties"] for f in features[:5]}
    assert status == 0
    assert list(levels) == ["monitor", "detect", "observe", "recognise", "identify"]
    assert levels["identify"]["square_metres"] == pytest.approx(16, rel=0.01)
    assert levels["monitor"]["removed_by_masks"] > 1000
    assert levels["identify"]["removed_by_masks"] == 0
    assert levels["monitor"]["removed_by_lens"] != 0
    assert features[5]["properties"] == {"kind": "home", "label": "Huset", "level": "observe"}


@pytest.mark.parametrize(
    ("camera", "said"),
    [
        ({**CAMERA, "pixels": "many"}, "camera.json, pixels: 'many' is no number"),
        ({k: v for k, v in CAMERA.items() if k != "latitude"}, "latitude: None is no number"),
        ({**CAMERA, "colour": "red"}, "colour is unknown"),
        ({**CAMERA, "angle_deg": 200}, "200° is no lens"),
        ({**CAMERA, "masked": 1}, "camera.json, masked: it is no list"),
        ([], "camera.json: it is no JSON object"),
    ],
    ids=["text", "missing", "unknown", "lens", "masks", "list"],
)
def test_a_bad_camera_is_one_clear_line(tmp_path: Path, camera: object, said: str) -> None:
    status, out, err = run(tmp_path, camera)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
