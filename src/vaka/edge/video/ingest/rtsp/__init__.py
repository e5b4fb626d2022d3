"""RTSP (RFC 2326) as a client: asking a camera to play, and pictures out of what it then sends.

`asking` opens a stream over a socket; everything else is bytes in, values out. Read by us, not
by a media library: in memory-safe code, on one thread for many cameras, and without following
what a camera says to any other place.
"""
