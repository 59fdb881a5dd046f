/* Put into every page that is measured. It watches shapes, wherever they are, from the page's own animation frames:
   frames of the same origin share the main thread, so a shape in a component's frame is seen as it is painted. */
(() => {
  if (window !== window.top) return;
  const bench = (window.bench = {});

  /* The page and the documents of its frames; a frame that is loading has none yet. */
  bench.documents = (root = document) => {
    const inner = [...root.querySelectorAll("iframe")].map((frame) => frame.contentDocument).filter(Boolean);
    return [root, ...inner.flatMap((found) => bench.documents(found))];
  };

  /* `find` is the subject's: (document, id, place in the collection) -> element or nothing. */
  bench.shape = ({ id, index }) => {
    for (const root of bench.documents()) {
      const found = bench.find(root, id, index);
      if (found) return found;
    }
    return null;
  };

  bench.color = (area) => {
    const shape = bench.shape(area);
    return shape ? shape.ownerDocument.defaultView.getComputedStyle(shape).fill : null;
  };

  /* Where a shape stands on the screen, its frame's own place included. */
  bench.box = (area) => {
    const shape = bench.shape(area);
    const box = shape.getBoundingClientRect();
    const frame = shape.ownerDocument.defaultView.frameElement;
    const offset = frame ? frame.getBoundingClientRect() : { left: 0, top: 0 };
    return [box.left + offset.left, box.top + offset.top, box.width, box.height];
  };

  const now = () => performance.timeOrigin + performance.now();

  /* From the trusted input event, by its own time stamp, to the first animation frame that finds the new colour set:
     that frame paints it. Frames without any shape meanwhile are counted as blank; a map in another
     document than before was made anew. */
  bench.arm = (area, color, give_up) => {
    let start = null;
    let blank = 0;
    let last = null;
    const home = bench.shape(area).ownerDocument;
    const onInput = (event) => {
      if (start !== null || (event.type === "keydown" && !event.key.startsWith("Arrow"))) return;
      start = event.view.performance.timeOrigin + event.timeStamp;
    };
    const windows = bench.documents().map((root) => root.defaultView);
    for (const view of windows)
      for (const type of ["keydown", "pointerdown"]) view.addEventListener(type, onInput, true);
    bench.result = new Promise((resolve) => {
      const watch = () => {
        const at = now();
        const seen = bench.color(area);
        if (start !== null && seen === null && last !== null) blank += at - last;
        last = at;
        const painted = start !== null && seen === color;
        if (!painted && (start === null || at - start < give_up)) return void requestAnimationFrame(watch);
        for (const view of windows)
          for (const type of ["keydown", "pointerdown"]) view.removeEventListener(type, onInput, true);
        const shape = bench.shape(area);
        resolve({ ms: painted ? at - start : null, blank, anew: !shape || shape.ownerDocument !== home });
      };
      requestAnimationFrame(watch);
    });
  };

  /* Time of every animation frame for so long. */
  bench.frames = (ms) =>
    new Promise((resolve) => {
      const times = [];
      const tick = (at) => {
        times.push(at);
        if (at - times[0] < ms) requestAnimationFrame(tick);
        else resolve(times.slice(1).map((time, i) => time - times[i]));
      };
      requestAnimationFrame(tick);
    });

  /* Cold load: from the start of the navigation to the first frame that finds a shape in a state's colour
     (the floor: its text). */
  bench.load = (area, colors) => {
    bench.loaded = null;
    const watch = () => {
      const there = area ? colors.includes(bench.color(area)) : bench.find(document);
      if (there) bench.loaded = performance.now();
      else requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  };
})();
