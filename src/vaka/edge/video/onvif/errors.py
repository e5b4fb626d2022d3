"""What can be wrong with what a camera answers, beside what `rtsp.errors` knows."""

UNKNOWN_HERE = frozenset({"ActionNotSupported", "NoSuchService", "UnknownAction"})


class NotDone(Exception):
    """A camera answers that it does not do what it was asked; `code` is its fault's (ter:)."""

    def __init__(self, asked: str, code: str) -> None:
        super().__init__(f"it answers {asked} with {code}")
        self.code = code

    @property
    def is_unknown(self) -> bool:
        """Return whether it does not know what it was asked at all."""
        return self.code in UNKNOWN_HERE
