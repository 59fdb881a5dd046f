/* Between the element and the page around it: Streamlit through st_folium, or nobody (a saved file, a notebook);
   then the view is kept behind the # of the address.

   Out: a settled view leaves as a made-up drawing (`draw:created`), the only event of st_folium that carries free
   properties; it debounces by 250 ms and sends only what differs. Each report has a number.
   In: every rerun brings the view in the component's `html` argument, which is no part of the component's key,
   so the map is never mounted anew. It names the last report it has seen: a view that answers an older
   report is stale and is dropped, so that a late answer never pulls the slider back. */
(function (replay) {
  "use strict";

  class Bridge {
    /* onView({date, district, colouring}), onTheme(dark) */
    constructor(map, onView, onTheme) {
      this.map = map;
      this.sent = 0;
      this.last = "";
      this.streamlit = window.Streamlit || null;
      if (this.streamlit && this.streamlit.events) {
        this.streamlit.events.addEventListener("streamlit:render", (event) => {
          this.theme(event.detail.theme, onTheme);
          this.receive(this.parse(event.detail.args.html), onView);
        });
      }
      if (!this.streamlit) window.addEventListener("hashchange", () => onView(this.fromHash()));
    }

    parse(html) {
      const template = document.createElement("template");
      template.innerHTML = html || "";
      const node = template.content.querySelector("[data-replay-view]");
      return node ? JSON.parse(node.dataset.replayView) : null;
    }

    /* The view that came with the first render, already in the document. */
    first() {
      const node = document.querySelector("[data-replay-view]");
      const view = node ? JSON.parse(node.dataset.replayView) : this.fromHash();
      this.last = this.key(view);
      return view;
    }

    key({ date, district, colouring }) {
      return JSON.stringify([date, district || "", colouring]);
    }

    receive(view, onView) {
      if (!view || view.seen < this.sent || this.key(view) === this.last) return;
      this.last = this.key(view);
      onView(view);
    }

    send(view) {
      if (this.key(view) === this.last) return;
      this.last = this.key(view);
      if (!this.streamlit) {
        this.toHash(view);
        return;
      }
      this.sent += 1;
      const feature = { type: "Feature", geometry: null, properties: { ...view, report: this.sent } };
      this.map.fire("draw:created", { layer: { toGeoJSON: () => feature } });
    }

    fromHash() {
      const wanted = new URLSearchParams(window.location.hash.slice(1));
      return Object.fromEntries([...wanted].filter(([name]) => ["date", "district", "colouring"].includes(name)));
    }

    toHash({ date, district, colouring }) {
      const hash = new URLSearchParams({ date, ...(district && { district }), ...(colouring !== "who" && { colouring }) });
      try {
        window.history.replaceState(null, "", `#${hash}`);
      } catch {
        // A frame without an address of its own, as in a notebook: there is nowhere to keep it.
      }
    }

    theme(theme, onTheme) {
      if (theme && theme.base) onTheme(theme.base === "dark");
    }

    /* The element's own document and, where it may be reached, the page around it. */
    documents() {
      try {
        return window.parent === window ? [document] : [document, window.parent.document];
      } catch {
        return [document];
      }
    }
  }

  Object.assign(replay, { Bridge });
})((window.districtReplay = window.districtReplay || {}));
