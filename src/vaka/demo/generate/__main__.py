"""Write the generated files of the example: `python -m vaka.demo.generate`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from vaka.demo.generate import cameras, counts, problems, town

DATA = Path(__file__).resolve().parent.parent / "data"


def files() -> dict[str, str]:
    """Return the generated files by name; the same input gives the same bytes."""
    blocks = town.town()
    told = problems.at_the_square()
    return {
        "square.geojson": _json(blocks),
        "camera.geojson": _json(cameras.cameras(blocks)),
        "problems.csv": problems.csv(problems.until_june(told)),
        "problems-garage.csv": problems.csv(problems.at_the_garage()),
        "counts.csv": counts.csv(told),
    }


def _json(document: Mapping[str, object]) -> str:
    """Return GeoJSON with one feature a line, so that a change can be read."""
    inner = document["features"]
    assert isinstance(inner, list)
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in inner]
    head = {key: value for key, value in document.items() if key != "features"}
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return opening + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


def main() -> None:
    """Write them beside the shipped clips."""
    for name, content in files().items():
        (DATA / name).write_text(content, "utf-8")
        sys.stdout.write(f"{name}: {len(content.encode())} bytes\n")


if __name__ == "__main__":
    main()
