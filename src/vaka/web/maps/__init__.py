"""Maps without tiles: our own GeoJSON drawn as SVG by us, and by `<vaka-map>` where it can."""

from vaka.web.maps.geojson import GeoJson, layer, together
from vaka.web.maps.happening import Spot, happening
from vaka.web.maps.picture import CameraMark, Map

__all__ = ["CameraMark", "GeoJson", "Map", "Spot", "happening", "layer", "together"]
