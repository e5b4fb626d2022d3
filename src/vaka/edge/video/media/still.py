"""One picture that stands alone, on its way to a process that decodes it, and there.

Not as a file: to open one, ffmpeg decodes what it holds before it is asked to.
"""

import struct

import av
from av.video.codeccontext import VideoCodecContext

from vaka.edge.video.media.source import Sample, Source

# Coding, and how long the configuration is that stands before the picture.
HEAD = struct.Struct(">4sI")


def packed(source: Source, sample: Sample) -> bytes:
    """Return a picture, with what its decoder must be told, as bytes."""
    told = source.configuration
    return HEAD.pack(source.codec.encode("ascii"), len(told)) + told + sample.data


def decoder(codec: str, **options: str) -> VideoCodecContext:
    """Return a decoder that has no threads."""
    made = av.CodecContext.create(codec, "r")
    assert isinstance(made, VideoCodecContext)
    made.thread_count, made.options = 1, options
    return made


def decoded(still: bytes, **options: str) -> av.VideoFrame:
    """Return the picture in such bytes; `options` are the decoder's.

    :raises av.error.FFmpegError, ValueError, struct.error: when it cannot be decoded.
    """
    codec, length = HEAD.unpack_from(still)
    ends = HEAD.size + length
    made = decoder(codec.decode("ascii"), **options)
    made.extradata = still[HEAD.size : ends]
    frames = [*made.decode(av.Packet(still[ends:])), *made.decode(None)]
    if not frames:
        raise ValueError("it holds no picture")
    return frames[0]
