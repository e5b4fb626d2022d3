"""The effect in a sentence for those who decide; no word claims more than its interval."""

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from vaka.evaluation.rules import ENOUGH_CONTROLS, Effect, Ruling

# Fixed by verdict; `evidence.md` f4: causal words only for what was shown, always as compared.
SAID = {
    Ruling.DECREASE: gettext_noop(
        "The problems fell: %(change)s compared with similar places. The uncertainty reaches "
        "from %(low)s to %(high)s."
    ),
    Ruling.INCREASE: gettext_noop(
        "The problems rose: %(change)s compared with similar places. The uncertainty reaches "
        "from %(low)s to %(high)s."
    ),
    Ruling.DISPLACEMENT: gettext_noop(
        "The problems fell here but rose as much next door, compared with similar places: "
        "they have moved."
    ),
    Ruling.NO_EFFECT: gettext_noop(
        "There is no effect that matters: the change lies within ten per cent either way, "
        "compared with similar places."
    ),
    Ruling.CANNOT_EVALUATE: gettext_noop(
        "Nothing was counted before, so nothing can be compared."
    ),
    Ruling.CANNOT_TELL: gettext_noop(
        "It cannot be told whether the measure had any effect. The count came out at "
        "%(change)s compared with similar places, but chance alone could give anything from "
        "%(low)s to %(high)s."
    ),
}


def sentence(effect: Effect) -> str:
    """Return what the effect's verdict says, with its figures.

    Only a shown decrease, increase or displacement is spoken of as one, and always against
    comparable places.
    """
    change = effect.change_percent
    figures = {
        "change": _change(change.value),
        "low": _change(change.low),
        "high": _change(change.high),
        "controls": effect.controls,
    }
    return gettext(SAID[effect.ruling]) % figures


def why_not(effect: Effect) -> str:
    """Return what would have to be different for the question to have an answer, or nothing."""
    if effect.ruling != Ruling.CANNOT_TELL:
        return ""
    if effect.controls < ENOUGH_CONTROLS:
        said = gettext(
            "With %(have)s comparable places no fall can be shown; %(need)s are needed."
        )
        return said % {"have": effect.controls, "need": ENOUGH_CONTROLS}
    return gettext(
        "One place has too few problems for a change of this size to stand out from chance. "
        "Together with other places it can still add to an answer."
    )


def _change(percent: float) -> str:
    """Return a change in words: 12 per cent fewer."""
    figure = number_format(abs(percent), 0)
    said = gettext("{n} per cent fewer") if percent < 0 else gettext("{n} per cent more")
    return said.format(n=figure)
