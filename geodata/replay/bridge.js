/* Between the element and the page around it: Streamlit through st_folium, or nobody (a saved file, a notebook);
   then the view is kept behind the # of the address.

   Out: a settled view leaves as a made-up drawing (`draw:created`), the only event of st_folium that carries free
   properties; it debounces by 250 ms and sends only what differs. Each report has a number.
   In: the page writes its view into its own document (`data-replay-view`), where this frame watches for it, so the
   arguments of the component never change: the map is never mounted anew, and Streamlit sends only their hash.
   The view names the last report it has seen: one that answers an older report is stale and is dropped, so
   that a late answer never pulls the slider back.
   Day: every day and district shown is announced as `replay:day` on the document of the map and on that of the page. */
(function (replay) {
  "use strict";

  const { documents, told, watchTold } = replay;

  class Bridge {
    /* onView({date, district, colouring}), onTheme(dark) */
    constructor(map, onView, onTheme) {
      this.map = map;
      this.sent = 0;
      this.last = {};
      this.unheard = {};
      this.streamlit = window.Streamlit || null;
      if (this.streamlit && this.streamlit.events) {
        this.streamlit.events.addEventListener("streamlit:render", (event) => {
          this.theme(event.detail.theme, onTheme);
        });
      }
      if (this.streamlit) this.catchUp();
      if (this.streamlit) watchTold("replay", (view) => this.receive(view, onView));
      if (!this.streamlit) window.addEventListener("hashchange", () => onView(this.fromHash()));
    }

    /* What the reader did here while the server was away is told again when it is back (see page.js). */
    catchUp() {
      const page = documents()[1];
      if (!page) return;
      const controller = new AbortController();
      page.addEventListener("replay:back", () => this.report(), { signal: controller.signal });
      window.addEventListener("pagehide", () => controller.abort());
    }

    /* The view to begin with, already in the page. */
    first() {
      this.last = told("replay") ?? this.fromHash();
      return this.last;
    }

    /* detail: {day, words, length, district}, in days from the first of the record. */
    announce(detail) {
      for (const page of documents()) page.dispatchEvent(new page.defaultView.CustomEvent("replay:day", { detail }));
    }

    /* The parts of a view in which it differs from the last one known. */
    news(view) {
      const parts = ["date", "district", "colouring"];
      return Object.fromEntries(
        parts.filter((name) => view[name] !== this.last[name]).map((name) => [name, view[name]]),
      );
    }

    receive(view, onView) {
      if (!view || view.seen < this.sent) return;
      this.unheard = {};
      if (Object.keys(this.news(view)).length === 0) return;
      this.last = view;
      onView(view);
    }

    /* Only what the reader changed here is told, so that a choice made beside the map meanwhile is kept. */
    send(view) {
      const news = this.news(view);
      if (Object.keys(news).length === 0) return;
      Object.assign(this.unheard, news);
      this.last = view;
      if (!this.streamlit) {
        this.toHash(view);
        return;
      }
      this.report();
    }

    report() {
      if (Object.keys(this.unheard).length === 0) return;
      this.sent += 1;
      const feature = { type: "Feature", geometry: null, properties: { ...this.unheard, report: this.sent } };
      this.map.fire("draw:created", { layer: { toGeoJSON: () => feature } });
    }

    fromHash() {
      const wanted = new URLSearchParams(window.location.hash.slice(1));
      return Object.fromEntries([...wanted].filter(([name]) => ["date", "district", "colouring"].includes(name)));
    }

    toHash({ date, district, colouring }) {
      const hash = new URLSearchParams({
        date,
        ...(district && { district }),
        ...(colouring !== "who" && { colouring }),
      });
      try {
        window.history.replaceState(null, "", `#${hash}`);
      } catch {
        // A frame without an address of its own, as in a notebook: there is nowhere to keep it.
      }
    }

    theme(theme, onTheme) {
      if (theme && theme.base) onTheme(theme.base === "dark");
    }
  }

  Object.assign(replay, { Bridge });
})((window.districtReplay = window.districtReplay || {}));
