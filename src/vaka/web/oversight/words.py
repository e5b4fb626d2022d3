"""The codes of account in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "no-cameras": gettext_noop("There is no camera to make a file on."),
    "nothing-personal": gettext_noop("The entry names nobody."),
}
KINDS: dict[str, dict[str, str]] = {}
