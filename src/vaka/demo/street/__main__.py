"""Draw both clips and write them beside the other example data."""

import sys
from collections.abc import Callable
from pathlib import Path

import av

from vaka.demo.clip import DATA
from vaka.demo.street import garage, square
from vaka.demo.street.stage import Moment, Place, Stage

RATE, SECONDS = 15, 20


def write(
    path: Path, place: Place, moment: Callable[[float], Moment], *, rate_factor: float
) -> None:
    """Encode a place as H.264 (main, no B-pictures), a picture standing alone every second."""
    stage = Stage(place)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height = place.view.width, place.view.height
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
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


def main() -> None:
    """Draw the square and the bicycle garage."""
    write(DATA / "square.mp4", square.place(), square.moment, rate_factor=32)
    write(DATA / "garage.mp4", garage.place(), garage.moment, rate_factor=28)


if __name__ == "__main__":
    main()
