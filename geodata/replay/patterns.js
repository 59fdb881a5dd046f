/* The patterns over the colours, so that colour is never the only sign: as SVG patterns and as tiles of a canvas. */
(function (replay) {
  "use strict";

  const { svg } = replay;
  const SIDE = 8; // pixels
  const DOT = "M5.5 4A1.5 1.5 0 1 1 2.5 4A1.5 1.5 0 1 1 5.5 4";
  const MARKS = {
    solid: null,
    lines: { d: "M-2 2 2-2M0 8 8 0M6 10 10 6", width: 1.1, opacity: 0.5 },
    dots: { d: DOT, opacity: 0.85 },
    cross: { d: "M0 4H8M4 0V8", width: 1, opacity: 0.6 },
  };
  const HATCH = { d: "M-2 6 2 10M0 0 8 8M6-2 10 2", width: 1.2, opacity: 0.6 };
  const INK = { light: "#ffffff", dark: "#0d1014" };
  const HATCH_INK = { light: "#1b1e23", dark: "#f4f1ea" };

  /* The marks of each pattern by its name; every pattern comes hatched, too. */
  function patterns(dark) {
    const theme = dark ? "dark" : "light";
    const hatch = { ...HATCH, ink: HATCH_INK[theme] };
    const named = Object.entries(MARKS).flatMap(([name, mark]) => {
      const own = mark ? [{ ...mark, ink: INK[theme] }] : [];
      return [
        [name, own],
        [`${name}-hatched`, [...own, hatch]],
      ];
    });
    return new Map(named);
  }

  /* The name of what lies over the colour; none over a plain one. */
  function patternName({ pattern, hatched }) {
    if (hatched) return `${pattern}-hatched`;
    return pattern === "solid" ? "" : pattern;
  }

  function markNode({ d, width, opacity, ink }) {
    const look = width
      ? { stroke: ink, "stroke-width": width, "stroke-opacity": opacity }
      : { fill: ink, "fill-opacity": opacity };
    return svg("path", { d, ...look });
  }

  /* <defs> with every pattern, under names that begin with the prefix. */
  function patternNodes(prefix, dark) {
    const size = { width: SIDE, height: SIDE, patternUnits: "userSpaceOnUse" };
    const nodes = [...patterns(dark)].map(([name, marks]) =>
      svg("pattern", { id: `${prefix}-${name}`, ...size }, marks.map(markNode)),
    );
    return svg("defs", {}, nodes);
  }

  /* The same as an image that a canvas repeats; `ratio` pixels of the screen to one of ours. */
  function patternTile(name, dark, ratio) {
    const tile = document.createElement("canvas");
    tile.width = SIDE * ratio;
    tile.height = SIDE * ratio;
    const context = tile.getContext("2d");
    context.scale(ratio, ratio);
    for (const { d, width, opacity, ink } of patterns(dark).get(name)) {
      context.globalAlpha = opacity;
      context.lineWidth = width || 0;
      context.strokeStyle = ink;
      context.fillStyle = ink;
      if (width) context.stroke(new Path2D(d));
      else context.fill(new Path2D(d));
    }
    return tile;
  }

  Object.assign(replay, { patternName, patternNodes, patternTile });
})((window.districtReplay = window.districtReplay || {}));
