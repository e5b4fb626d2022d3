"""Tags that every template has."""

from collections.abc import Sequence
from datetime import datetime
from math import expm1

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vaka.law.templates import Words
from vaka.web import words
from vaka.web.charts import Chart
from vaka.web.maps import Map
from vaka.web.stages import Crumb, Loop

register = template.Library()


@register.simple_tag
def icon(name: str) -> str:
    """Draw one of `components/icons/`, hidden from readers that listen: words stand beside."""
    return get_template(f"components/icons/{name}.svg").render()


@register.inclusion_tag("components/page_header.html", takes_context=True)
def page_header(
    context: Context,
    title: str,
    *,
    lead: str = "",
    trail: Sequence[Crumb] = (),
    example: bool = False,
) -> dict[str, object]:
    """Head a page: where it stands in the loop, its path, its one h1 and its lead."""
    loop = context.get("loop")
    here = loop.here if isinstance(loop, Loop) else None
    return {
        "title": title,
        "lead": lead,
        "trail": trail,
        "example": example,
        "loop": loop,
        "here": here,
    }


@register.simple_tag
def chart(figure: Chart) -> str:
    """Draw a figure as SVG, with its words and its table."""
    return get_template(figure.template).render({"chart": figure})


@register.inclusion_tag("components/map.html", name="map")
def whole_map(figure: Map) -> dict[str, Map]:
    """Draw a map to move about in, which is a still picture where there is no script."""
    return {"map": figure}


@register.inclusion_tag("components/map_svg.html")
def map_svg(figure: Map) -> dict[str, Map]:
    """Draw a map as a still picture only, as for paper."""
    return {"map": figure}


@register.filter
def weekday(day: int) -> str:
    """Name a day of the week; 0 is Monday."""
    return gettext(words.WEEKDAYS[day])


@register.filter
def weekday_short(day: int) -> str:
    """Name a day of the week in three letters; 0 is Monday."""
    return gettext(words.SHORT_WEEKDAYS[day])


@register.filter
def from_top(percent: float) -> float:
    """Turn a height on an axis into a place from above, as SVG counts."""
    return round(100 - percent, 3)


@register.filter
def percent(share: float) -> str:
    """Write a share of one as whole per cent."""
    return f"{number_format(round(100 * share), 0)} %"


@register.filter
def log_percent(ratio: float) -> str:
    """Write the logarithm of a ratio as a change in per cent, with its sign."""
    change = round(100 * expm1(ratio))
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{number_format(abs(change), 0)} %"


@register.filter
def in_words(code: str, kind: str) -> str:
    """Say a code of that kind (`reason`, `role`) in the reader's language."""
    return words.in_words(code, kind)


@register.filter
def said(text: Words) -> str:
    """Say the law's words in the reader's language."""
    return words.said(text)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """Write an instant as local wall clock, machine-readable too; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "j F Y H:i")
    )


@register.filter
def kronor(ore: int | None) -> str:
    """Write an amount in öre as kronor."""
    if ore is None:
        return ""
    whole, rest = divmod(abs(ore), 100)
    sign = "−" if ore < 0 else ""
    decimals = f",{rest:02}" if rest else ""
    grouped = number_format(whole, force_grouping=True, use_l10n=True)
    return f"{sign}{grouped}{decimals} kr"
