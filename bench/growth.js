/* The page of bench/growth.py: a map, a payload of any size, and the element's own script. */
(() => {
  const bench = (window.bench = {});
  const frame = () => new Promise(requestAnimationFrame);

  bench.attach = async () => {
    const [payload, background] = [
      await (await fetch("payload.json")).json(),
      { type: "FeatureCollection", features: [] },
    ];
    const map = L.map("map", { attributionControl: false, keyboard: false, zoomSnap: 0.1 });
    map.setView([4, 4], 6);
    bench.map = map;
    bench.payload = payload;
    const start = performance.now();
    await districtReplay.attach(map, { payload, background });
    await frame();
    await frame();
    return performance.now() - start;
  };

  /* What an area shows: the fill of its path, or the pixel at its middle. */
  bench.shown = (area) => {
    const { id, geometry } = bench.payload.areas.features[area];
    const path = document.querySelector(`path[data-area="${id}"]`);
    if (path) return path.getAttribute("fill");
    const [[west, south], , [east, north]] = geometry.coordinates[0];
    const at = bench.map.latLngToContainerPoint([(south + north) / 2, (west + east) / 2]);
    const frame = bench.map.getContainer().getBoundingClientRect();
    return [...bench.map.getPane("replay-areas").querySelectorAll("canvas")]
      .map((canvas) => {
        const box = canvas.getBoundingClientRect();
        const scale = canvas.width / box.width;
        const point = [frame.left + at.x - box.left, frame.top + at.y - box.top].map((value) =>
          Math.floor(value * scale),
        );
        return [...canvas.getContext("2d").getImageData(...point, 1, 1).data].join();
      })
      .join(";");
  };

  /* From day to day by the slider's own event. `script` is the work done in the event, `frame` from the event until the
     frame after the one that paints it may begin; `seen` how many of the areas look different. */
  bench.steps = async (pairs, watched) => {
    const input = document.querySelector(".replay-input");
    const go = (day) => {
      input.value = day;
      input.dispatchEvent(new Event("input"));
    };
    const results = [];
    for (const [from, to] of pairs) {
      go(from);
      await frame();
      await frame();
      const before = watched.map(bench.shown);
      await frame();
      await frame();
      const start = performance.now();
      go(to);
      const script = performance.now() - start;
      await frame();
      const painting = performance.now();
      await frame();
      const seen = watched.filter((area, i) => bench.shown(area) !== before[i]).length;
      results.push({ script, frame: performance.now() - painting, seen });
    }
    return results;
  };
})();
