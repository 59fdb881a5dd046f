/* The panels over the map: the heading with the day, the bar with the controls, the menu, the keys. */
(function (replay) {
  "use strict";

  const { make, button, icon, choice, lastAtOrBefore } = replay;
  const NARROW = 640; // pixels, as in replay.css
  const STEPS = ["first", "previous", "play", "next", "last"];

  class Hud {
    /* parts: {payload, calendar, track, legend, name}, `name` being that of the radio buttons of this map;
       on: {first, previous, play, next, last, speed, follow, date(iso), pace(value), loop(on), backwards(on), base(id)} */
    constructor(map, parts, on) {
      Object.assign(this, parts, { map, on, strings: parts.payload.strings });
      this.live = make("div", "replay-live", { role: "status" });
      this.keys = this.buildKeys();
      this.heading = this.buildHeading();
      this.bar = this.buildBar();
      const credit = map.attributionControl;
      const foot = make("div", "replay-foot", {}, credit ? [credit.getContainer()] : []);
      const panels = [this.heading, this.legend.element, this.bar, foot, this.keys];
      this.element = make("div", "replay-hud", {}, [...panels, this.live]);
      map.getContainer().append(this.element);
      for (const panel of panels) {
        L.DomEvent.disableClickPropagation(panel);
        L.DomEvent.disableScrollPropagation(panel);
      }
      document.addEventListener("pointerdown", ({ target }) => {
        if (!this.menu.contains(target) && !this.moreButton.contains(target)) this.toggleMenu(false);
      });
      new ResizeObserver(() => this.placeLegend()).observe(this.element);
    }

    /* ---- built once ---- */

    buildHeading() {
      this.date = make("div", "replay-date");
      this.caption = make("button", "replay-caption", { type: "button", onclick: this.on.follow });
      this.picker = this.buildPicker();
      this.values = this.payload.figures.map(() => make("dd", "replay-figure"));
      const rows = this.payload.figures.map(({ label, note }, i) =>
        make("div", "replay-figure-row", { title: note || "" }, [
          this.values[i],
          make("dt", "", { textContent: label }),
        ]),
      );
      const line = make("div", "replay-dateline", {}, [this.date, this.picker]);
      return make("div", "replay-heading", {}, [line, this.caption, make("dl", "replay-figures", {}, rows)]);
    }

    buildPicker() {
      const { start, end } = this.payload;
      const title = this.strings.pick;
      const input = make("input", "replay-picker", { type: "date", min: start, max: end, title });
      input.setAttribute("aria-label", title);
      input.addEventListener("change", () => {
        if (input.value >= start && input.value <= end) this.on.date(input.value);
      });
      return input;
    }

    buildBar() {
      const { strings } = this;
      const steps = STEPS.map((name) => button(name, strings[name], this.on[name], strings[`${name}_title`]));
      this.playButton = steps[STEPS.indexOf("play")];
      const properties = { type: "button", title: strings.speed, onclick: this.on.speed };
      this.speedButton = make("button", "replay-button replay-speed", properties);
      this.moreButton = button("more", strings.more, () => this.toggleMenu());
      this.menu = this.buildMenu();
      const buttons = make("div", "replay-buttons", {}, [...steps, this.speedButton, this.moreButton]);
      return make("div", "replay-bar", {}, [buttons, this.track.element, this.menu]);
    }

    buildMenu() {
      const { strings, on } = this;
      const paces = [
        ["events", strings.pace_events],
        ["time", strings.pace_time],
      ];
      const onclick = () => this.toggleKeys(true);
      return make("div", "replay-menu", { hidden: true }, [
        choice(`${this.name}-pace`, strings.pace, paces, on.pace),
        this.check(strings.loop, on.loop),
        this.check(strings.backwards, on.backwards),
        ...this.baseMaps(),
        make("button", "replay-link", { type: "button", textContent: strings.keys, onclick }),
      ]);
    }

    check(text, onChange) {
      const input = make("input", "", { type: "checkbox" });
      input.addEventListener("change", () => onChange(input.checked));
      return make("label", "replay-check", {}, [input, make("span", "", { textContent: text })]);
    }

    baseMaps() {
      const { strings, payload } = this;
      if (!payload.basemaps.length) return [];
      const options = [["", strings.base_none], ...payload.basemaps.map(({ id, title }) => [id, title])];
      const note = make("p", "replay-note", { textContent: strings.base_note });
      return [choice(`${this.name}-base`, strings.base, options, this.on.base), note];
    }

    buildKeys() {
      const { strings } = this;
      const rows = strings.key_table.map(([keys, what]) => {
        const caps = keys.split(" ").map((key) => make("kbd", "", { textContent: key }));
        return make("tr", "", {}, [make("th", "", { scope: "row" }, caps), make("td", "", { textContent: what })]);
      });
      const close = button("close", strings.close, () => this.toggleKeys(false));
      const title = make("h2", "", { textContent: strings.keys });
      const dialog = make("dialog", "replay-keys", {}, [close, title, make("table", "", {}, rows)]);
      dialog.setAttribute("aria-label", strings.keys);
      return dialog;
    }

    /* ---- shown ---- */

    showDate(words) {
      this.date.textContent = words;
    }

    showCaption(text, leads) {
      if (this.caption.textContent === text) return;
      this.caption.textContent = text;
      this.caption.disabled = !leads;
    }

    showFigures(day) {
      const { steps } = this.payload;
      const step = steps[lastAtOrBefore(steps, day, (item) => item.day)];
      if (step === this.step) return;
      this.step = step;
      step.values.forEach((value, i) => {
        this.values[i].textContent = value;
      });
    }

    showPlaying(playing) {
      const name = playing ? "pause" : "play";
      this.playButton.replaceChildren(icon(name));
      this.playButton.setAttribute("aria-label", this.strings[name]);
      this.playButton.title = this.strings[`${name}_title`];
    }

    showSpeed(speed) {
      const text = `${speed === 0.5 ? "½" : speed}×`;
      this.speedButton.textContent = text;
      this.speedButton.setAttribute("aria-label", `${this.strings.speed}: ${text}`);
    }

    say(text) {
      this.live.textContent = text;
    }

    toggleMenu(open = this.menu.hidden) {
      this.menu.hidden = !open;
      this.moreButton.setAttribute("aria-expanded", String(open));
    }

    toggleKeys(open) {
      this.toggleMenu(false);
      if (open && !this.keys.open) this.keys.showModal();
      if (!open && this.keys.open) this.keys.close();
    }

    /* ---- where things stand ---- */

    get narrow() {
      return this.map.getContainer().clientWidth < NARROW;
    }

    /* The legend stands on the bar, whose height follows its text. */
    placeLegend() {
      const above = this.element.clientHeight - this.bar.offsetTop + (this.narrow ? 0 : 10);
      this.element.style.setProperty("--above-bar", `${above}px`);
    }

    /* What the panels leave free, as padding for Leaflet. */
    padding() {
      const { narrow, heading, element } = this;
      const top = narrow ? heading.offsetHeight : 12;
      const left = element.clientWidth > 2.4 * heading.offsetWidth ? heading.offsetWidth + 16 : 16;
      const bottom = element.clientHeight - (narrow ? this.legend.element : this.bar).offsetTop;
      const room = element.clientHeight - top - bottom > 120;
      return {
        paddingTopLeft: [narrow ? 4 : left, room ? top + 4 : 0],
        paddingBottomRight: [narrow ? 4 : 16, room ? bottom + 6 : 0],
      };
    }
  }

  Object.assign(replay, { Hud });
})((window.districtReplay = window.districtReplay || {}));
