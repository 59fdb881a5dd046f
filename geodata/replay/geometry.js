/* Shapes and colours, computed. */
(function (replay) {
  "use strict";

  const hexAt = (hex, i) => parseInt(hex.slice(i, i + 2), 16);

  /* Colour between two #rrggbb, share 0…1. */
  function mix(low, high, share) {
    const channels = [1, 3, 5].map((i) => Math.round(hexAt(low, i) + (hexAt(high, i) - hexAt(low, i)) * share));
    return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  }

  function polygonsOf({ type, coordinates }) {
    return type === "Polygon" ? [coordinates] : coordinates;
  }

  /* The edges that only one of the polygons has: neighbours share the rest, point for point. */
  function outerEdges(geometries) {
    const edges = new Map();
    for (const ring of geometries.flatMap(polygonsOf).flat()) {
      for (let i = 1; i < ring.length; i += 1) {
        const ends = [String(ring[i - 1]), String(ring[i])];
        const key = (ends[0] < ends[1] ? ends : [ends[1], ends[0]]).join(" ");
        if (edges.has(key)) edges.delete(key);
        else edges.set(key, ends);
      }
    }
    return new Set(edges.values());
  }

  /* One outline around polygons that fit edge to edge, as a Polygon to be stroked. */
  function dissolve(geometries) {
    const edges = outerEdges(geometries);
    const at = new Map();
    for (const edge of edges) {
      for (const end of edge) at.set(end, [...(at.get(end) || []), edge]);
    }
    const rings = [];
    for (const edge of edges) {
      const ring = [edge[0]];
      for (let next = edge; next; next = at.get(ring[ring.length - 1]).find((other) => edges.has(other))) {
        edges.delete(next);
        ring.push(next[0] === ring[ring.length - 1] ? next[1] : next[0]);
      }
      rings.push(ring.map((point) => point.split(",").map(Number)));
    }
    return { type: "Polygon", coordinates: rings };
  }

  Object.assign(replay, { mix, polygonsOf, dissolve });
})((window.districtReplay = window.districtReplay || {}));
