/* What the colours and patterns mean, and the choice between two ways of colouring. */
(function (replay) {
  "use strict";

  const { make, svg } = replay;
  const SWATCH = { width: 26, height: 14 };

  /* Radio buttons with a legend. options: [value, text]; the first is chosen. */
  function choice(name, legend, options, onChange) {
    const group = make("fieldset", "replay-choice", {}, [make("legend", "", { textContent: legend })]);
    for (const [value, text] of options) {
      const input = make("input", "", { type: "radio", name, value, checked: value === options[0][0] });
      input.addEventListener("change", () => onChange(value));
      group.append(make("label", "", {}, [input, make("span", "", { textContent: text })]));
    }
    return group;
  }

  class Legend {
    /* on: {colouring(value)} */
    constructor(payload, shapes, unknown, on) {
      Object.assign(this, { payload, shapes, unknown });
      const { who, share, colouring } = payload.strings;
      this.choice = choice(`${shapes.prefix}-colouring`, colouring, Object.entries({ who, share }), on.colouring);
      this.choice.hidden = !payload.share;
      this.key = make("div", "replay-legend-key");
      this.element = make("div", "replay-legend", {}, [this.choice, this.key]);
      this.isDoubtful = payload.doubts.length > 0 || payload.periods.some((period) => period[4]);
    }

    show(colouring) {
      const rows = colouring === "who" ? this.states() : this.notCounted();
      if (this.isDoubtful)
        rows.push({ name: "solid-hatched", color: "transparent", text: this.payload.strings.hatched });
      const items = make(
        "ul",
        "",
        {},
        rows.map((row) => this.row(row)),
      );
      this.key.replaceChildren(...(colouring === "share" ? this.ramp() : []), items);
      for (const input of this.choice.querySelectorAll("input")) input.checked = input.value === colouring;
    }

    states() {
      return this.payload.states.map(({ pattern, label }, i) => ({
        name: pattern,
        color: this.shapes.stateColor(i),
        text: label,
      }));
    }

    notCounted() {
      return [{ name: "solid", color: this.shapes.stateColor(this.unknown), text: this.payload.strings.not_counted }];
    }

    row({ name, color, text }) {
      const over = name === "solid" ? "none" : `url(#${this.shapes.prefix}-${name})`;
      const attributes = {
        class: "replay-swatch",
        viewBox: `0 0 ${SWATCH.width} ${SWATCH.height}`,
        "aria-hidden": "true",
      };
      const swatch = svg(
        "svg",
        attributes,
        [color, over].map((paint) => svg("rect", { ...SWATCH, fill: paint })),
      );
      return make("li", "", {}, [swatch, make("span", "", { textContent: text })]);
    }

    ramp() {
      const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => this.shapes.shareColor(share));
      const ramp = make("div", "replay-ramp");
      ramp.style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
      const ends = ["0", "50", "100 %"].map((text) => make("span", "", { textContent: text }));
      return [ramp, make("div", "replay-ramp-scale", {}, ends)];
    }
  }

  Object.assign(replay, { Legend, choice });
})((window.districtReplay = window.districtReplay || {}));
