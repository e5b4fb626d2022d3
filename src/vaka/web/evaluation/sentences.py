"""The effect in a sentence for those who decide; no word claims more than its interval."""

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop, ngettext

from vaka.evaluation.rules.judging import Effect, Why
from vaka.evaluation.rules.placebo import ENOUGH_CONTROLS
from vaka.evaluation.rules.plans import JUDGED_AFTER, EffectPlan
from vaka.measures.rules.ratios import Ruling

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
    Ruling.CANNOT_EVALUATE: gettext_noop("The question can no longer be answered here."),
    Ruling.CANNOT_TELL: gettext_noop(
        "It cannot be told whether the measure had any effect. The count came out at "
        "%(change)s compared with similar places, but chance alone could give anything from "
        "%(low)s to %(high)s."
    ),
}
WHY = {
    Why.CHANCE: gettext_noop(
        "Other places, where nothing was done, changed as much. One place has too few problems "
        "for a change of this size to stand out from chance."
    ),
    Why.FEW_CONTROLS: gettext_noop(
        "With %(have)s comparable places no fall can be shown; %(need)s are needed."
    ),
    Why.ONE_CONTROL: gettext_noop("The answer hangs on one single comparable place."),
    Why.EARLIER: gettext_noop(
        "The place had left the others already the year before, when nothing was done."
    ),
    Why.TREND: gettext_noop("The place was on its way already before the measure began."),
    Why.SERIES: gettext_noop(
        "In the place's own series there is no step that way where the measure began, beside "
        "the trend that it had."
    ),
    Why.SYNTHETIC: gettext_noop(
        "Places that had gone as this one did changed as much or more, without the measure."
    ),
    Why.SMALL: gettext_noop(
        "The place has so few problems that chance alone could give them (the E-test)."
    ),
    Why.LOOKING: gettext_noop("More watching finds more of this; a rise says nothing of it."),
    Why.NOT_THE_DAY: gettext_noop(
        "Today is not the day that the plan gave for a verdict. Until then the figures are "
        "shown, and tell nothing: who looks until it fits will find what he looks for."
    ),
    Why.NOTHING_BEFORE: gettext_noop("Nothing was counted before, so nothing can be compared."),
    Why.MONTHS_MISSING: gettext_noop("More than a tenth of the months were not counted."),
    Why.CONTROLS_MISSING: gettext_noop(
        "More than a tenth of the comparable places were not counted to the end."
    ),
    Why.PLAN_BROKEN: gettext_noop("The plan was not followed; why stands beside it."),
}


def sentence(effect: Effect) -> str:
    """Return what the effect's verdict says, with its figures.

    Only a shown decrease, increase or displacement is spoken of as one, and always against
    comparable places.
    """
    low, high = uncertainty(effect)
    figures = {
        "change": change(effect.change_percent.value),
        "low": change(low),
        "high": change(high),
    }
    return gettext(SAID[effect.ruling]) % figures


def uncertainty(effect: Effect) -> tuple[float, float]:
    """Return the ends of the change, in per cent: the wider interval at each end."""
    counts = effect.change_percent
    low, high = effect.placebo_percent or (counts.low, counts.high)
    return min(low, counts.low), max(high, counts.high)


def reasons(effect: Effect) -> list[str]:
    """Return why the verdict is no answer; nothing when it is one."""
    figures = {"have": effect.controls, "need": ENOUGH_CONTROLS}
    return [gettext(WHY[why]) % figures for why in effect.why]


def together(effect: Effect) -> str:
    """Return how many such sites would show, together, what this one cannot; or nothing."""
    if effect.sites_needed is None or Why.CHANCE not in effect.why:
        return ""
    told = ngettext(
        "About %(n)s site like this, pooled, could show a change of this size.",
        "About %(n)s sites like this, pooled, could show a change of this size.",
        effect.sites_needed,
    )
    return told % {"n": number_format(effect.sites_needed, 0)}


def plans_promise(plan: EffectPlan) -> str:
    """Return what the plan can and cannot see, as the board must read it before it decides."""
    seen = next(each for each in plan.smallest if each.months == JUDGED_AFTER)
    figures = {
        "months": JUDGED_AFTER,
        "fall": number_format(round(100 * seen.fall), 0),
        "controls": len(plan.controls),
    }
    if plan.answers:
        told = gettext(
            "Held against %(controls)s comparable places, a fall of %(fall)s per cent is seen "
            "four times in five after %(months)s months."
        )
    else:
        told = gettext(
            "This evaluation cannot answer the question alone: after %(months)s months, held "
            "against %(controls)s comparable places, only a fall of %(fall)s per cent or more "
            "would be seen four times in five. It joins the pool of sites."
        )
    return told % figures


def change(percent: float) -> str:
    """Return a change in words: 12 per cent fewer."""
    # Django cuts a float off; a figure is rounded.
    figure = number_format(round(abs(percent)), 0)
    said = gettext("{n} per cent fewer") if percent < 0 else gettext("{n} per cent more")
    return said.format(n=figure)
