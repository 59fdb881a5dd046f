/* The same map for very many areas: one canvas instead of an SVG path each. A step fills only the areas that changed,
   in place, so its work follows the changes and not the areas; everything is drawn anew only when the map moves. */
(function (replay) {
  "use strict";

  const CELL = 64; // pixels of the grid that finds the area under the pointer
  const MARGIN = 0.25; // drawn beyond the frame, so that a short pan shows no edge

  class CanvasShapes extends replay.Shapes {
    /* From this many areas on a canvas is used: bench/growth.py measures where SVG falls behind. */
    static get from() {
      return 1500;
    }

    drawAreas() {
      this.merging = [];
      this.areas = this.payload.areas.features.map((feature, index) => ({
        index,
        feature,
        group: feature.properties.group,
        bounds: L.geoJSON(feature.geometry).getBounds(),
      }));
      this.canvas = document.createElement("canvas");
      this.canvas.className = "replay-canvas leaflet-zoom-hide";
      this.map.getPane("replay-areas").append(this.canvas);
      this.tip = L.tooltip({ className: "replay-tooltip", direction: "top", opacity: 1, offset: [0, -6] });
      this.map.on("moveend resize", () => this.redraw());
      this.map.on("click", (event) => this.click(event));
      this.map.on("mousemove", (event) => this.hover(event));
      this.map.on("mouseout", () => this.tip.remove());
    }

    setTheme(dark) {
      super.setTheme(dark);
      this.tiles = new Map();
    }

    mark(group, name, on) {
      if (name !== "is-selected") return;
      if (this.ring) this.ring.remove();
      this.ring = null;
      const features = on ? this.areas.filter((area) => area.group === group).map((area) => area.feature) : [];
      if (features.length) {
        const style = { className: "replay-outline is-selected", fill: false };
        this.ring = L.geoJSON(features, { pane: "replay-outlines", interactive: false, style: () => style }).addTo(this.map);
      }
    }

    /* ---- drawing ---- */

    redraw() {
      const size = this.map.getSize();
      const ratio = window.devicePixelRatio || 1;
      const margin = size.multiplyBy(MARGIN).round();
      const whole = size.add(margin.multiplyBy(2));
      this.origin = this.map.containerPointToLayerPoint(margin.multiplyBy(-1));
      Object.assign(this.canvas, { width: whole.x * ratio, height: whole.y * ratio });
      Object.assign(this.canvas.style, { width: `${whole.x}px`, height: `${whole.y}px` });
      L.DomUtil.setPosition(this.canvas, this.origin);
      this.context = this.canvas.getContext("2d");
      this.context.scale(ratio, ratio);
      const window_ = this.map.getBounds().pad(MARGIN);
      this.grid = new Map();
      for (const area of this.areas) {
        area.path = window_.intersects(area.bounds) ? this.pathOf(area) : null;
        if (area.path && area.look) this.fill(area);
      }
    }

    /* The outline in canvas pixels; also enters the area into the grid. */
    pathOf(area) {
      const path = new Path2D();
      const { type, coordinates } = area.feature.geometry;
      for (const polygon of type === "Polygon" ? [coordinates] : coordinates) {
        for (const ring of polygon) {
          ring.forEach(([lon, lat], i) => {
            const point = this.map.latLngToLayerPoint([lat, lon]).subtract(this.origin);
            if (i === 0) path.moveTo(point.x, point.y);
            else path.lineTo(point.x, point.y);
          });
          path.closePath();
        }
      }
      this.enter(area);
      return path;
    }

    enter(area) {
      const corner = (latlng) => this.map.latLngToLayerPoint(latlng).subtract(this.origin).divideBy(CELL).floor();
      const low = corner(area.bounds.getNorthWest());
      const high = corner(area.bounds.getSouthEast());
      for (let x = low.x; x <= high.x; x += 1) {
        for (let y = low.y; y <= high.y; y += 1) {
          const cell = `${x},${y}`;
          if (!this.grid.has(cell)) this.grid.set(cell, []);
          this.grid.get(cell).push(area);
        }
      }
    }

    fill({ path, look }) {
      const { context } = this;
      context.fillStyle = look.color;
      context.fill(path, "evenodd");
      if (look.pattern !== "solid" || look.hatched) {
        context.fillStyle = this.tile(look.pattern, look.hatched);
        context.fill(path, "evenodd");
      }
      context.strokeStyle = this.dark ? "#14171b" : "#fbfaf7";
      context.lineWidth = 0.6;
      context.stroke(path);
    }

    /* The SVG patterns again, as a tile of eight pixels. */
    tile(pattern, hatched) {
      const name = `${pattern}-${hatched}`;
      if (this.tiles.has(name)) return this.tiles.get(name);
      const tile = document.createElement("canvas");
      tile.width = 8;
      tile.height = 8;
      const context = tile.getContext("2d");
      const line = (d, color, width) => {
        context.strokeStyle = color;
        context.lineWidth = width;
        context.stroke(new Path2D(d));
      };
      const ink = this.dark ? "13 16 20" : "255 255 255";
      if (pattern === "lines") line("M-2 2 2-2M0 8 8 0M6 10 10 6", `rgb(${ink} / 50%)`, 1.1);
      if (pattern === "cross") line("M0 4H8M4 0V8", `rgb(${ink} / 60%)`, 1);
      if (pattern === "dots") {
        context.fillStyle = `rgb(${ink} / 85%)`;
        context.fill(new Path2D("M5.5 4A1.5 1.5 0 1 1 2.5 4A1.5 1.5 0 1 1 5.5 4"));
      }
      if (hatched) line("M-2 6 2 10M0 0 8 8M6-2 10 2", this.dark ? "rgb(244 241 234 / 60%)" : "rgb(27 30 35 / 60%)", 1.2);
      this.tiles.set(name, this.context.createPattern(tile, "repeat"));
      return this.tiles.get(name);
    }

    paint(index, look) {
      const area = this.areas[index];
      const { color, pattern, hatched } = area.look || {};
      if (color === look.color && pattern === look.pattern && hatched === look.hatched) return;
      area.look = look;
      if (area.path) this.fill(area);
    }

    /* ---- the pointer ---- */

    areaAt(event) {
      if (!this.grid) return null;
      const point = event.layerPoint.subtract(this.origin);
      const ratio = window.devicePixelRatio || 1;
      const cell = point.divideBy(CELL).floor();
      const near = this.grid.get(`${cell.x},${cell.y}`) || [];
      return near.find((area) => this.context.isPointInPath(area.path, point.x * ratio, point.y * ratio, "evenodd")) || null;
    }

    click(event) {
      const area = this.areaAt(event);
      if (area) this.on.select(area.group);
    }

    hover(event) {
      const area = this.areaAt(event);
      this.map.getContainer().style.cursor = area ? "pointer" : "";
      if (!area) this.tip.remove();
      else this.tip.setLatLng(event.latlng).setContent(this.on.tooltip(area.index)).addTo(this.map);
    }
  }

  Object.assign(replay, { CanvasShapes });
})((window.districtReplay = window.districtReplay || {}));
