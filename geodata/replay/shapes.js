/* The map's shapes: areas coloured by state, patterns over them, outlines, the front line, names. */
(function (replay) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const FILL_OPACITY = 0.9;
  const CONTEXT_OPACITY = 0.55;
  let instances = 0;

  function svg(name, attributes, children = []) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  }

  /* Colour between two #rrggbb, share 0…1. */
  function mix(low, high, share) {
    const channel = (hex, i) => parseInt(hex.slice(i, i + 2), 16);
    const value = (i) => Math.round(channel(low, i) + (channel(high, i) - channel(low, i)) * share);
    return `#${[1, 3, 5].map((i) => value(i).toString(16).padStart(2, "0")).join("")}`;
  }

  class Shapes {
    constructor(map, payload, background, on) {
      instances += 1;
      this.prefix = `replay-${instances}`;
      this.map = map;
      this.payload = payload;
      this.on = on;
      this.dark = false;
      this.areas = [];
      for (const [name, order] of [["land", 210], ["areas", 300], ["patterns", 310], ["lines", 320], ["outlines", 330]]) {
        map.createPane(`replay-${name}`).style.zIndex = order;
      }
      map.getPane("replay-patterns").style.pointerEvents = "none";
      map.getPane("replay-outlines").style.pointerEvents = "none";
      this.definitions = map.getContainer().appendChild(svg("svg", { class: "replay-defs", "aria-hidden": "true" }));
      this.drawBackground(background);
      this.drawAreas();
      this.drawLabels(background);
    }

    path(feature, pane, className, options = {}) {
      const geometry = { type: "Feature", properties: {}, geometry: feature.geometry };
      const layer = L.geoJSON(geometry, {
        pane: `replay-${pane}`,
        style: { className, ...options },
        interactive: options.interactive || false,
      }).addTo(this.map);
      return layer.getLayers()[0];
    }

    drawBackground(background) {
      this.lines = [];
      this.outlines = new Map();
      for (const feature of background.features) {
        const { kind } = feature.properties;
        if (kind === "line") this.lines.push({ id: feature.id, path: this.path(feature, "lines", "replay-line", { fill: false }) });
        else if (kind === "outline") this.outlines.set(feature.id, this.path(feature, "outlines", "replay-outline", { fill: false }));
        else if (feature.geometry.type !== "Point") this.path(feature, "land", `replay-land replay-land-${kind}`, { weight: 0.8 });
      }
    }

    drawAreas() {
      this.areas = this.payload.areas.features.map((feature, index) => {
        const { kind, group, within } = feature.properties;
        const fillOpacity = kind === "context" && !within ? CONTEXT_OPACITY : FILL_OPACITY;
        const border = this.outlines.has(group) || kind !== "district" ? "" : " replay-area-bordered";
        const base = this.path(feature, "areas", `replay-area replay-area-${kind}${border}`, { weight: 0.8, fillOpacity, interactive: true });
        const pattern = this.path(feature, "patterns", "replay-pattern", { stroke: false, fillOpacity: 0 });
        base.bindTooltip(() => this.on.tooltip(this.standsFor(index)), { sticky: true, className: "replay-tooltip", direction: "top", opacity: 1 });
        base.on("click", () => this.on.select(this.areas[index].group));
        base.on("mouseover mouseout", (event) => this.mark(this.areas[index].group, "is-hovered", event.type === "mouseover"));
        return { index, feature, group, base, pattern };
      });
      this.merging = [];
      this.outlineContext();
      this.makeFocusable();
    }

    /* A context area has an outline of its own; one that lies within a district shows it, and its name, only while its
       state differs from the district's. */
    outlineContext() {
      for (const { feature, group, index } of this.areas) {
        const { kind, within } = feature.properties;
        if (kind !== "context") continue;
        const path = this.path(feature, "outlines", "replay-outline replay-outline-context", { fill: false });
        this.outlines.set(group, path);
        if (within) this.merging.push({ index, path, host: this.areas.findIndex((area) => area.group === within) });
      }
    }

    /* The area whose tooltip is shown over an area. */
    standsFor(index) {
      const merging = this.merging.find((item) => item.index === index);
      return merging && merging.merged ? merging.host : index;
    }

    showMerged(day, timeline) {
      for (const item of this.merging) {
        const merged = timeline.on(item.index, day).state === timeline.on(item.host, day).state;
        if (item.merged === merged) continue;
        item.merged = merged;
        this.areas[item.index].group = this.areas[merged ? item.host : item.index].feature.properties.group;
        item.path.getElement().style.display = merged ? "none" : "";
        for (const label of this.labels) {
          if (label.area !== this.areas[item.index].feature.id) continue;
          label.merged = merged;
          this.placeLabels();
        }
      }
    }

    /* One tab stop a district; Enter or Space selects it. */
    makeFocusable() {
      const seen = new Set();
      for (const { base, group, index } of this.areas) {
        const element = base.getElement();
        element.dataset.area = this.payload.areas.features[index].id;
        element.dataset.group = group;
        // Leaflet's tooltips listen for focus, which alone makes a path a tab stop.
        Object.entries({ tabindex: seen.has(group) ? "-1" : "0", role: "button" }).forEach(([key, value]) => element.setAttribute(key, value));
        seen.add(group);
        element.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          event.stopPropagation();
          this.on.select(group);
        });
        for (const type of ["focus", "blur"]) {
          element.addEventListener(type, () => this.mark(group, "is-hovered", type === "focus"));
        }
      }
    }

    drawLabels(background) {
      const towns = background.features.filter((feature) => feature.properties.kind === "town").map((feature) => ({
        kind: "town",
        text: feature.properties.name,
        at: feature.geometry.coordinates,
        rank: 10 + feature.properties.rank,
        zoom: [0, 7.5, 8.5, 9.5][feature.properties.rank] || 10,
      }));
      const districts = new Set(this.payload.labels.filter((label) => label.kind === "district").map((label) => label.text));
      const labels = [...this.payload.labels.map((label) => ({ zoom: 0, ...label })), ...towns];
      this.labels = labels.sort((a, b) => a.rank - b.rank).map((label) => {
        const element = document.createElement("span");
        element.className = `replay-label replay-label-${label.kind}`;
        element.textContent = districts.has(label.text) && label.kind === "town" ? "" : label.text; // a dot says enough
        const icon = L.divIcon({ html: element, className: "replay-label-anchor", iconSize: [0, 0] });
        const marker = L.marker([label.at[1], label.at[0]], { icon, interactive: false, keyboard: false }).addTo(this.map);
        marker.getElement().setAttribute("aria-hidden", "true");
        return { ...label, element, marker };
      });
      this.map.on("zoomend moveend resize", () => this.placeLabels());
      this.placeLabels();
    }

    /* Labels by rank; one that would touch an earlier one, or lie under a panel or over the edge, stays hidden. */
    placeLabels() {
      const zoom = this.map.getZoom();
      const panels = this.map.getContainer().querySelectorAll(".replay-heading, .replay-legend, .replay-bar");
      const frame = this.map.getContainer().getBoundingClientRect();
      const placed = [...panels].map((panel) => panel.getBoundingClientRect());
      for (const { element, zoom: from, merged } of this.labels) element.hidden = zoom < from || Boolean(merged);
      for (const { element } of this.labels) {
        if (element.hidden) continue;
        const box = element.getBoundingClientRect();
        const touches = placed.some(
          (other) => box.left < other.right && box.right > other.left && box.top < other.bottom - 1 && box.bottom > other.top + 1,
        );
        const cut = box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom;
        if (touches || cut) element.hidden = true;
        else placed.push(box);
      }
    }

    mark(group, name, on) {
      const outline = this.outlines.get(group);
      const paths = outline ? [outline] : this.areas.filter((area) => area.group === group).map((area) => area.base);
      for (const path of paths) {
        path.getElement().classList.toggle(name, on);
        if (on && outline) outline.bringToFront(); // or a neighbour's outline would lie on half of it
      }
    }

    select(group) {
      if (this.selected) this.mark(this.selected, "is-selected", false);
      if (group) this.mark(group, "is-selected", true);
      this.selected = group;
    }

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
      this.definePatterns();
    }

    definePatterns() {
      const ink = this.dark ? "#0d1014" : "#ffffff";
      const mark = {
        solid: [],
        lines: [["path", { d: "M-2 2 2-2M0 8 8 0M6 10 10 6", stroke: ink, "stroke-width": 1.1, "stroke-opacity": 0.5 }]],
        dots: [["circle", { cx: 4, cy: 4, r: 1.5, fill: ink, "fill-opacity": 0.85 }]],
        cross: [["path", { d: "M0 4H8M4 0V8", stroke: ink, "stroke-width": 1, "stroke-opacity": 0.6 }]],
      };
      const hatch = [["path", { d: "M-2 6 2 10M0 0 8 8M6-2 10 2", stroke: this.dark ? "#f4f1ea" : "#1b1e23", "stroke-width": 1.2, "stroke-opacity": 0.6 }]];
      const patterns = Object.entries(mark).flatMap(([name, shapes]) => [[name, shapes], [`${name}-hatched`, [...shapes, ...hatch]]]);
      const nodes = patterns.map(([name, shapes]) =>
        svg("pattern", { id: `${this.prefix}-${name}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" }, shapes.map((shape) => svg(...shape))),
      );
      this.definitions.replaceChildren(svg("defs", {}, nodes));
    }

    /* look: {color, pattern, hatched, label}. Nothing is touched that stays as it is. */
    paint(index, look, flash) {
      const area = this.areas[index];
      const base = area.base.getElement();
      if (area.color !== look.color) {
        area.base.setStyle({ fillColor: look.color, color: look.color });
        area.color = look.color;
        if (flash) this.flash(base);
      }
      const pattern = look.pattern === "solid" && !look.hatched ? null : `${look.pattern}${look.hatched ? "-hatched" : ""}`;
      if (area.patternName !== pattern) {
        area.pattern.setStyle({ fillColor: pattern ? `url(#${this.prefix}-${pattern})` : "none", fillOpacity: pattern ? 1 : 0 });
        area.patternName = pattern;
      }
      if (look.hatched) base.dataset.hatched = "true";
      else delete base.dataset.hatched;
      base.setAttribute("aria-label", look.label);
    }

    /* SVG follows the map by itself; a canvas does not. */
    redraw() {}

    /* Once, as the state changes; none where the reader asked for less motion. */
    flash(element) {
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      element.animate([{ fillOpacity: 0.2 }, {}], { duration: 500, easing: "ease-out" });
    }

    showLines(day) {
      for (const line of this.lines) {
        const period = this.payload.lines.find((item) => item.id === line.id);
        const shown = Boolean(period) && period.from <= day && day < period.to;
        if (line.shown === shown) continue;
        line.path.getElement().style.display = shown ? "" : "none";
        line.shown = shown;
      }
    }
  }

  Object.assign(replay, { Shapes, mix, svg });
})((window.districtReplay = window.districtReplay || {}));
