"""A photo that somebody sends is looked into, turned upright and coded anew."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

from tests.stages.signing_on_site import PHOTO, photo
from vaka.core.errors import BadInput
from vaka.core.photo import LARGEST, LONGEST_SIDE, MOST_PIXELS, clean

SECRET = "Storgatan 1, Kanarie"


def taken() -> Image.Exif:
    """Return what a phone held on its side writes: where, by what, which way is up."""
    told = Image.Exif()
    told[Base.Orientation] = 6
    told[Base.Make] = SECRET
    told.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (55.0, 36.0, 16.0)
    return told


def opened(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


def test_nothing_but_the_picture_is_kept() -> None:
    sent = photo(exif=taken(), comment=SECRET.encode(), xmp=SECRET.encode(), dpi=(300, 300))
    assert SECRET.encode() in sent
    kept = clean(sent)
    assert SECRET.encode() not in kept
    with opened(kept) as found:
        assert not found.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & found.info.keys()


def test_a_photo_from_a_phone_on_its_side_stands_upright() -> None:
    with opened(clean(photo((640, 480), exif=taken()))) as found:
        assert found.size == (480, 640)
        # The sign was in the upper left corner as the phone was held: now in the upper right.
        assert found.getpixel((470, 10))[0] > 200
        assert found.getpixel((10, 10))[0] < 150


def test_it_is_as_large_as_a_sign_needs() -> None:
    with opened(clean(photo((4000, 3000)))) as found:
        assert (found.format, found.mode) == ("JPEG", "RGB")
        assert found.size == (LONGEST_SIDE, 1200)


def test_a_png_with_transparency_and_words_and_a_webp_become_the_same_kind() -> None:
    told = PngInfo()
    told.add_text("Where", SECRET)
    clear = Image.new("RGBA", (400, 300), (255, 0, 0, 128))
    out = io.BytesIO()
    clear.save(out, "PNG", pnginfo=told)
    for sent in (out.getvalue(), photo(kind="WEBP")):
        kept = clean(sent)
        assert opened(kept).format == "JPEG"
        assert SECRET.encode() not in kept


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (b"%PDF-1.7\n", "no picture"),
        (photo(kind="GIF"), "no picture"),
        (PHOTO[: len(PHOTO) // 2], "no picture"),
        (photo((199, 800)), "too small"),
        (b"\xff" * (LARGEST + 1), "larger than 20 MiB"),
    ],
    ids=["nothing", "svg", "pdf", "gif", "half", "small", "large"],
)
def test_what_is_no_photo_is_refused_and_says_why(sent: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as refused:
        clean(sent)
    assert refused.value.where == "photo"
    assert refused.value.mend


@pytest.mark.parametrize("side", [8_100, 12_000, 20_000])
def test_what_swells_when_it_is_opened_is_refused_before(side: int) -> None:
    assert side * side > MOST_PIXELS
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(BadInput):
        clean(out.getvalue())


@given(st.data())
@example(None)
def test_a_photo_that_was_damaged_on_its_way_is_a_photo_or_refused(data) -> None:
    sent = bytearray(PHOTO)
    if data is not None:
        for at in data.draw(st.lists(st.integers(0, len(sent) - 1), max_size=6)):
            sent[at] = data.draw(st.integers(0, 255))
    try:
        kept = clean(bytes(sent))
    except BadInput:
        return
    assert opened(kept).format == "JPEG"
