// Rings of corners, [longitude, latitude] each: read out of GeoJSON, and held against crossing.

/** Return every ring of the polygons in a GeoJSON document, unclosed; throws when it has none. */
export function parts(text) {
  let told = JSON.parse(text);
  if (told.type === "FeatureCollection") told = told.features.length === 1 ? told.features[0] : {};
  if (told.type === "Feature") told = told.geometry;
  const polygons = { Polygon: [told.coordinates], MultiPolygon: told.coordinates }[told.type];
  return polygons.flatMap((rings) => rings.map((ring) => ring.slice(0, -1).map(([x, y]) => [x, y])));
}

function side([ax, ay], [bx, by], [cx, cy]) {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

function meet(a, b, c, d) {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/** Return whether the edge of a ring crosses itself. */
export function crosses(ring) {
  const edges = ring.map((corner, n) => [corner, ring[(n + 1) % ring.length]]);
  return edges.some(([a, b], n) =>
    edges.some(([c, d], m) => m > n + 1 && !(n === 0 && m === edges.length - 1) && meet(a, b, c, d)),
  );
}
