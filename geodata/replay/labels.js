/* Names on the map, the most important first. */
(function (replay) {
  "use strict";

  const { make } = replay;
  const ZOOM_OF_RANK = [0, 7.5, 8.5, 9.5]; // a town of this rank is named from this zoom on
  const DEEPEST = 10;
  const PANELS = ".replay-heading, .replay-legend, .replay-bar";

  const SHIFTS = [0, -14, 14]; // pixels; the name of an area may stand so much higher or lower

  const moved = ({ left, right, top, bottom }, by) => ({ left, right, top: top + by, bottom: bottom + by });
  const touch = (one, other) =>
    one.left < other.right && one.right > other.left && one.top < other.bottom - 1 && one.bottom > other.top + 1;
  const isInside = (box, frame) =>
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

  function townLabel({ properties, geometry }) {
    const { name, rank } = properties;
    return { kind: "town", text: name, at: geometry.coordinates, rank: 10 + rank, zoom: ZOOM_OF_RANK[rank] || DEEPEST };
  }

  class Labels {
    constructor(map, payload, background) {
      this.map = map;
      const named = new Set(payload.labels.filter(({ kind }) => kind === "district").map(({ text }) => text));
      const towns = background.features.filter(({ properties }) => properties.kind === "town").map(townLabel);
      const labels = [...payload.labels.map((label) => ({ zoom: 0, ...label })), ...towns];
      this.all = labels.sort((one, other) => one.rank - other.rank).map((label) => this.draw(label, named));
      this.ofArea = new Map(this.all.filter(({ area }) => area).map((label) => [label.area, label]));
      map.on("moveend resize", () => this.place());
    }

    draw(label, named) {
      const { kind, text, at } = label;
      const repeated = kind === "town" && named.has(text); // a dot says enough
      const element = make("span", `replay-label replay-label-${kind}`, { textContent: repeated ? "" : text });
      const [name, more] = kind === "context" ? text.split(/(?= \()/) : [];
      if (more) element.replaceChildren(name, make("span", "replay-label-more", { textContent: more }));
      const icon = L.divIcon({ html: element, className: "replay-label-anchor", iconSize: [0, 0] });
      const marker = L.marker([at[1], at[0]], { icon, interactive: false, keyboard: false }).addTo(this.map);
      marker.getElement().setAttribute("aria-hidden", "true");
      return { ...label, element, merged: false, shortens: Boolean(more) };
    }

    /* The name of a context area is hidden while the area is part of the district around it. */
    merge(area, merged) {
      const label = this.ofArea.get(area);
      if (label) label.merged = merged;
    }

    /* By rank; one that would touch an earlier one, or lie under a panel or over the edge, stays hidden. An
       area's name gives up what it has in brackets first, then its height. All are measured before any is hidden, so
       that the page is laid out once. */
    place() {
      const zoom = this.map.getZoom();
      const container = this.map.getContainer();
      for (const { element, zoom: from, merged } of this.all) {
        element.hidden = zoom < from || merged;
        element.classList.remove("is-short");
        element.style.marginTop = "";
      }
      const frame = container.getBoundingClientRect();
      const placed = [...container.querySelectorAll(PANELS)].map((panel) => panel.getBoundingClientRect());
      const wanted = this.all.filter(({ element }) => !element.hidden);
      const boxes = wanted.map(({ element }) => element.getBoundingClientRect());
      const isFree = (box) => isInside(box, frame) && !placed.some((other) => touch(box, other));
      wanted.forEach((label, i) => {
        const box = this.fit(label, boxes[i], isFree);
        if (box) placed.push(box);
        else label.element.hidden = true;
      });
    }

    /* The box in which a name stands free, or undefined. */
    fit({ element, kind, shortens }, box, isFree) {
      if (isFree(box)) return box;
      if (shortens) element.classList.add("is-short");
      const own = shortens ? element.getBoundingClientRect() : box;
      const shifts = kind === "district" || kind === "context" ? SHIFTS : [0];
      const by = shifts.find((shift) => isFree(moved(own, shift)));
      if (by === undefined) return undefined;
      element.style.marginTop = `${by}px`;
      return moved(own, by);
    }
  }

  Object.assign(replay, { Labels });
})((window.districtReplay = window.districtReplay || {}));
