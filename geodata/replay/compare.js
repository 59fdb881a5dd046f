/* Two maps of one record, each on a day of its own, that move as one. They are drawn once: the page around the frame
   says which days they show, and which district is selected, in an element with `data-compare-view`
   ({days: [iso, iso], district, colouring, dark}), watched here, so that another day is a matter of the browser. */
(function (replay) {
  "use strict";

  const { Calendar, Link, Side, Timeline, make, credit, find, told, watchTold, whenFetched } = replay;

  class Pair {
    constructor(map, payload, background) {
      const calendar = new Calendar(payload.start, payload.end, payload.language);
      const record = { payload, background, calendar, timeline: new Timeline(payload) };
      Object.assign(this, record);
      const place = map.getContainer();
      this.element = make("div", "replay-map compare-pair");
      place.replaceWith(this.element);
      const maps = [map, this.twin(map)];
      const on = {
        tooltip: (side, index) => this.tooltip(side, index),
        select: (group) => this.choose(group),
        hover: (side, group, over) => this.otherThan(side).shapes.mark(group, "is-hovered", over),
      };
      this.selected = "";
      this.sides = maps.map((one) => new Side(one, record, on));
      const foot = make("footer", "compare-foot", {}, [maps[1].attributionControl.getContainer()]);
      this.element.append(...this.sides.map((side) => side.element), foot);
      this.link = new Link(maps);
      this.frameMaps();
      this.listen();
    }

    otherThan(side) {
      return this.sides.find((other) => other !== side);
    }

    /* Leaflet needs a container that stands in the page. */
    twin(map) {
      const { zoomSnap, zoomDelta, minZoom, maxZoom, keyboard } = map.options;
      map.attributionControl?.remove();
      map.zoomControl?.remove();
      const place = this.element.appendChild(make("div", "replay-map"));
      const twin = L.map(place, { zoomSnap, zoomDelta, minZoom, maxZoom, keyboard, zoomControl: false });
      L.control.zoom({ position: "topright" }).addTo(twin);
      twin.attributionControl.setPrefix(false);
      credit(twin, this.payload.attribution);
      twin.setView(map.getCenter(), map.getZoom(), { animate: false });
      return twin;
    }

    /* The areas fill both maps, until the reader moves them. */
    frameMaps() {
      const [west, south, east, north] = this.payload.focus;
      const focus = L.latLngBounds([south, west], [north, east]);
      this.link.pause(() => {
        for (const { map } of this.sides) {
          map.invalidateSize({ animate: false });
          if (!this.link.moved) map.fitBounds(focus, { animate: false, padding: [6, 6] });
        }
      });
      for (const { shapes } of this.sides) shapes.placeLabels();
    }

    /* ---- what the page says ---- */

    listen() {
      const media = window.matchMedia("(prefers-color-scheme: dark)");
      this.setTheme(media.matches);
      window.Streamlit?.events?.addEventListener("streamlit:render", ({ detail }) => {
        if (detail.theme?.base) this.setTheme(detail.theme.base === "dark");
      });
      this.leaveScrolling();
      const resized = new ResizeObserver(() => this.frameMaps());
      for (const { map } of this.sides) resized.observe(map.getContainer());
      watchTold("compare", (view) => this.apply(view));
      this.apply(told("compare") ?? { days: [this.payload.opening, this.payload.end], district: "" });
    }

    /* The page scrolls past the maps: one finger or the wheel alone do not move them; two, or Ctrl and the wheel, do. */
    leaveScrolling() {
      const isTouched = window.matchMedia("(pointer: coarse)").matches;
      for (const { map } of this.sides) if (isTouched) map.dragging.disable();
      const pass = (event) => {
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
      };
      this.element.addEventListener("wheel", pass, { capture: true, passive: true });
    }

    apply({ days, district, colouring = "who", dark }) {
      if (dark !== undefined) this.setTheme(dark);
      for (const side of this.sides) side.setColouring(colouring);
      this.sides.forEach((side, i) => side.show(this.calendar.clamp(this.calendar.dayOf(days[i]))));
      this.showDifference();
      this.select(district);
    }

    showDifference() {
      const turned = this.turned();
      const kinds = this.payload.areas.features.map((_, index) => this.kind(index, turned));
      for (const side of this.sides) side.outline(kinds);
    }

    /* The areas that were in another state between the two days than on the earlier one. */
    turned() {
      const [from, to] = this.sides.map((side) => side.day).sort((one, other) => one - other);
      const found = new Set();
      for (const [index, start, end] of this.payload.periods) {
        for (const day of [start, end]) {
          if (day <= from || day > to) continue;
          if (this.timeline.stateOn(index, day) !== this.timeline.stateOn(index, from)) found.add(index);
        }
      }
      return found;
    }

    /* A context area that is one with its district on both days has no outline of its own. */
    kind(index, turned) {
      const [one, other] = this.sides;
      if (this.sides.every(({ shapes }) => shapes.groups.standsFor(index) !== index)) return "";
      if (one.stateOf(index) !== other.stateOf(index)) return "changed";
      return turned.has(index) ? "restored" : "";
    }

    /* ---- what the reader does ---- */

    /* The list beside the maps has a link to each selection: the page follows it and answers with a view. */
    choose(group) {
      find(`[data-compare-select="${CSS.escape(group)}"]`)?.click();
      this.select(group === this.selected ? "" : group);
    }

    select(group) {
      this.selected = this.sides[0].shapes.groups.has(group) ? group : "";
      for (const { shapes } of this.sides) shapes.select(this.selected);
    }

    /* What the replay says, and the state on the other day. */
    tooltip(side, index) {
      const tip = side.looks.tooltip(index, side.day);
      tip.append(make("small", "", { textContent: this.otherThan(side).told(index) }));
      return tip;
    }

    setTheme(dark) {
      if (dark === this.dark) return;
      this.dark = dark;
      this.element.classList.toggle("replay-dark", dark);
      for (const side of this.sides) side.setTheme(dark);
    }
  }

  /* options: {payloadUrl, backgroundUrl, failed}. Returns a promise of the pair. */
  replay.attachPair = function attachPair(map, options) {
    return whenFetched(map, options, (payload, background) => {
      const pair = new Pair(map, payload, background);
      pair.element.dataset.ready = "true";
      return pair;
    });
  };
})((window.districtReplay = window.districtReplay || {}));
