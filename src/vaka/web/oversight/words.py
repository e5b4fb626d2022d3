"""The codes of account in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "no-cameras": gettext_noop("There is no camera to make a file on."),
    "not-due-yet": gettext_noop(
        "Five years have not passed since the surveillance ended (KBL 9 and 10 §§)."
    ),
    "nothing-personal": gettext_noop("The entry names nobody."),
}
# What is wrong with something that is filled in, and what would be right.
PROBLEMS = (
    gettext_noop("Name the document plan and its item, or the decision"),
    gettext_noop("Say why nothing of it is needed any longer"),
)
KINDS: dict[str, dict[str, str]] = {}
