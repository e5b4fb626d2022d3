"""The outline of a picture: which way its edges run, in a coarse grid.

A gradient's direction, doubled, stays the same when light comes and goes and when bright and
dark change places, as when a camera goes over to infrared ("squared orientation correlation":
Fitch, Kadyrov, Christmas and Kittler, Orientation Correlation, BMVC 2002). Nobody can be
recognised in it: a person is a few cells.
"""

import numpy as np
from numpy.typing import NDArray

Outline = NDArray[np.complex64]
Luma = NDArray[np.uint8]

COLUMNS, ROWS = 128, 72
# Pixels of the picture in each cell of the outline, along either side.
FINE = 2
WIDTH, HEIGHT = COLUMNS * FINE, ROWS * FINE
# A step of so many grey levels from one pixel to the next is an edge; far less is noise.
EDGE = 4.0
# Between a picture's rim and what lies beyond it there is no edge.
RIM = 2
STEPS = 127
BYTES = COLUMNS * ROWS * 2


def outline(luma: Luma) -> Outline:
    """Return the outline of a grey picture of `WIDTH` by `HEIGHT`.

    Each cell is a complex number: its argument is twice the direction of the edges there, its
    magnitude from 0 (none, or in every direction) to 1.
    """
    down, across = np.gradient(_smoothed(luma))
    doubled = np.zeros((HEIGHT, WIDTH), np.complex64)
    inside = slice(RIM, -RIM), slice(RIM, -RIM)
    doubled[inside] = np.asarray((across + 1j * down) ** 2)[inside]
    cells = np.mean(doubled.reshape(ROWS, FINE, COLUMNS, FINE), axis=(1, 3))
    return np.asarray(cells / (np.abs(cells) + EDGE**2), np.complex64)


def _smoothed(luma: Luma) -> NDArray[np.float32]:
    smooth = np.asarray(luma, np.float32)
    for axis in (0, 1):
        around = np.roll(smooth, 1, axis) + 2 * smooth + np.roll(smooth, -1, axis)
        smooth = np.asarray(around / 4, np.float32)
    return smooth


def packed(cells: Outline) -> bytes:
    """Return an outline as bytes, two for each cell."""
    parts = np.stack([cells.real, cells.imag])
    return np.round(parts * STEPS).astype(np.int8).tobytes()


def unpacked(content: bytes) -> Outline:
    """Return the outline that these bytes are.

    :raises ValueError: when they are none.
    """
    if len(content) != BYTES:
        raise ValueError(f"an outline is {BYTES} bytes, not {len(content)}")
    real, imaginary = np.frombuffer(content, np.int8).reshape(2, ROWS, COLUMNS) / STEPS
    return np.asarray(real + 1j * imaginary, np.complex64)
