/* What the page around the frame says is to be shown: a view as JSON in an element of its own, `data-<name>-view`. */
(function (replay) {
  "use strict";

  /* The element's own document and, where it may be reached, the page around it. */
  function documents() {
    try {
      return window.parent === window ? [document] : [document, window.parent.document];
    } catch {
      return [document];
    }
  }

  function find(selector) {
    return documents()
      .map((page) => page.querySelector(selector))
      .find(Boolean);
  }

  const written = (name) => find(`[data-${name}-view]`)?.dataset[`${name}View`];

  /* The view that is in the page now, or null. */
  function told(name) {
    return JSON.parse(written(name) ?? "null");
  }

  /* onView(view) for each other view that the page writes from now on. */
  function watchTold(name, onView) {
    const [page] = documents().slice(-1);
    let seen = written(name);
    const observer = new MutationObserver(() => {
      const now = written(name);
      if (!now || now === seen) return;
      seen = now;
      onView(JSON.parse(now));
    });
    observer.observe(page.body, { childList: true, subtree: true });
    window.addEventListener("pagehide", () => observer.disconnect());
  }

  Object.assign(replay, { documents, find, told, watchTold });
})((window.districtReplay = window.districtReplay || {}));
