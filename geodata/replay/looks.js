/* What an area looks like on a day, and what is said of it. */
(function (replay) {
  "use strict";

  const { make, fill } = replay;

  class Looks {
    /* parts: {payload, timeline, calendar, shapes} */
    constructor(parts) {
      Object.assign(this, parts, { strings: parts.payload.strings, colouring: "who" });
      const { language, share } = parts.payload;
      this.colourings = share ? ["who", "share"] : ["who"];
      this.numbers = new Intl.NumberFormat(language === "en" ? "en-GB" : language);
      this.shares = { day: null, held: new Map() };
    }

    properties(index) {
      return this.payload.areas.features[index].properties;
    }

    /* The area that an area is coloured as. */
    shownAs(index) {
      return this.colouring === "share" ? this.shapes.groups.standsFor(index) : index;
    }

    /* {color, pattern, hatched, label}; the label is put into words by those who read it. */
    look(index, day) {
      const words = () => this.label(index, day);
      return {
        ...this.paint(this.shownAs(index), day),
        get label() {
          return words();
        },
      };
    }

    paint(index, day) {
      const now = this.timeline.on(index, day);
      const hatched = now.contested || this.isUncertain(now);
      if (this.colouring === "who") {
        return { color: this.shapes.stateColor(now.state), pattern: this.payload.states[now.state].pattern, hatched };
      }
      const { kind, group } = this.properties(index);
      if (kind === "context") {
        return { color: this.shapes.stateColor(this.timeline.unknown), pattern: "solid", hatched: false };
      }
      return { color: this.shapes.shareColor(this.shareOf(group, day)), pattern: "solid", hatched };
    }

    isUncertain({ certain, state }) {
      return !certain && state !== this.timeline.unknown;
    }

    /* Share of a district that the subject holds, from the printed figures; computed once a day. */
    shareOf(group, day) {
      if (this.shares.day !== day) this.shares = { day, held: new Map() };
      const { held } = this.shares;
      if (!held.has(group)) held.set(group, this.computeShare(group, day));
      return held.get(group);
    }

    computeShare(group, day) {
      let held = 0;
      let whole = 0;
      for (const index of this.shapes.groups.areas(group)) {
        const properties = this.properties(index);
        whole += properties.area;
        if (this.timeline.stateOn(index, day) === this.payload.share.subject) held += properties.held;
      }
      return whole ? held / whole : 0;
    }

    /* ---- in words ---- */

    label(index, day) {
      const shown = this.shownAs(index);
      return `${this.properties(shown).name}: ${this.stateText(this.timeline.on(shown, day))}`;
    }

    stateText({ state, since }) {
      const { label } = this.payload.states[state];
      if (since === null) return label;
      const phrase = since === 0 ? this.strings.since_before : this.strings.since;
      return `${label}, ${fill(phrase, { date: this.calendar.words(since) })}`;
    }

    tooltip(index, day) {
      const { name, kind, group } = this.properties(index);
      const now = this.timeline.on(index, day);
      const lines = [make("strong", "", { textContent: name }), make("span", "", { textContent: this.stateText(now) })];
      if (this.colouring === "share" && kind !== "context") {
        lines.push(make("span", "", { textContent: this.shareText(group, day) }));
      }
      if (now.contested) lines.push(make("em", "", { textContent: this.strings.contested }));
      else if (this.isUncertain(now)) lines.push(make("em", "", { textContent: this.strings.uncertain }));
      const explained = now.contested || now.state === this.timeline.unknown || kind === "context";
      if (now.note && explained) lines.push(make("small", "", { textContent: now.note }));
      return make("div", "", {}, lines);
    }

    shareText(group, day) {
      const share = this.numbers.format(Math.round(this.shareOf(group, day) * 100));
      return fill(this.strings.share_of, { share });
    }
  }

  Object.assign(replay, { Looks });
})((window.districtReplay = window.districtReplay || {}));
