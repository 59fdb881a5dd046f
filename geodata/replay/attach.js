/* The way in: districtReplay.attach(map, options). */
(function (replay) {
  "use strict";

  const { make, credit } = replay;

  /* Leaflet draws nothing on a map that has no view yet. */
  function giveView(map, [west, south, east, north]) {
    let loaded = false;
    map.whenReady(() => {
      loaded = true;
    });
    if (!loaded)
      map.fitBounds(
        [
          [south, west],
          [north, east],
        ],
        { animate: false },
      );
  }

  const STYLE_MS = 5000; // then without, rather than never

  /* The panels are measured to frame the map, so the style sheet must be there; it loads beside the script. */
  function styled(container) {
    const until = performance.now() + STYLE_MS;
    return new Promise((resolve) => {
      (function look() {
        const there = getComputedStyle(container).getPropertyValue("--ink");
        if (there || performance.now() > until) resolve();
        else setTimeout(look, 15);
      })();
    });
  }

  const STILL_PX = 3; // Leaflet rounds as it keeps the centre

  /* The districts stay framed while the window changes, until the reader has moved the map. */
  function keepFramed(map, element) {
    const container = map.getContainer();
    const now = () => ({
      zoom: map.getZoom(),
      centre: map.project(map.getCenter()),
      size: `${container.clientWidth} ${container.clientHeight}`,
    });
    let framed = now();
    new ResizeObserver(() => {
      const { zoom, centre, size } = now();
      const moved = zoom !== framed.zoom || centre.distanceTo(framed.centre) > STILL_PX;
      if (moved || size === framed.size) return;
      map.invalidateSize({ animate: false });
      element.frameMap();
      framed = now();
    }).observe(container);
  }

  async function fetchJson(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  }

  /* Hands payload and background to `draw`; the map waits until then, and says so where they do not come.
     options: {payload, background} or {payloadUrl, backgroundUrl, failed}. */
  async function whenFetched(map, options, draw) {
    const container = map.getContainer();
    container.classList.add("replay-map");
    const waiting = make("div", "replay-waiting", { ariaHidden: "true" });
    container.append(waiting);
    try {
      const [payload, background] = options.payload
        ? [options.payload, options.background]
        : await Promise.all([fetchJson(options.payloadUrl), fetchJson(options.backgroundUrl)]);
      const drawn = await draw(payload, background);
      waiting.remove();
      return drawn;
    } catch (error) {
      waiting.replaceWith(make("p", "replay-failed", { role: "alert", textContent: options.failed }));
      throw error;
    }
  }

  /* options: as above. Returns a promise of the element. */
  function attach(map, options) {
    map.attributionControl?.setPrefix(false);
    return whenFetched(map, options, async (payload, background) => {
      await styled(map.getContainer());
      credit(map, payload.attribution);
      map.zoomControl?.setPosition("topright");
      // One finger scrolls the page past the map; two move and zoom it.
      if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
      map.invalidateSize();
      giveView(map, payload.focus);
      const element = new replay.Replay(map, payload, background);
      keepFramed(map, element);
      return element;
    });
  }

  Object.assign(replay, { attach, whenFetched });
})((window.districtReplay = window.districtReplay || {}));
