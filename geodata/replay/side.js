/* One of two maps of a record, each on a day of its own. */
(function (replay) {
  "use strict";

  const { CanvasShapes, Looks, Shapes, lastAtOrBefore, make } = replay;
  const PANE = "compare-outlines";

  class Side {
    /* record: {payload, background, calendar, timeline};
       on: {select(group), hover(side, group, over), tooltip(side, index)}. */
    constructor(map, record, on) {
      Object.assign(this, { map, on, day: null, ...record });
      const Drawn = this.payload.areas.features.length < CanvasShapes.from ? Shapes : CanvasShapes;
      this.shapes = new Drawn(map, this.payload, this.background, {
        tooltip: (index) => on.tooltip(this, index),
        select: on.select,
        say: () => {},
      });
      const { payload, timeline, calendar, shapes } = this;
      this.looks = new Looks({ payload, timeline, calendar, shapes });
      this.date = make("h2", "compare-date");
      this.figure = make("p", "compare-figure");
      const heading = make("header", "compare-heading", {}, [this.date, this.figure]);
      this.element = make("section", "compare-side", {}, [heading, map.getContainer()]);
      this.drawOutlines();
      this.shareHover();
      // Leaflet focuses a map as it is pressed: scrolled into view, the page would pull it away under the hand.
      const place = map.getContainer();
      place.focus = () => HTMLElement.prototype.focus.call(place, { preventScroll: true });
    }

    /* Two kinds of outline, both hidden at first: one an area, and one a district. */
    drawOutlines() {
      this.map.createPane(PANE).style.cssText = "z-index: 335; pointer-events: none";
      const around = this.background.features.filter(({ properties }) => properties.kind === "outline");
      this.marks = this.payload.areas.features.map((feature) => this.drawOutline(feature));
      this.around = new Map(around.map((feature) => [feature.id, this.drawOutline(feature)]));
    }

    drawOutline({ geometry, properties }) {
      const style = { fill: false, className: `compare-outline compare-outline-${properties.kind}` };
      const layer = L.geoJSON({ type: "Feature", properties: {}, geometry }, { pane: PANE, interactive: false, style });
      return layer.addTo(this.map).getLayers()[0].getElement();
    }

    /* kinds: of each area, "changed", "restored" or "". A district all of one kind is outlined as a whole. */
    outline(kinds) {
      const { groups } = this.shapes;
      const kindOf = (group) => {
        const found = new Set(groups.areas(group).map((index) => kinds[index]));
        return found.size === 1 ? [...found][0] : null;
      };
      const whole = new Map([...this.around.keys()].map((group) => [group, kindOf(group)]));
      this.around.forEach((node, group) => this.mark(node, whole.get(group)));
      this.marks.forEach((node, index) => {
        const isWhole = typeof whole.get(groups.own[index]) === "string";
        this.mark(node, isWhole ? "" : kinds[index]);
      });
    }

    mark(node, kind) {
      node.classList.toggle("is-changed", kind === "changed");
      node.classList.toggle("is-restored", kind === "restored");
    }

    /* What is pointed at on one map is marked on both. */
    shareHover() {
      for (const { base, index } of this.shapes.areas) {
        base?.on("mouseover mouseout", ({ type }) =>
          this.on.hover(this, this.shapes.areas[index].group, type === "mouseover"),
        );
      }
    }

    show(day, { whole = false } = {}) {
      if (day === this.day && !whole) return;
      const flash = this.day !== null && !whole;
      this.day = day;
      this.shapes.showMerged(day, this.timeline);
      for (const { index } of this.shapes.areas) this.shapes.paint(index, this.look(index), flash);
      this.shapes.showLines(day);
      this.shapes.redraw();
      this.date.textContent = this.calendar.words(day);
      this.element.setAttribute("aria-label", this.date.textContent);
      this.showFigure();
    }

    /* The first of the totals, as the replay has it. */
    showFigure() {
      const { steps, figures } = this.payload;
      const step = steps[lastAtOrBefore(steps, this.day, (item) => item.day)];
      this.figure.textContent = step && figures.length ? `${step.values[0]} ${figures[0].label}` : "";
    }

    /* As on the replay; the name says the day, too, as there are two of each area. */
    look(index) {
      const look = this.looks.look(index, this.day);
      return { ...look, label: `${this.calendar.words(this.day)}, ${look.label}` };
    }

    stateOf(index) {
      return this.timeline.stateOn(index, this.day);
    }

    /* "1 December 2020: Azerbaijan, since 20 November 2020" */
    told(index) {
      return `${this.calendar.words(this.day)}: ${this.looks.stateText(this.timeline.on(index, this.day))}`;
    }

    setColouring(colouring) {
      if (colouring === this.looks.colouring) return;
      this.looks.colouring = colouring;
      this.showWhole();
    }

    setTheme(dark) {
      this.map.getContainer().classList.toggle("replay-dark", dark);
      this.shapes.setTheme(dark);
      this.showWhole();
    }

    showWhole() {
      if (this.day !== null) this.show(this.day, { whole: true });
    }
  }

  Object.assign(replay, { Side });
})((window.districtReplay = window.districtReplay || {}));
