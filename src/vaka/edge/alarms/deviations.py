"""How panels in the field depart from SIA DC-09 and are understood all the same.

Each code is explained in `docs/reference/dc09.md`.
"""

from enum import StrEnum


class Deviation(StrEnum):
    """One departure from the standard that leaves the message with a single meaning."""

    BINARY_CRC = "binary-crc"
    DECIMAL_LENGTH = "decimal-length"
    NO_CARRIAGE_RETURN = "no-carriage-return"
    UNFRAMED_HEARTBEAT = "unframed-heartbeat"
    NO_LINE = "no-line"
    NO_ACCOUNT = "no-account"
    ACCOUNT_FORM = "account-form"
    NO_INNER_ACCOUNT = "no-inner-account"
    INNER_ACCOUNT_WITHOUT_HASH = "inner-account-without-hash"
    INNER_ACCOUNT_PADDED = "inner-account-padded"
    NO_EVENT_BLOCK = "no-event-block"
    EMPTY_BLOCK = "empty-block"
    NO_SEPARATOR = "no-separator"
    CONTACT_ID_SPACING = "contact-id-spacing"
    DATA_IN_NULL = "data-in-null"
    TRAILING_DATA = "trailing-data"
    TIMESTAMP_WITHOUT_UNDERSCORE = "timestamp-without-underscore"
    TIMESTAMP_MALFORMED = "timestamp-malformed"
    TIMESTAMP_OUTSIDE_WINDOW = "timestamp-outside-window"
    POSITION_DECIMAL = "position-decimal"
    POSITION_MALFORMED = "position-malformed"
