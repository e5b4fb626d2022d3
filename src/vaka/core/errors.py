"""Facts that stop a piece of work, each with its mend."""

from dataclasses import dataclass


class VakaError(Exception):
    """What went wrong and how to mend it, in words for the person who can."""


@dataclass(eq=False)
class BadInput(VakaError):
    """A file, field or option that cannot be taken.

    `where` names the file, line, field or option; `problem` says what is wrong; `mend` says
    what would be right.
    """

    where: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}. {self.mend}"


@dataclass(eq=False)
class Refused(VakaError):
    """A person may not do this; the reason is a code that a page can put into words."""

    actor: str
    act: str
    subject: str
    reason: str

    def __str__(self) -> str:
        return f"{self.act} on {self.subject} is refused: {self.reason}"


@dataclass(eq=False)
class Absent(VakaError):
    """There is no such thing, or not for this person: the two must look alike."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"There is no {self.kind} {self.key}"


@dataclass(eq=False)
class Conflict(VakaError):
    """The thing is not in a state that allows this; `reason` is a code."""

    subject: str
    reason: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason}"
