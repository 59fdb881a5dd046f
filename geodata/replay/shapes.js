/* The map's shapes, an SVG path each: areas coloured by state, patterns over them, outlines, the front line. */
(function (replay) {
  "use strict";

  const { Groups, Labels, dissolve, lastAtOrBefore, mix, patternName, patternNodes, svg } = replay;
  const FILL_OPACITY = 0.9;
  const CONTEXT_OPACITY = 0.55;
  const BORDER = 0.8; // pixels
  const PANES = { land: 210, areas: 300, patterns: 310, lines: 320, outlines: 330 };
  const itself = (value) => value;
  let instances = 0;

  class Area {
    constructor({ groups, features }, index, drawn) {
      Object.assign(this, { groups, feature: features[index], index, ...drawn });
    }

    /* The group it belongs to now: that of the district around it while it is part of it. */
    get group() {
      return this.groups.groupOf(this.index);
    }
  }

  class Shapes {
    /* on: {tooltip(index), select(group), say(text)} */
    constructor(map, payload, background, on) {
      instances += 1;
      Object.assign(this, { map, payload, on, prefix: `replay-${instances}`, dark: false, selected: "" });
      this.features = payload.areas.features;
      this.groups = new Groups(this.features);
      for (const [name, order] of Object.entries(PANES)) map.createPane(`replay-${name}`).style.zIndex = order;
      map.getPane("replay-patterns").style.pointerEvents = "none";
      map.getPane("replay-outlines").style.pointerEvents = "none";
      this.definitions = svg("svg", { class: "replay-defs", "aria-hidden": "true" });
      map.getContainer().append(this.definitions);
      this.drawBackground(background);
      this.outlineContext();
      this.drawAreas();
      this.labels = new Labels(map, payload, background);
    }

    /* ---- drawn once ---- */

    path(geometry, pane, className, options = {}) {
      const layer = L.geoJSON(
        { type: "Feature", properties: {}, geometry },
        { pane: `replay-${pane}`, style: { className, ...options }, interactive: options.interactive || false },
      );
      return layer.addTo(this.map).getLayers()[0];
    }

    drawBackground(background) {
      this.lines = [];
      this.outlines = new Map();
      for (const feature of background.features) {
        const { kind } = feature.properties;
        if (kind === "line") this.drawLine(feature);
        else if (kind === "outline") this.drawOutline(feature.id, this.geometryOf(feature), "replay-outline");
        else if (feature.geometry.type !== "Point") this.drawLand(feature);
      }
      this.lineDays = this.lines.flatMap(({ from, to }) => [from, to]).sort((one, other) => one - other);
    }

    drawLand({ geometry, properties }) {
      this.path(geometry, "land", `replay-land replay-land-${properties.kind}`, { weight: 0.8 });
    }

    drawLine({ id, geometry }) {
      const { from, to } = this.payload.lines.find((line) => line.id === id) || { from: 0, to: 0 };
      const path = this.path(geometry, "lines", "replay-line", { fill: false });
      this.lines.push({ from, to, node: path.getElement() });
    }

    drawOutline(group, geometry, className) {
      this.outlines.set(group, this.path(geometry, "outlines", className, { fill: false }));
    }

    /* An outline that is that of its areas together comes without a geometry of its own, and gets it here. */
    geometryOf(outline) {
      const parts = new Set(outline.properties.parts);
      const areas = this.features.filter(({ id }) => parts.has(id));
      outline.geometry ??= dissolve(areas.map(({ geometry }) => geometry));
      return outline.geometry;
    }

    /* A context area has an outline of its own. */
    outlineContext() {
      for (const { geometry, properties } of this.features) {
        if (properties.kind !== "context") continue;
        this.drawOutline(properties.group, geometry, "replay-outline replay-outline-context");
      }
    }

    opacityOf({ kind, within }) {
      return kind === "context" && !within ? CONTEXT_OPACITY : FILL_OPACITY;
    }

    /* Where no outline is drawn around a district, its area has a border. */
    isBordered({ kind, group }) {
      return kind === "district" && !this.outlines.has(group);
    }

    drawAreas() {
      const named = new Set();
      this.areas = this.features.map((feature, index) => {
        const { kind, group } = feature.properties;
        const border = this.isBordered(feature.properties) ? " replay-area-bordered" : "";
        const options = { weight: BORDER, fillOpacity: this.opacityOf(feature.properties), interactive: true };
        const base = this.path(feature.geometry, "areas", `replay-area replay-area-${kind}${border}`, options);
        const over = this.path(feature.geometry, "patterns", "replay-pattern", { stroke: false, fillOpacity: 0 });
        this.listen(base, index);
        this.makeFocusable(base.getElement(), feature, named.has(group));
        named.add(group);
        return new Area(this, index, { base, node: base.getElement(), over: over.getElement(), color: "", name: null });
      });
    }

    listen(base, index) {
      const options = { sticky: true, className: "replay-tooltip", direction: "top", opacity: 1 };
      base.bindTooltip(() => this.on.tooltip(this.groups.standsFor(index)), options);
      base.on("click", () => this.on.select(this.areas[index].group));
      base.on("mouseover mouseout", ({ type }) =>
        this.mark(this.areas[index].group, "is-hovered", type === "mouseover"),
      );
    }

    /* One tab stop a district; Enter or Space selects it. */
    makeFocusable(node, { id, properties }, hasStop) {
      const { group } = properties;
      Object.assign(node.dataset, { area: id, group });
      // Leaflet's tooltips listen for focus, which alone makes a path a tab stop.
      node.setAttribute("tabindex", hasStop ? "-1" : "0");
      node.setAttribute("role", "button");
      node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.on.select(group);
      });
      for (const type of ["focus", "blur"]) {
        node.addEventListener(type, () => this.mark(group, "is-hovered", type === "focus"));
      }
    }

    /* ---- what is marked ---- */

    mark(group, name, on) {
      const outline = this.outlines.get(group);
      if (!outline) {
        for (const index of this.groups.areas(group)) this.areas[index].node.classList.toggle(name, on);
        return;
      }
      outline.getElement().classList.toggle(name, on);
      if (on) outline.bringToFront(); // or a neighbour's outline would lie on half of it
    }

    select(group) {
      const before = this.selected;
      this.selected = group;
      if (before) this.mark(before, "is-selected", false);
      if (group) this.mark(group, "is-selected", true);
      for (const index of [before, group].flatMap((one) => this.groups.areas(one))) {
        if (this.groups.guests.has(index)) this.showGuest(this.groups.guests.get(index));
      }
    }

    /* The outline of a context area that is part of its district is shown only while the area is selected. */
    showGuest({ index, merged }) {
      const group = this.groups.own[index];
      this.outlines.get(group).getElement().style.display = merged && group !== this.selected ? "none" : "";
    }

    /* What became part of its district, or is no longer; of these areas, or of all. */
    showMerged(day, timeline, changed = this.groups.guests.keys()) {
      const guests = this.groups.merge(changed, day, timeline);
      if (!guests.length) return;
      for (const guest of guests) {
        this.showGuest(guest);
        this.labels.merge(this.features[guest.index].id, guest.merged);
      }
      this.labels.place();
    }

    /* ---- colours ---- */

    stateColor(state) {
      const { color, dark } = this.payload.states[state];
      return this.dark ? dark : color;
    }

    shareColor(share) {
      const { low, darkLow, subject } = this.payload.share;
      return mix(this.dark ? darkLow : low, this.stateColor(subject), share);
    }

    setTheme(dark) {
      this.dark = dark;
      this.definitions.replaceChildren(patternNodes(this.prefix, dark));
    }

    /* look: {color, pattern, hatched, label}. Nothing is touched that stays as it is. */
    paint(index, look, flash) {
      const area = this.areas[index];
      if (area.color !== look.color) {
        area.node.setAttribute("fill", look.color);
        area.node.setAttribute("stroke", look.color);
        area.color = look.color;
        if (flash) this.flash(area.node);
      }
      const name = patternName(look);
      if (area.name !== name) {
        area.over.setAttribute("fill", name ? `url(#${this.prefix}-${name})` : "none");
        area.over.setAttribute("fill-opacity", name ? 1 : 0);
        area.name = name;
        if (look.hatched) area.node.dataset.hatched = "true";
        else delete area.node.dataset.hatched;
      }
      area.node.setAttribute("aria-label", look.label);
    }

    /* SVG follows the map by itself; a canvas does not. */
    redraw() {}

    /* Once, as the state changes; none where the reader asked for less motion. */
    flash(node) {
      if (replay.wantsStillness()) return;
      node.animate([{ fillOpacity: 0.2 }, {}], { duration: 500, easing: "ease-out" });
    }

    /* On a day; nothing is touched where none began or ended since the day before. */
    showLines(day, before = null) {
      const passed = (until) => lastAtOrBefore(this.lineDays, until, itself);
      if (before !== null && passed(before) === passed(day)) return;
      for (const { from, to, node } of this.lines) node.style.display = from <= day && day < to ? "" : "none";
    }

    placeLabels() {
      this.labels.place();
    }
  }

  Object.assign(replay, { Area, Shapes, FILL_OPACITY, BORDER });
})((window.districtReplay = window.districtReplay || {}));
