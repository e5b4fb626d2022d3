"""The header of a file (ISO/IEC 14496-12; CMAF, 23000-19 §7.3.1): what its tracks are."""

import struct

from vaka.edge.video.media.boxes import box, full
from vaka.edge.video.media.sound import AAC, Sound
from vaka.edge.video.media.source import TICKS_PER_SECOND, Source
from vaka.signed_video.movie import handler

# The tracks by number; one without sound has the first alone.
PICTURES, SOUND = 1, 2
ENTRIES = {"h264": (b"avc1", b"avcC"), "hevc": (b"hvc1", b"hvcC")}
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)
UNDETERMINED = 0x55C4
FULL_VOLUME = 0x100
# ISO/IEC 14496-1 §7.2.6: descriptors by tag, and what they say of AAC.
STREAM, DECODER, DECODER_IS_TOLD, SYNC = 3, 4, 5, 6
AUDIO_14496_3, AUDIO_STREAM, FOR_MP4 = 0x40, 0x15, b"\x02"


def initial(source: Source) -> bytes:
    """Return the header of a file for what a source sends."""
    brands = b"iso6" + struct.pack(">I", 1) + b"iso6cmfcmp41"
    tracks = {PICTURES: _pictures(source)}
    if source.sound:
        tracks[SOUND] = _sound(source.sound)
    times = struct.pack(">4I", 0, 0, TICKS_PER_SECOND, 0)
    usual = struct.pack(">IH10x", 0x10000, FULL_VOLUME) + MATRIX + bytes(24)
    following = struct.pack(">I", len(tracks) + 1)
    extends = (full(b"trex", 0, 0, struct.pack(">5I", number, 1, 0, 0, 0)) for number in tracks)
    return box(b"ftyp", brands) + box(
        b"moov",
        full(b"mvhd", 0, 0, times, usual, following),
        *tracks.values(),
        box(b"mvex", *extends),
    )


def _pictures(source: Source) -> bytes:
    size = struct.pack(">2I", source.width << 16, source.height << 16)
    return box(
        b"trak",
        _track_head(PICTURES, 0, size),
        _media(
            b"vide",
            handler(source.remade),
            full(b"vmhd", 0, 1, bytes(8)),
            _picture_entry(source),
        ),
    )


def _sound(sound: Sound) -> bytes:
    return box(
        b"trak",
        _track_head(SOUND, FULL_VOLUME, bytes(8)),
        _media(b"soun", b"sound\0", full(b"smhd", 0, 0, bytes(4)), _sound_entry(sound)),
    )


def _track_head(number: int, volume: int, size: bytes) -> bytes:
    told = struct.pack(">5I8x4H", 0, 0, number, 0, 0, 0, 0, volume, 0)
    return full(b"tkhd", 0, 3, told, MATRIX, size)


def _media(kind: bytes, name: bytes, heading: bytes, entry: bytes) -> bytes:
    times = struct.pack(">4I2H", 0, 0, TICKS_PER_SECOND, 0, UNDETERMINED, 0)
    tables = (
        full(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        *(full(empty, 0, 0, bytes(4)) for empty in (b"stts", b"stsc")),
        full(b"stsz", 0, 0, bytes(8)),
        full(b"stco", 0, 0, bytes(4)),
    )
    here = full(b"dref", 0, 0, struct.pack(">I", 1), full(b"url ", 0, 1))
    return box(
        b"mdia",
        full(b"mdhd", 0, 0, times),
        full(b"hdlr", 0, 0, bytes(4), kind, bytes(12), name),
        box(b"minf", heading, box(b"dinf", here), box(b"stbl", *tables)),
    )


def _picture_entry(source: Source) -> bytes:
    """Return the sample entry of pictures (ISO/IEC 14496-12 §12.1.3, 14496-15)."""
    name, configuration = ENTRIES[source.codec]
    told = struct.pack(
        ">6xH16x2H2I4xH32sHh",
        1,
        source.width,
        source.height,
        0x480000,
        0x480000,
        1,
        b"",
        24,
        -1,
    )
    return box(name, told, box(configuration, source.configuration))


def _sound_entry(sound: Sound) -> bytes:
    """Return the sample entry of sound (ISO/IEC 14496-12 §12.2.3, 14496-14 §6.7.2).

    That of G.711 is QuickTime's, which players know and browsers do not.
    """
    told = struct.pack(">6xH8x2H4xI", 1, sound.channels, 16, sound.rate << 16)
    if sound.codec != AAC:
        return box(sound.codec.encode("ascii"), told)
    decoder = struct.pack(">2B3x8x", AUDIO_14496_3, AUDIO_STREAM)
    specific = _descriptor(DECODER_IS_TOLD, sound.configuration)
    stream = struct.pack(">HB", SOUND, 0)
    elementary = _descriptor(
        STREAM, stream, _descriptor(DECODER, decoder, specific), _descriptor(SYNC, FOR_MP4)
    )
    return box(b"mp4a", told, full(b"esds", 0, 0, elementary))


def _descriptor(tag: int, *parts: bytes) -> bytes:
    """Return a descriptor of less than 128 bytes."""
    return bytes([tag, sum(map(len, parts))]) + b"".join(parts)
