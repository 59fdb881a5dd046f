/* The page around the map: links between pages without loading anew, and a panel that follows the day.

   Markup that is true on some days only stands in the page for all of them, each piece with the days
   [data-from, data-until) it holds for, counted from the record's first day. The map tells which day it shows
   (`replay:day` on this document), and the pieces are shown or hidden: no request, no rerun. */
(function () {
  "use strict";

  if (window.districtReplayPage) return;
  const page = (window.districtReplayPage = { day: null, event: "" });
  const CARRIED = ["date", "district", "colour", "lang"];
  const RETRY_MS = 2000;
  const PATIENCE_MS = 5000;
  const PANEL_MS = 100; // the panel follows a map in play ten times a second, so that the map keeps its frames

  /* ---- the panel follows the day ---- */

  /* The view that the server wrote into the page. */
  function told() {
    const node = document.querySelector("[data-replay-view]");
    return node && JSON.parse(node.dataset.replayView);
  }

  /* What the map shows, or is about to show. */
  function shown() {
    return page.day || told();
  }

  /* Bring markup to the day that is shown. */
  function follow(markup) {
    const view = shown();
    if (!view) return;
    const { day, words } = view;
    for (const node of markup.querySelectorAll("[data-from]")) {
      const hidden = day < Number(node.dataset.from) || day >= Number(node.dataset.until);
      if (node.hidden !== hidden) node.hidden = hidden;
    }
    // The text itself is changed, not the nodes, so that those who watch for new nodes are left alone.
    for (const node of markup.querySelectorAll("[data-day-words]")) node.firstChild.data = words;
    for (const node of markup.querySelectorAll("[data-day-mark]"))
      node.style.left = `${place(JSON.parse(node.dataset.dayMark), day)}%`;
  }

  /* Where a day stands between knots [day, percent], which a strip has at the edges of its chapters. */
  function place(knots, day) {
    const after = knots.findIndex(([knot]) => day < knot);
    const next = after < 1 ? knots.length - 1 : after;
    const [[from, left], [to, right]] = [knots[next - 1], knots[next]];
    return left + Math.min(1, Math.max(0, (day - from) / (to - from))) * (right - left);
  }

  /* The caption of the map leads to what the panel says of the event. */
  document.addEventListener("replay:event", (event) => {
    page.event = event.detail.event_id;
    showEvent();
  });

  /* The panel that tells of it may still be on its way. */
  function showEvent() {
    const node = page.event && document.getElementById(`event-${page.event}`);
    if (!node) return;
    page.event = "";
    node.scrollIntoView({ block: "center" });
  }

  let resting = 0;
  function followInTime() {
    if (resting) return;
    const followed = page.day;
    follow(document);
    resting = window.setTimeout(() => {
      resting = 0;
      if (page.day !== followed) followInTime();
    }, PANEL_MS);
  }

  document.addEventListener("replay:day", (event) => {
    page.day = event.detail;
    followInTime();
    showChosen();
    showPanel();
  });
  /* What a run of the page draws anew comes as it is made: bring it to the day of the map. */
  function complete() {
    follow(document);
    showChosen();
    showPanel();
    completeAddresses();
    showNamed();
    showCurrent();
  }

  new MutationObserver((changes) => {
    if (changes.some((change) => change.addedNodes.length)) complete();
  }).observe(document.body, { childList: true, subtree: true });

  /* ---- the panel of the district ---- */

  /* Each is a file that holds it for every day, so none is asked for twice. */
  async function showPanel() {
    const panel = document.querySelector("[data-panels]");
    const view = shown();
    if (!panel || !view) return;
    const path = panel.dataset.panels.replace("*", encodeURIComponent(view.district || "all"));
    if (panel.dataset.shown === path) return;
    panel.dataset.shown = path;
    const parts = await partsOf(path);
    if (panel.dataset.shown !== path) return; // another was asked for meanwhile
    panel.replaceChildren(...(parts || [panel.dataset.failed]));
    if (parts) showEvent();
    else window.setTimeout(again, RETRY_MS, panel);
  }

  /* What stands in a panel's file, as of the day that is shown; null if it cannot be had now. */
  async function partsOf(path) {
    try {
      const response = await fetch(path);
      if (!response.ok) return null;
      const { body } = new DOMParser().parseFromString(await response.text(), "text/html");
      follow(body);
      return body.childNodes;
    } catch {
      return null;
    }
  }

  function again(panel) {
    delete panel.dataset.shown;
    showPanel();
  }

  /* ---- the list of districts ---- */

  function showChosen() {
    const list = document.querySelector("select[data-choose]");
    const view = shown();
    if (list && view && document.activeElement !== list) list.value = view.district;
  }

  /* Choosing is following a link to the district: the map takes it, or else the page does. */
  document.addEventListener("change", (event) => {
    const list = event.target.closest?.("select[data-choose]");
    if (!list) return;
    const wanted = new URLSearchParams(window.location.search);
    wanted.set("district", list.value);
    const link = document.createElement("a");
    link.href = `./?${wanted}`;
    Object.assign(link.dataset, { page: "", sameDay: "" });
    list.after(link);
    link.click();
    link.remove();
  });

  /* ---- what is copied ---- */

  /* A button copies the text of the element that it names, and says so where it stands. */
  async function copy(button) {
    const text = document.getElementById(button.dataset.copy)?.textContent;
    if (!text) return;
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(text.trim());
      button.textContent = button.dataset.copied || label;
    } catch {
      window.getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    }
    window.setTimeout(() => {
      button.textContent = label;
    }, 2000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (button) copy(button);
  });

  /* An address that the server could not know in full. */
  function completeAddresses() {
    for (const node of document.querySelectorAll("[data-address]")) {
      if (node.textContent.startsWith("./")) node.textContent = new URL(node.textContent, window.location.href).href;
    }
  }

  /* ---- an outage ---- */

  /* While the server is away Streamlit asks for it ever more rarely, and after six seconds lays a dialog over the page,
     though the replay goes on without a server. Asked again here until it answers, Streamlit sees no failure. */
  const ask = window.fetch;
  window.fetch = (resource, options) =>
    /_stcore\/(health|host-config)$/.test(resource) ? askUntilAnswered(resource) : ask(resource, options);

  async function askUntilAnswered(resource) {
    try {
      const response = await ask(resource, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status < 500) return response;
    } catch {
      // Nobody answers.
    }
    // Not all readers at the same moment.
    await new Promise((done) => window.setTimeout(done, RETRY_MS * (0.25 + Math.random() / 2)));
    return askUntilAnswered(resource);
  }

  /* The page runs at the address that it has, as after Back. */
  function run() {
    const { href } = window.location;
    const { state } = window.history;
    window.history.replaceState(state, "", href.split("#")[0]); // with a # Streamlit takes it for a jump within the page
    window.dispatchEvent(new PopStateEvent("popstate"));
    window.history.replaceState(state, "", href);
  }

  /* A server that was started anew knows neither the page nor its fragments, and the page, connected again, does not
     run by itself: without this nothing would answer the reader any more. Once it has run, `replay:back` tells the map
     that it may report again. */
  let awaited = "";
  new MutationObserver(() => {
    const app = document.querySelector("[data-test-connection-state]");
    const connected = app?.dataset.testConnectionState === "CONNECTED";
    const running = app?.dataset.testScriptState !== "notRunning";
    if (!connected) awaited = "connection";
    else if (awaited === "connection") {
      awaited = "run";
      run();
    } else if (awaited === "run" && running) awaited = "end";
    else if (awaited === "end" && !running) {
      awaited = "";
      document.dispatchEvent(new CustomEvent("replay:back"));
    }
  }).observe(document.body, {
    subtree: true,
    attributeFilter: ["data-test-connection-state", "data-test-script-state"],
  });

  /* ---- what the address names behind # ---- */

  /* The page is drawn after it has loaded: the browser is sent there then, unless the reader is doing something else. */
  const named = window.location.hash.slice(1);
  let sendings = 5; // at the most
  function showNamed() {
    const node = sendings > 0 && document.getElementById(named);
    if (!node || node.matches(":target")) return;
    sendings -= 1;
    window.location.replace(`#${named}`);
    const stay = new ResizeObserver(() => sendings > 0 && node.scrollIntoView()); // style and type come in when they can
    stay.observe(node.closest("[data-testid=stMainBlockContainer]"));
  }

  for (const type of ["pointerdown", "wheel", "keydown"]) {
    document.addEventListener(type, () => (sendings = 0), { once: true, capture: true, passive: true });
  }

  /* ---- links between pages ---- */

  /* On a phone the navigation is wider than the window: the page shown is brought into sight. */
  function showCurrent() {
    const link = document.querySelector(".masthead a[aria-current]");
    if (!link || "seen" in link.dataset) return;
    link.dataset.seen = "";
    const [inner, outer] = [link, link.parentElement].map((node) => node.getBoundingClientRect());
    link.parentElement.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }

  /* A link of the navigation leads to the view that the address holds now, not when it was drawn. */
  function refresh(link) {
    const now = new URLSearchParams(window.location.search);
    const kept = new URLSearchParams(CARRIED.filter((name) => now.has(name)).map((name) => [name, now.get(name)]));
    link.setAttribute("href", `./${link.dataset.page}?${kept}`);
  }

  for (const type of ["pointerdown", "focusin"]) {
    document.addEventListener(type, (event) => {
      const link = event.target.closest?.("a[data-carry]");
      if (link) refresh(link);
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-page]");
    if (
      !link ||
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    if (link.hasAttribute("data-carry")) refresh(link);
    const to = new URL(link.getAttribute("href"), window.location.href);
    if (to.pathname !== window.location.pathname) page.day = null;
    window.history.pushState(null, "", to);
    window.dispatchEvent(new PopStateEvent("popstate")); // Streamlit runs the page of the new address
    window.scrollTo(0, 0);
  });

  complete(); // what was there before this script
})();
