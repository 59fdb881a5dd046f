/* The replay element: one payload in, a map that any day can be scrubbed to. Nothing here asks the server
   while scrubbing; all text from the payload is set as text, never as markup. */
(function (replay) {
  "use strict";

  const { Calendar, Timeline, Scale, Shapes, Track, Player, Bridge, make, button, icon } = replay;
  const SPEEDS = [0.5, 1, 2, 4];
  const SETTLE_MS = 300; // after the last key

  /* {name} in a phrase. */
  function fill(phrase, values) {
    return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  class Replay {
    constructor(map, payload, background) {
      this.map = map;
      this.payload = payload;
      this.strings = payload.strings;
      this.calendar = new Calendar(payload.start, payload.end, payload.language);
      this.timeline = new Timeline(payload);
      this.numbers = new Intl.NumberFormat(payload.language === "en" ? "en-GB" : payload.language);
      this.colouring = "who";
      this.selected = "";
      this.day = null;
      this.scale = new Scale(payload.chapters, payload.changes, this.calendar.length);
      const Drawn = payload.areas.features.length < replay.CanvasShapes.from ? Shapes : replay.CanvasShapes;
      this.shapes = new Drawn(map, payload, background, {
        tooltip: (index) => this.tooltip(index),
        select: (group) => this.select(group),
      });
      this.player = new Player(this.timeline, this.calendar, this.scale, {
        frame: (day) => this.show(day),
        end: () => this.pause(),
      });
      this.bridge = new Bridge(map, (view) => this.apply(view), (dark) => this.setTheme(dark));
      this.build();
      this.start();
    }

    start() {
      const view = this.bridge.first();
      const media = window.matchMedia("(prefers-color-scheme: dark)");
      if (!window.Streamlit) media.addEventListener("change", () => this.setTheme(media.matches));
      this.setTheme(view.dark === undefined ? media.matches : view.dark);
      this.apply({ date: this.payload.opening, colouring: "who", district: "", ...view });
      this.frameMap();
      this.listenToKeys();
      this.listenToLinks();
      this.map.getContainer().dataset.ready = "true";
    }

    /* ---- what is on the screen ---- */

    build() {
      const { strings } = this;
      this.track = new Track(this.payload, this.calendar, this.scale, {
        scrub: (day) => this.scrub(day),
        settle: () => this.settle(),
        jump: (day) => this.jump(day),
      });
      this.dateText = make("div", "replay-date");
      this.caption = make("button", "replay-caption", { type: "button", onclick: () => this.followCaption() });
      this.figures = make("dl", "replay-figures");
      this.live = make("div", "replay-live", { role: "status" });
      this.playButton = button("play", strings.play, () => this.toggle(), strings.play_title);
      this.speedButton = make("button", "replay-button replay-speed", { type: "button", title: strings.speed, onclick: () => this.nextSpeed() });
      const step = (name, action) => button(name, strings[name], action, strings[`${name}_title`]);
      const buttons = make("div", "replay-buttons", {}, [
        step("first", () => this.jump(0)),
        step("previous", () => this.jump(this.timeline.previousDay(this.day) ?? 0)),
        this.playButton,
        step("next", () => this.jump(this.timeline.nextDay(this.day) ?? this.calendar.length)),
        step("last", () => this.jump(this.calendar.length)),
        this.speedButton,
        button("more", strings.more, () => this.toggleMenu(), strings.more),
      ]);
      this.menu = this.buildMenu();
      this.keys = this.buildKeys();
      this.legend = make("div", "replay-legend");
      const heading = make("div", "replay-heading", {}, [make("div", "replay-dateline", {}, [this.dateText, this.buildDatePicker()]), this.caption, this.figures]);
      const bar = make("div", "replay-bar", {}, [buttons, this.track.element, this.menu]);
      const credit = this.map.attributionControl;
      const foot = make("div", "replay-foot", {}, credit ? [credit.getContainer()] : []);
      this.hud = make("div", "replay-hud", {}, [heading, this.legend, bar, foot, this.keys, this.live]);
      this.map.getContainer().append(this.hud);
      this.bar = bar;
      new ResizeObserver(() => this.placeLegend()).observe(this.hud);
      for (const part of [heading, this.legend, bar, foot, this.keys]) {
        L.DomEvent.disableClickPropagation(part);
        L.DomEvent.disableScrollPropagation(part);
      }
      this.figureValues = this.payload.figures.map(({ label, note }) => {
        const value = make("dd", "replay-figure");
        this.figures.append(make("div", "replay-figure-row", { title: note || "" }, [value, make("dt", "", { textContent: label })]));
        return value;
      });
      this.showSpeed();
    }

    buildDatePicker() {
      const input = make("input", "replay-picker", { type: "date", min: this.payload.start, max: this.payload.end });
      input.setAttribute("aria-label", this.strings.pick);
      input.title = this.strings.pick;
      input.addEventListener("change", () => {
        const inside = input.value >= this.payload.start && input.value <= this.payload.end;
        if (inside) this.jump(this.calendar.dayOf(input.value));
      });
      this.picker = input;
      return input;
    }

    choice(legend, name, options, onChange) {
      const group = make("fieldset", "replay-choice", {}, [make("legend", "", { textContent: legend })]);
      const inputs = options.map(([value, text, checked]) => {
        const input = make("input", "", { type: "radio", name: `${this.shapes.prefix}-${name}`, value, checked });
        input.addEventListener("change", () => onChange(value));
        group.append(make("label", "", {}, [input, make("span", "", { textContent: text })]));
        return input;
      });
      return { group, check: (value) => inputs.forEach((input) => { input.checked = input.value === value; }) };
    }

    buildMenu() {
      const { strings, payload } = this;
      const pace = this.choice(strings.pace, "pace", [["events", strings.pace_events, true], ["time", strings.pace_time]], (value) => {
        this.player.pace = value;
        if (this.player.playing) this.player.start(this.day);
      });
      const check = (text, onChange) => {
        const input = make("input", "", { type: "checkbox" });
        input.addEventListener("change", () => onChange(input.checked));
        return make("label", "replay-check", {}, [input, make("span", "", { textContent: text })]);
      };
      const loop = check(strings.loop, (on) => { this.player.loop = on; });
      const backwards = check(strings.backwards, (on) => {
        this.player.backwards = on;
        if (this.player.playing) this.player.start(this.day);
      });
      const none = ["", strings.base_none, true];
      const note = make("p", "replay-note", { textContent: strings.base_note });
      const base = this.choice(strings.base, "base", [none, ...payload.basemaps.map((item) => [item.id, item.title])], (value) => this.setBase(value));
      const keys = make("button", "replay-link", { type: "button", textContent: strings.keys, onclick: () => this.toggleKeys(true) });
      const online = payload.basemaps.length ? [base.group, note] : [];
      return make("div", "replay-menu", { hidden: true }, [pace.group, loop, backwards, ...online, keys]);
    }

    buildKeys() {
      const { strings } = this;
      const rows = strings.key_table.map(([keys, what]) => make("tr", "", {}, [
        make("th", "", { scope: "row" }, keys.split(" ").map((key) => make("kbd", "", { textContent: key }))),
        make("td", "", { textContent: what }),
      ]));
      const close = button("close", strings.close, () => this.toggleKeys(false));
      const dialog = make("dialog", "replay-keys", {}, [close, make("h2", "", { textContent: strings.keys }), make("table", "", {}, rows)]);
      dialog.setAttribute("aria-label", strings.keys);
      return dialog;
    }

    buildLegend() {
      const { strings, payload } = this;
      const options = [["who", strings.who, this.colouring === "who"], ["share", strings.share, this.colouring === "share"]];
      this.colourChoice = this.choice(strings.colouring, "colouring", options, (value) => this.setColouring(value));
      const doubtful = payload.doubts.length || payload.periods.some((period) => period[4]);
      const hatched = doubtful ? [{ name: "solid-hatched", color: "transparent", text: strings.hatched }] : [];
      const notCounted = { name: "solid", color: this.shapes.stateColor(this.timeline.unknown), text: strings.not_counted };
      this.colourChoice.group.hidden = !payload.share;
      const rows = this.colouring === "who"
        ? payload.states.map((state, i) => ({ name: state.pattern, color: this.shapes.stateColor(i), text: state.label })).concat(hatched)
        : [notCounted, ...hatched];
      const items = rows.map(({ name, color, text }) => {
        const pattern = replay.svg("rect", { width: 26, height: 14, fill: name === "solid" ? "none" : `url(#${this.shapes.prefix}-${name})` });
        const swatch = replay.svg("svg", { class: "replay-swatch", viewBox: "0 0 26 14", "aria-hidden": "true" }, [replay.svg("rect", { width: 26, height: 14, fill: color }), pattern]);
        return make("li", "", {}, [swatch, make("span", "", { textContent: text })]);
      });
      const ramp = make("div", "replay-ramp", { hidden: this.colouring === "who" });
      const stops = payload.share ? [0, 0.25, 0.5, 0.75, 1].map((share) => this.shapes.shareColor(share)) : [];
      ramp.style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
      const scale = make("div", "replay-ramp-scale", { hidden: this.colouring === "who" }, ["0", "50", "100 %"].map((text) => make("span", "", { textContent: text })));
      this.legend.replaceChildren(this.colourChoice.group, ramp, scale, make("ul", "", {}, items));
    }

    /* ---- a day ---- */

    look(index, day) {
      const { states, areas } = this.payload;
      if (this.colouring === "share") index = this.shapes.standsFor(index);
      const now = this.timeline.on(index, day);
      const { name, kind, group } = areas.features[index].properties;
      const hatched = now.contested || (!now.certain && now.state !== this.timeline.unknown);
      const label = `${areas.features[index].properties.spoken || name}: ${this.stateText(now)}`;
      if (this.colouring === "who") return { color: this.shapes.stateColor(now.state), pattern: states[now.state].pattern, hatched, label };
      if (kind === "context") return { color: this.shapes.stateColor(this.timeline.unknown), pattern: "solid", hatched: false, label };
      return { color: this.shapes.shareColor(this.shareOf(group, day)), pattern: "solid", hatched, label };
    }

    /* Share of a district that the subject holds, from the printed figures. */
    shareOf(group, day) {
      let held = 0;
      let whole = 0;
      this.payload.areas.features.forEach(({ properties }, index) => {
        if (properties.group !== group) return;
        whole += properties.area;
        if (this.timeline.on(index, day).state === this.payload.share.subject) held += properties.held;
      });
      return whole ? held / whole : 0;
    }

    stateText(now) {
      const { strings, payload } = this;
      const since = now.since === null ? "" : now.since === 0
        ? fill(strings.since_before, { date: this.calendar.words(0) })
        : fill(strings.since, { date: this.calendar.words(now.since) });
      return [payload.states[now.state].label, since].filter(Boolean).join(", ");
    }

    tooltip(index) {
      const { properties } = this.payload.areas.features[index];
      const now = this.timeline.on(index, this.day);
      const lines = [make("strong", "", { textContent: properties.name }), make("span", "", { textContent: this.stateText(now) })];
      if (this.colouring === "share" && properties.kind !== "context") {
        const share = this.numbers.format(Math.round(this.shareOf(properties.group, this.day) * 100));
        lines.push(make("span", "", { textContent: fill(this.strings.share_of, { share }) }));
      }
      if (now.contested) lines.push(make("em", "", { textContent: this.strings.contested }));
      else if (!now.certain && now.state !== this.timeline.unknown) lines.push(make("em", "", { textContent: this.strings.uncertain }));
      if (now.note && (now.contested || now.state === this.timeline.unknown || properties.kind === "context")) lines.push(make("small", "", { textContent: now.note }));
      return make("div", "", {}, lines);
    }

    /* Everything that follows the day; runs on every frame, touches only what changed. */
    show(day, { whole = false } = {}) {
      if (day === this.day && !whole) return;
      const before = this.day;
      this.day = day;
      const all = whole || before === null;
      const touched = all ? this.shapes.areas.keys() : this.groupsOf(this.timeline.areasBetween(before, day));
      this.shapes.showMerged(day, this.timeline);
      for (const index of touched) this.shapes.paint(index, this.look(index, day), !all);
      this.shapes.showLines(day);
      const words = this.calendar.words(day);
      this.dateText.textContent = words;
      this.showCaption(day);
      this.showFigures(day);
      const change = this.timeline.lastChange(day);
      this.track.show(day, change && change.day === day ? `${words}: ${change.text}` : words);
      this.bridge.announce({ day, words, length: this.calendar.length });
    }

    /* In the share colouring every part of a district follows the others. */
    groupsOf(areas) {
      if (this.colouring === "who") return areas;
      const groups = new Set([...areas].map((index) => this.shapes.areas[index].group));
      return this.shapes.areas.filter((area) => groups.has(area.group)).map((area) => area.index);
    }

    showCaption(day) {
      const change = this.timeline.lastChange(day);
      const next = this.timeline.nextDay(day);
      const years = next === null ? 0 : Math.floor((next - (change ? change.day : 0)) / 365.2425);
      const quiet = this.player.playing && this.player.pace === "events" && years >= 2 && change && day > change.day;
      const text = quiet ? fill(this.strings.gap, { years }) : change ? `${this.calendar.words(change.day)} · ${change.text}` : this.strings.no_change;
      if (this.caption.textContent === text) return;
      this.caption.textContent = text;
      this.caption.disabled = !change;
    }

    showFigures(day) {
      const { steps } = this.payload;
      const step = steps[replay.lastAtOrBefore(steps, day, (item) => item.day)];
      if (step === this.step) return;
      this.step = step;
      step.values.forEach((value, i) => { this.figureValues[i].textContent = value; });
    }

    /* ---- what the reader does ---- */

    scrub(day) {
      if (this.player.playing) this.pause({ silent: true });
      this.show(this.calendar.clamp(day));
      clearTimeout(this.settling);
    }

    /* After a key the day settles once the keys rest. */
    nudge(day) {
      this.scrub(day);
      this.settling = setTimeout(() => this.settle(), SETTLE_MS);
    }

    jump(day) {
      this.scrub(day);
      this.settle();
    }

    settle() {
      clearTimeout(this.settling);
      this.picker.value = this.calendar.iso(this.day);
      this.live.textContent = `${this.calendar.words(this.day)}. ${this.caption.textContent}`;
      this.bridge.send(this.view());
    }

    view() {
      return { date: this.calendar.iso(this.day), district: this.selected, colouring: this.colouring };
    }

    select(group) {
      this.selected = group === this.selected ? "" : group;
      this.shapes.select(this.selected);
      if (!this.player.playing) this.settle();
      else this.bridge.send(this.view());
    }

    followCaption() {
      const change = this.timeline.lastChange(this.day);
      if (!change) return;
      if (this.selected !== change.group) {
        this.selected = change.group;
        this.shapes.select(change.group);
      }
      this.jump(change.day);
    }

    toggle() {
      if (this.player.playing) this.pause();
      else this.play();
    }

    play() {
      clearTimeout(this.settling);
      this.player.start(this.day);
      this.showPlaying();
    }

    pause({ silent = false } = {}) {
      this.player.stop();
      this.showPlaying();
      this.showCaption(this.day);
      if (!silent) this.settle();
    }

    showPlaying() {
      const { playing } = this.player;
      const label = playing ? this.strings.pause : this.strings.play;
      this.playButton.replaceChildren(icon(playing ? "pause" : "play"));
      this.playButton.setAttribute("aria-label", label);
      this.playButton.title = playing ? this.strings.pause_title : this.strings.play_title;
    }

    nextSpeed() {
      this.player.speed = SPEEDS[(SPEEDS.indexOf(this.player.speed) + 1) % SPEEDS.length];
      this.showSpeed();
    }

    showSpeed() {
      const text = `${this.player.speed === 0.5 ? "½" : this.player.speed}×`;
      this.speedButton.textContent = text;
      this.speedButton.setAttribute("aria-label", `${this.strings.speed}: ${text}`);
    }

    setColouring(value) {
      this.colouring = value;
      this.buildLegend();
      this.show(this.day, { whole: true });
      this.bridge.send(this.view());
    }

    setTheme(dark) {
      if (dark === this.dark) return;
      this.dark = dark;
      this.map.getContainer().classList.toggle("replay-dark", dark);
      this.shapes.setTheme(dark);
      this.buildLegend();
      if (this.day !== null) this.show(this.day, { whole: true });
    }

    setBase(id) {
      if (this.base) this.base.remove();
      const item = this.payload.basemaps.find((basemap) => basemap.id === id);
      this.base = item ? L.tileLayer(item.url, { attribution: item.attribution, maxZoom: item.max_zoom }).addTo(this.map) : null;
      this.map.getContainer().classList.toggle("replay-on-tiles", Boolean(item));
    }

    /* A view from outside: the address, the panel beside the map. */
    apply({ date, district, colouring = "who" }) {
      const known = this.payload.areas.features.some((feature) => feature.properties.group === district);
      this.selected = known ? district : "";
      this.shapes.select(this.selected);
      if (colouring !== this.colouring && (colouring === "who" || this.payload.share)) {
        this.colouring = colouring;
        this.buildLegend();
        if (this.day !== null) this.show(this.day, { whole: true });
      }
      if (this.player.playing) this.pause({ silent: true });
      const day = this.calendar.dayOf(date);
      this.show(Number.isFinite(day) ? this.calendar.clamp(day) : this.day ?? this.calendar.dayOf(this.payload.opening));
      this.picker.value = this.calendar.iso(this.day);
    }

    /* ---- keys, menus, frame ---- */

    toggleMenu(open = this.menu.hidden) {
      this.menu.hidden = !open;
      this.hud.querySelector(".replay-button-more").setAttribute("aria-expanded", String(open));
    }

    toggleKeys(open) {
      this.toggleMenu(false);
      if (open && !this.keys.open) this.keys.showModal();
      if (!open && this.keys.open) this.keys.close();
    }

    listenToKeys() {
      const controller = new AbortController();
      const { signal } = controller;
      for (const page of this.bridge.documents()) page.addEventListener("keydown", (event) => this.onKey(event), { signal });
      document.addEventListener("pointerdown", (event) => {
        if (!this.menu.contains(event.target) && !event.target.closest(".replay-button-more")) this.toggleMenu(false);
      }, { signal });
      window.addEventListener("pagehide", () => controller.abort());
    }

    /* A link to a view of the replay on the page around the map moves this map: no other page, no run. */
    listenToLinks() {
      const controller = new AbortController();
      window.addEventListener("pagehide", () => controller.abort());
      for (const page of this.bridge.documents()) {
        page.addEventListener("click", (event) => {
          const link = event.target.closest?.('a[data-page=""]:not([data-carry])');
          if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          const wanted = new URLSearchParams(link.search);
          const date = "sameDay" in link.dataset ? this.calendar.iso(this.day) : wanted.get("date");
          this.apply({ date, district: wanted.get("district") || "", colouring: this.colouring });
          this.settle();
        }, { signal: controller.signal, capture: true });
      }
    }

    onKey(event) {
      const { target } = event;
      const typing = target.closest && target.closest("textarea, select, [contenteditable], [role=combobox], [role=listbox], input:not(.replay-input):not([type=radio]):not([type=checkbox])");
      if (event.defaultPrevented || typing || event.altKey || event.metaKey || this.keys.open) return;
      const onButton = target.closest && target.closest("button, a, summary, [role=button], [type=radio], [type=checkbox]");
      const action = this.actionFor(event, Boolean(onButton));
      if (!action) return;
      event.preventDefault();
      action();
    }

    actionFor({ key, shiftKey, ctrlKey, target }, onButton) {
      const { calendar, timeline } = this;
      const radio = target.type === "radio" || target.closest?.(".leaflet-container") === target;
      const arrow = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (arrow && !radio) {
        if (ctrlKey) return () => this.nudge(calendar.addMonths(this.day, arrow));
        const change = arrow < 0 ? timeline.previousDay(this.day) ?? 0 : timeline.nextDay(this.day) ?? calendar.length;
        return () => this.nudge(shiftKey ? change : this.day + arrow);
      }
      if (ctrlKey) return null;
      if (key === " " && !onButton) return () => this.toggle();
      if (key === "Home") return () => this.jump(0);
      if (key === "End") return () => this.jump(calendar.length);
      if (key === "?") return () => this.toggleKeys(true);
      if (key === "Escape" && !this.menu.hidden) return () => this.toggleMenu(false);
      if (key === "Escape" && this.selected) return () => this.select(this.selected);
      const group = this.payload.groups[Number(key) - 1];
      return group && this.selected !== group ? () => this.select(group) : null;
    }

    /* The legend stands on the bar, whose height follows its text. */
    placeLegend() {
      const gap = this.narrow ? 0 : 10;
      this.hud.style.setProperty("--above-bar", `${this.hud.clientHeight - this.bar.offsetTop + gap}px`);
    }

    get narrow() {
      return this.map.getContainer().clientWidth < 640;
    }

    /* The districts fill what the panels leave free. */
    frameMap() {
      const { narrow } = this;
      this.buildLegend();
      this.placeLegend();
      const heading = this.hud.querySelector(".replay-heading");
      const top = narrow ? heading.offsetHeight : 12;
      const left = this.hud.clientWidth > 2.4 * heading.offsetWidth ? heading.offsetWidth + 16 : 16;
      const bottom = this.hud.clientHeight - (narrow ? this.legend : this.bar).offsetTop;
      const [west, south, east, north] = this.payload.focus;
      const room = this.hud.clientHeight - top - bottom > 120;
      this.map.fitBounds([[south, west], [north, east]], {
        animate: false,
        paddingTopLeft: [narrow ? 4 : left, room ? top + 4 : 0],
        paddingBottomRight: [narrow ? 4 : 16, room ? bottom + 6 : 0],
      });
      this.shapes.redraw();
      this.shapes.placeLabels();
    }
  }

  /* Leaflet draws nothing on a map that has no view yet. */
  function giveView(map, [west, south, east, north]) {
    let loaded = false;
    map.whenReady(() => { loaded = true; });
    if (!loaded) map.fitBounds([[south, west], [north, east]], { animate: false });
  }

  async function fetchJson(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  }

  /* options: {payload, background} or {payloadUrl, backgroundUrl, failed}. Returns a promise of the element. */
  replay.attach = async function attach(map, options) {
    const container = map.getContainer();
    container.classList.add("replay-map");
    map.attributionControl?.setPrefix(false);
    const waiting = make("div", "replay-waiting", { ariaHidden: "true" });
    container.append(waiting);
    try {
      const [payload, background] = options.payload
        ? [options.payload, options.background]
        : await Promise.all([fetchJson(options.payloadUrl), fetchJson(options.backgroundUrl)]);
      if (payload.attribution) map.attributionControl?.addAttribution(payload.attribution);
      map.zoomControl?.setPosition("topright");
      // One finger scrolls the page past the map; two move and zoom it.
      if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
      map.invalidateSize();
      giveView(map, payload.focus);
      const element = new Replay(map, payload, background);
      waiting.remove();
      return element;
    } catch (error) {
      waiting.replaceWith(make("p", "replay-failed", { role: "alert", textContent: options.failed }));
      throw error;
    }
  };
})((window.districtReplay = window.districtReplay || {}));
