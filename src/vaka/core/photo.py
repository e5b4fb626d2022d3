"""Photos that people send in: looked into, turned upright, and coded anew.

What a phone writes beside the picture (where, when, by which phone) does not come along, and
what is kept is a JPEG that we made, whatever was sent.
"""

import io

from PIL import Image, ImageOps

from vaka.core.errors import BadInput

KINDS = ("JPEG", "PNG", "WEBP")
LARGEST = 20 * 1024 * 1024
# More than any phone takes, and little enough to hold in memory.
MOST_PIXELS = 64_000_000
# In these nothing that is written on a sign can be read.
NARROWEST = 200
# Enough to read a sign by; the rest is bytes.
LONGEST_SIDE = 1600
QUALITY = 85
# What Pillow raises of a file that is no picture, a broken one, or one that swells.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def clean(sent: bytes) -> bytes:
    """Return a photo as a JPEG at most 1600 pixels long, upright and without metadata.

    :raises BadInput: when it is no photo of ours to take; says why.
    """
    if len(sent) > LARGEST:
        raise BadInput("photo", "it is larger than 20 MiB", "Take it with fewer pixels")
    try:
        picture = _decoded(sent)
    except UNREADABLE:
        mend = "Send a whole JPEG, PNG or WebP"
        raise BadInput("photo", "it is no picture that can be read", mend) from None
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _decoded(sent: bytes) -> Image.Image:
    """Return the picture alone, on a sheet of its own that nothing else was written on."""
    with Image.open(io.BytesIO(sent), formats=KINDS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise BadInput("photo", "it has too many pixels", "Take it with fewer pixels")
        if min(found.size) < NARROWEST:
            raise BadInput("photo", "it is too small to show a sign", "Take it anew")
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(found).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    sheet = Image.new("RGB", upright.size)
    sheet.paste(upright)
    return sheet
