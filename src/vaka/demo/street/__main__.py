"""Draw the clips and write them beside the other example data."""

import sys
from collections.abc import Callable
from pathlib import Path

import av

from vaka.demo.clip import DATA
from vaka.demo.street import garage, square
from vaka.demo.street.stage import Moment, Place, Stage

RATE, SECONDS = 15, 20


def write(
    path: Path,
    place: Place,
    moment: Callable[[float], Moment],
    *,
    rate_factor: float,
    width: int,
) -> None:
    """Encode a place as H.264 (main, no B-pictures), a picture standing alone every second."""
    stage = Stage(place)
    height = place.view.height * width // place.view.width
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height = width, height
        stream.pix_fmt, stream.gop_size = "yuv420p", RATE
        stream.options = {
            "crf": str(rate_factor),
            "preset": "veryslow",
            "profile": "main",
            "bf": "0",
            "sc_threshold": "0",
            # One thread: the same pictures give the same file.
            "threads": "1",
        }
        for number in range(RATE * SECONDS):
            picture = stage.picture(moment(number / RATE))
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            container.mux(stream.encode(frame.reformat(width, height)))
        container.mux(stream.encode())
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


def main() -> None:
    """Draw the square and the bicycle garage, each also as its camera's small stream."""
    for name, drawn, factor in (("square", square, 32), ("garage", garage, 28)):
        place = drawn.place()
        width = place.view.width
        write(DATA / f"{name}.mp4", place, drawn.moment, rate_factor=factor, width=width)
        small = DATA / f"{name}-small.mp4"
        write(small, place, drawn.moment, rate_factor=factor, width=width // 2)


if __name__ == "__main__":
    main()
