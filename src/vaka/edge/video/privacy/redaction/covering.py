"""Which cells of each picture are covered, by the plan, and the picture without them.

Covered cells become one grey: of what was there nothing is left. Blur and mosaic keep enough
for a network to recognise a face (McPherson, Shokri and Shmatikov, arXiv:1609.00408), the more
so over several pictures; only the outline, in steps of a cell, can still be told.
"""

import av
import numpy as np
from av.video.frame import PictureType

from vaka.edge.video.privacy.burning import GREY_CHROMA, GREY_LUMA
from vaka.edge.video.privacy.redaction.cells import Cells, Grid, spread, unpack
from vaka.terms.redaction import CELL_PIXELS, Plan, TrackKind, revealed


def covered(plan: Plan) -> Cells:
    """Return the covered cells of every picture.

    :raises BadInput: when the findings are not of so many pictures of that size.
    """
    found = plan.findings
    grid = Grid(found.width, found.height)
    cells = unpack(found.moving, len(found.times), grid)
    for track in found.tracks:
        if track.kind != TrackKind.HELD:
            for frame, box in enumerate(track.boxes, track.first):
                cells[frame] |= spread(grid.of_box(box))
    for frame, box in revealed(plan).items():
        cells[frame] &= ~grid.of_box(box)
    for track in found.tracks:
        if track.kind == TrackKind.HELD:
            cells[track.first : track.last + 1] |= spread(grid.of_box(track.boxes[0]))
    for cover in plan.covers:
        cells[cover.first : cover.last + 1] |= grid.of_ring(cover.ring)
    return cells


def without(frame: av.VideoFrame, cells: Cells) -> av.VideoFrame:
    """Return a picture with its covered cells grey, at the same time stamp."""
    whole = frame.reformat(format="yuv420p").to_ndarray()
    high, wide = frame.height, frame.width
    luma, chroma = whole[:high], whole[high:].reshape(2, high // 2, wide // 2)
    luma[_pixels(cells, CELL_PIXELS)[:high, :wide]] = GREY_LUMA
    chroma[:, _pixels(cells, CELL_PIXELS // 2)[: high // 2, : wide // 2]] = GREY_CHROMA
    made = av.VideoFrame.from_ndarray(whole, format="yuv420p")
    made.pts, made.time_base = frame.pts, frame.time_base
    # The groups of pictures stay where the camera began them.
    made.pict_type = PictureType.I if frame.key_frame else PictureType.NONE
    return made


def shaded(frame: av.VideoFrame, cells: Cells) -> av.VideoFrame:
    """Return a picture in which what is covered is half as light, for whoever decides."""
    whole = frame.reformat(format="yuv420p").to_ndarray()
    luma = whole[: frame.height]
    under = _pixels(cells, CELL_PIXELS)[: frame.height, : frame.width]
    luma[under] = luma[under] // 2
    return av.VideoFrame.from_ndarray(whole, format="yuv420p")


def _pixels(cells: Cells, side: int) -> Cells:
    return np.repeat(np.repeat(cells, side, axis=0), side, axis=1)
