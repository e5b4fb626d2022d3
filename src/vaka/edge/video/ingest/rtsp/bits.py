"""Reading parameter sets bit by bit (ITU-T H.264 §7.2, §9.1; H.265 §7.2, §9.2)."""

from vaka.edge.video.ingest.rtsp.errors import Garbled

EMULATION = b"\x00\x00\x03"
LONGEST_CODE = 32


class Bits:
    """The bits of a NAL unit, without its emulation prevention bytes."""

    def __init__(self, unit: bytes) -> None:
        clean = unit.replace(EMULATION, b"\x00\x00")
        self._value, self._left = int.from_bytes(clean, "big"), len(clean) * 8

    def take(self, count: int) -> int:
        """Return the next bits as a number.

        :raises Garbled: when there are not so many.
        """
        if count > self._left:
            raise Garbled("it describes its pictures by halves")
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def flag(self) -> bool:
        """Return the next bit."""
        return bool(self.take(1))

    def unsigned(self) -> int:
        """Return the next Exp-Golomb code, ue(v).

        :raises Garbled: when it is longer than any that means something.
        """
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > LONGEST_CODE:
                raise Garbled("it describes its pictures by halves")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """Return the next Exp-Golomb code, se(v)."""
        code = self.unsigned()
        return (code + 1) // 2 if code % 2 else -(code // 2)
