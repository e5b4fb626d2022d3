"""Places in metres: polygons, what a camera can see, and how well."""
