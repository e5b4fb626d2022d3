"""CRC-16 of SIA DC-09 (section 5.5.1.2): polynomial x¹⁶ + x¹⁵ + x² + 1, reflected, from 0."""

_POLYNOMIAL = 0xA001


def _entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ _POLYNOMIAL if value & 1 else value >> 1
    return value


_TABLE = tuple(_entry(value) for value in range(256))


def crc16(data: bytes) -> int:
    """Return the checksum of the bytes, 0 to 65535."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc
