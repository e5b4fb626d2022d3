"""The cells of a picture: which of them are covered, and how that is written down."""

import base64
import binascii
import zlib
from dataclasses import dataclass

import numpy as np
import shapely

from vaka.core.errors import BadInput
from vaka.terms.reading import Ring
from vaka.terms.redaction import CELL_PIXELS, Box

# Rows of columns, true where covered; with pictures before them, (pictures, rows, columns).
Cells = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Grid:
    """The cells of pictures of one size; those at the right and lower edge may be cut."""

    width: int
    height: int

    @property
    def columns(self) -> int:
        """Return how many cells lie beside each other."""
        return -(-self.width // CELL_PIXELS)

    @property
    def rows(self) -> int:
        """Return how many cells lie below each other."""
        return -(-self.height // CELL_PIXELS)

    def none(self) -> Cells:
        """Return no cells."""
        return np.zeros((self.rows, self.columns), dtype=np.bool_)

    def of_box(self, box: Box) -> Cells:
        """Return the cells that a box touches."""
        cells = self.none()
        left, top = max(box.left, 0) // CELL_PIXELS, max(box.top, 0) // CELL_PIXELS
        right, bottom = (
            -(-max(box.right, 0) // CELL_PIXELS),
            -(-max(box.bottom, 0) // CELL_PIXELS),
        )
        cells[top:bottom, left:right] = True
        return cells

    def of_ring(self, ring: Ring) -> Cells:
        """Return the cells that a polygon (image coordinates 0 to 1) touches."""
        drawn = shapely.Polygon([(x * self.width, y * self.height) for x, y in ring])
        left, top = np.meshgrid(
            np.arange(self.columns) * CELL_PIXELS, np.arange(self.rows) * CELL_PIXELS
        )
        squares = shapely.box(left, top, left + CELL_PIXELS, top + CELL_PIXELS)
        touched: Cells = shapely.intersects(shapely.make_valid(drawn), squares)
        return touched


def spread(cells: Cells) -> Cells:
    """Return cells and those beside them, also across the corner."""
    around = np.pad(cells, 1)
    high, wide = cells.shape
    grown = np.zeros_like(cells)
    for down in range(3):
        for across in range(3):
            grown |= around[down : down + high, across : across + wide]
    return grown


def held(cells: Cells, pictures: int) -> Cells:
    """Return cells, picture by picture, with what was or will be so many pictures away."""
    kept = cells.copy()
    for away in range(1, min(pictures, len(cells) - 1) + 1):
        kept[away:] |= cells[:-away]
        kept[:-away] |= cells[away:]
    return kept


def pack(cells: Cells) -> str:
    """Return the cells of all pictures as text."""
    return base64.b64encode(zlib.compress(np.packbits(cells).tobytes(), 9)).decode()


def unpack(text: str, pictures: int, grid: Grid) -> Cells:
    """Return the cells of all pictures.

    :raises BadInput: when the text is not of so many pictures of that size.
    """
    count = pictures * grid.rows * grid.columns
    try:
        unzip = zlib.decompressobj()
        packed = unzip.decompress(base64.b64decode(text, validate=True), -(-count // 8) + 1)
    except (binascii.Error, zlib.error):
        packed = b""
    if len(packed) != -(-count // 8):
        raise BadInput("findings.moving", "it is not of these pictures", "Analyse them anew")
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=count)
    return bits.astype(np.bool_).reshape(pictures, grid.rows, grid.columns)
