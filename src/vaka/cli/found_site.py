"""Which site a command means, by its id or its name."""

from typing import TYPE_CHECKING

from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.municipality.rules import Actor


def found_site(told: str, by: "Actor") -> str:
    """Return the id of the site with that id or name.

    :raises BadInput: when there is none, or several boards have one of that name.
    """
    from vaka.municipality import queries

    sites = queries.sites(by=by)
    found = list(sites.filter(pk=told)) or list(sites.filter(name=told))
    if len(found) > 1:
        ids = ", ".join(f"{site.pk} ({site.board})" for site in found)
        raise BadInput("--site", f"several sites are called {told}", f"Give the id: {ids}")
    if not found:
        known = ", ".join(site.name for site in sites[:20]) or "none yet"
        raise BadInput("--site", f"there is no site {told}", f"The sites are {known}")
    return found[0].pk
