/* The small parts that everything else is made of: nodes, icons, buttons, phrases. All text is set as text. */
(function (replay) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const ICONS = {
    first: "M6 5v14M18 5l-7 7 7 7",
    previous: "M15 5l-7 7 7 7",
    play: "M7 4.5 20 12 7 19.5z",
    pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
    next: "M9 5l7 7-7 7",
    last: "M18 5v14M6 5l7 7-7 7",
    more: "M5 12h.01M12 12h.01M19 12h.01",
    close: "M6 6l12 12M18 6 6 18",
  };

  function make(tag, className, properties = {}, children = []) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    for (const [key, value] of Object.entries(properties)) {
      if (key in node && key !== "role") node[key] = value;
      else node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  }

  function svg(name, attributes, children = []) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  }

  function icon(name) {
    const attributes = { viewBox: "0 0 24 24", class: `replay-icon replay-icon-${name}`, "aria-hidden": "true" };
    return svg("svg", attributes, [svg("path", { d: ICONS[name] })]);
  }

  function button(name, label, onClick, title = label) {
    const properties = { type: "button", title, onclick: onClick };
    const node = make("button", `replay-button replay-button-${name}`, properties, [icon(name)]);
    node.setAttribute("aria-label", label);
    return node;
  }

  /* {name} in a phrase. */
  function fill(phrase, values) {
    return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  /* Leaflet takes attributions for markup. */
  function credit(map, text) {
    const markup = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    if (markup) map.attributionControl?.addAttribution(markup);
  }

  /* Asked for once; the answer follows the reader's setting. */
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

  Object.assign(replay, { make, svg, icon, button, fill, credit, wantsStillness: () => stillness.matches });
})((window.districtReplay = window.districtReplay || {}));
