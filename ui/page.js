/* The page around the map: links between pages without loading anew, and a panel that follows the day.

   Markup that is true on some days only stands in the page for all of them, each piece with the days
   [data-from, data-until) it holds for, counted from the record's first day. The map tells which day it shows
   (`replay:day` on this document), on every frame, and the pieces are shown or hidden: no request, no rerun. */
(function () {
  "use strict";

  if (window.districtReplayPage) return;
  const page = (window.districtReplayPage = { day: null });
  const CARRIED = ["date", "district", "colour", "lang"];

  /* ---- the panel follows the day ---- */

  function follow() {
    if (page.day === null) return;
    const { day, words, length } = page.day;
    for (const node of document.querySelectorAll("[data-from]")) {
      const hidden = day < Number(node.dataset.from) || day >= Number(node.dataset.until);
      if (node.hidden !== hidden) node.hidden = hidden;
    }
    for (const node of document.querySelectorAll("[data-day-words]")) {
      if (node.textContent !== words) node.textContent = words;
    }
    for (const node of document.querySelectorAll("[data-day-mark]")) node.style.left = `${((100 * day) / length).toFixed(2)}%`;
  }

  document.addEventListener("replay:day", (event) => {
    page.day = event.detail;
    follow();
  });
  /* What a run of the page draws anew is as of the server's day: bring it to the map's. */
  new MutationObserver((changes) => {
    if (changes.some((change) => change.addedNodes.length)) follow();
  }).observe(document.body, { childList: true, subtree: true });

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
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.hasAttribute("data-carry")) refresh(link);
    const to = new URL(link.getAttribute("href"), window.location.href);
    if (to.pathname !== window.location.pathname) page.day = null;
    window.history.pushState(null, "", to);
    window.dispatchEvent(new PopStateEvent("popstate")); // Streamlit runs the page of the new address
    window.scrollTo(0, 0);
  });
})();
