/* The same map for very many areas: one canvas instead of SVG paths. A step fills only the areas that changed, in
   place, so its work follows the changes and not the areas; everything is drawn anew only when the map has moved. */
(function (replay) {
  "use strict";

  const { Area, Shapes, FILL_OPACITY, BORDER, dissolve, patternName, patternTile, polygonsOf } = replay;
  const CELL = 64; // pixels of the grid that finds the area under the pointer
  const PADDING = 0.25; // drawn beyond the frame, so that a short pan shows no edge
  const PAPER = { light: "rgb(251 250 247 / 85%)", dark: "rgb(20 23 27 / 85%)" };

  /* Leaflet moves and scales the canvas with the map, as its own renderers; `draw(bounds)` in pixels of the layer.
     Made when the first map is: the script may be loaded before Leaflet. */
  function makeSheet(canvas, draw) {
    const Sheet = L.Renderer.extend({
      _initContainer() {
        this._container = canvas;
      },
      _destroyContainer() {
        canvas.remove();
      },
      _updatePaths() {},
      _update() {
        if (this._map._animatingZoom && this._bounds) return;
        L.Renderer.prototype._update.call(this);
        L.DomUtil.setPosition(canvas, this._bounds.min);
        draw(this._bounds);
      },
    });
    return new Sheet({ pane: "replay-areas", padding: PADDING });
  }

  class CanvasShapes extends Shapes {
    /* From this many areas on a canvas is used. Measured in Chromium on two cores, bench/synthetic.py's grids, SVG
       against canvas, in ms: a zoom at 100 areas 14 : 5 (18 : 10 with borders of 80 points), at 300 19 : 13 (51 : 17), at
       1,000 52 : 22 (182 : 51); a step's script 1 : 0.5 at any size, but its frame 27 : 18 at 500 areas (the slowest of
       twenty) and 51 : 18 at 2,000. Fewer areas are better off with a tab stop and a title each. */
    static get from() {
      return 300;
    }

    drawAreas() {
      this.areas = this.features.map(({ geometry, properties }, index) => {
        const opacity = this.opacityOf(properties) / FILL_OPACITY;
        const bounds = L.geoJSON(geometry).getBounds();
        return new Area(this, index, {
          bordered: this.isBordered(properties),
          opacity,
          bounds,
          look: null,
          path: null,
        });
      });
      this.canvas = replay.make("canvas", "replay-canvas", { tabIndex: 0, role: "button" });
      this.canvas.style.opacity = FILL_OPACITY;
      this.context = this.canvas.getContext("2d");
      this.rings = new Map();
      this.sheet = makeSheet(this.canvas, (bounds) => this.draw(bounds)).addTo(this.map);
      this.tip = L.tooltip({ className: "replay-tooltip", direction: "top", opacity: 1, offset: [0, -6] });
      this.map.on("click", (event) => this.click(event));
      this.map.on("mousemove", (event) => this.hover(this.areaAt(event), event.latlng));
      this.map.on("mouseout", () => this.hover(null));
      this.listenToKeys();
    }

    setTheme(dark) {
      super.setTheme(dark);
      this.redraw();
    }

    /* A group without an outline of its own gets one while it is marked. */
    mark(group, name, on) {
      if (this.outlines.has(group)) {
        super.mark(group, name, on);
        return;
      }
      this.rings.get(name)?.remove();
      this.rings.delete(name);
      const parts = on ? this.groups.areas(group).map((index) => this.features[index].geometry) : [];
      if (parts.length) {
        this.rings.set(name, this.path(dissolve(parts), "outlines", `replay-outline ${name}`, { fill: false }));
      }
    }

    /* ---- drawing ---- */

    redraw() {
      if (this.bounds) this.draw(this.bounds);
    }

    draw(bounds) {
      const size = bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      Object.assign(this, { bounds, ratio, grid: new Map(), tiles: new Map() });
      Object.assign(this.canvas, { width: size.x * ratio, height: size.y * ratio });
      Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      this.context.scale(ratio, ratio);
      this.context.translate(-bounds.min.x, -bounds.min.y);
      for (const area of this.areas) {
        const low = this.map.latLngToLayerPoint(area.bounds.getNorthWest());
        const high = this.map.latLngToLayerPoint(area.bounds.getSouthEast());
        const seen = bounds.intersects(L.bounds(low, high));
        area.path = seen ? this.pathOf(area.feature.geometry) : null;
        if (seen) this.enter(area, low, high);
        if (seen && area.look) this.fill(area);
      }
    }

    pathOf(geometry) {
      const path = new Path2D();
      for (const ring of polygonsOf(geometry).flat()) {
        ring.forEach(([lon, lat], i) => {
          const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
          if (i === 0) path.moveTo(x, y);
          else path.lineTo(x, y);
        });
        path.closePath();
      }
      return path;
    }

    /* Into the cells of the grid that the area may touch. */
    enter(area, low, high) {
      for (let x = Math.floor(low.x / CELL); x <= high.x / CELL; x += 1) {
        for (let y = Math.floor(low.y / CELL); y <= high.y / CELL; y += 1) {
          const cell = `${x},${y}`;
          if (!this.grid.has(cell)) this.grid.set(cell, []);
          this.grid.get(cell).push(area);
        }
      }
    }

    fill({ path, look, opacity, bordered }) {
      const { context } = this;
      const put = (style) => {
        context.fillStyle = style;
        context.fill(path, "evenodd");
      };
      if (opacity < 1) {
        context.globalCompositeOperation = "destination-out"; // or it would lie on what it showed before
        put("#000000");
        context.globalCompositeOperation = "source-over";
      }
      context.globalAlpha = opacity;
      put(look.color);
      context.globalAlpha = 1;
      const name = patternName(look);
      if (name) put(this.tile(name));
      context.strokeStyle = bordered ? PAPER[this.dark ? "dark" : "light"] : look.color;
      context.lineWidth = BORDER;
      context.stroke(path);
    }

    tile(name) {
      if (!this.tiles.has(name)) {
        const pattern = this.context.createPattern(patternTile(name, this.dark, this.ratio), "repeat");
        pattern.setTransform(new DOMMatrix().scale(1 / this.ratio));
        this.tiles.set(name, pattern);
      }
      return this.tiles.get(name);
    }

    paint(index, look) {
      const area = this.areas[index];
      const { color, pattern, hatched } = area.look || {};
      if (color === look.color && pattern === look.pattern && hatched === look.hatched) return;
      area.look = look;
      if (area.path) this.fill(area);
      if (index === this.place) this.canvas.setAttribute("aria-label", look.label);
    }

    /* ---- the pointer ---- */

    areaAt({ layerPoint }) {
      const near = this.grid.get(`${Math.floor(layerPoint.x / CELL)},${Math.floor(layerPoint.y / CELL)}`) || [];
      const { x, y } = layerPoint.subtract(this.bounds.min).multiplyBy(this.ratio);
      // The last of those drawn there is the one that is seen.
      return near.findLast((area) => this.context.isPointInPath(area.path, x, y, "evenodd")) || null;
    }

    click(event) {
      const area = this.areaAt(event);
      if (area) this.on.select(area.group);
    }

    hover(area, latlng) {
      if (area !== this.over) this.point(area);
      if (area) this.tip.setLatLng(latlng).addTo(this.map);
    }

    /* Mark an area as the one that is spoken of; null for none. */
    point(area) {
      if (this.over) this.mark(this.over.group, "is-hovered", false);
      this.over = area;
      this.map.getContainer().style.cursor = area ? "pointer" : "";
      if (!area) return void this.tip.remove();
      this.mark(area.group, "is-hovered", true);
      this.tip.setContent(this.on.tooltip(this.groups.standsFor(area.index)));
    }

    /* ---- the keyboard: one tab stop; up and down go through the areas, Enter or Space selects ---- */

    listenToKeys() {
      const actions = {
        ArrowUp: () => this.visit(-1),
        ArrowDown: () => this.visit(1),
        Enter: () => this.on.select(this.areas[this.place].group),
        " ": () => this.on.select(this.areas[this.place].group),
      };
      this.place = 0;
      this.canvas.addEventListener("keydown", (event) => {
        const action = actions[event.key];
        if (!action) return;
        event.preventDefault();
        event.stopPropagation();
        action();
      });
      this.canvas.addEventListener("focus", () => this.canvas.matches(":focus-visible") && this.visit(0));
      this.canvas.addEventListener("blur", () => this.hover(null));
    }

    visit(by) {
      this.place = (this.place + by + this.areas.length) % this.areas.length;
      const area = this.areas[this.place];
      const { label } = area.look;
      this.canvas.setAttribute("aria-label", label);
      if (by) this.on.say?.(label);
      this.hover(area, area.bounds.getCenter());
    }
  }

  Object.assign(replay, { CanvasShapes });
})((window.districtReplay = window.districtReplay || {}));
