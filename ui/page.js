/* The page around the map: links between pages without loading anew, and a panel that follows the day.

   Markup that is true on some days only stands in the page for all of them, each piece with the days
   [data-from, data-until) it holds for, counted from the record's first day. The map tells which day it shows
   (`replay:day` on this document), and the pieces are shown or hidden: no request, no rerun. */
(function () {
  "use strict";

  if (window.districtReplayPage) return;
  const page = (window.districtReplayPage = { day: null });
  const CARRIED = ["date", "district", "colour", "lang"];
  const PANEL_MS = 100; // the panel follows a map in play ten times a second, so that the map keeps its frames

  for (const path of document.currentScript.dataset.ahead.split(" ").filter(Boolean)) fetch(`./${path}`);

  /* ---- the panel follows the day ---- */

  function follow() {
    if (page.day === null) return;
    const { day, words } = page.day;
    for (const node of document.querySelectorAll("[data-from]")) {
      const hidden = day < Number(node.dataset.from) || day >= Number(node.dataset.until);
      if (node.hidden !== hidden) node.hidden = hidden;
    }
    // The text itself is changed, not the nodes, so that those who watch for new nodes are left alone.
    for (const node of document.querySelectorAll("[data-day-words]")) node.firstChild.data = words;
    for (const node of document.querySelectorAll("[data-day-mark]"))
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
    document.getElementById(`event-${event.detail.event_id}`)?.scrollIntoView({ block: "center" });
  });

  let resting = 0;
  function followInTime() {
    if (resting) return;
    const followed = page.day;
    follow();
    resting = window.setTimeout(() => {
      resting = 0;
      if (page.day !== followed) followInTime();
    }, PANEL_MS);
  }

  document.addEventListener("replay:day", (event) => {
    page.day = event.detail;
    followInTime();
  });
  /* What a run of the page draws anew is as of the server's day: bring it to the map's. */
  new MutationObserver((changes) => {
    if (!changes.some((change) => change.addedNodes.length)) return;
    follow();
    showChosen();
    completeAddresses();
  }).observe(document.body, { childList: true, subtree: true });

  /* ---- the list of districts ---- */

  /* It shows the district of the view that the server last told. */
  function showChosen() {
    const list = document.querySelector("select[data-choose]");
    const told = document.querySelector("[data-replay-view]");
    if (list && told && document.activeElement !== list) list.value = JSON.parse(told.dataset.replayView).district;
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

  /* ---- links between pages ---- */

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
})();
