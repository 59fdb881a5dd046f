/* The replay element: one payload in, a map that any day can be scrubbed to. Nothing here asks the server
   while scrubbing; all text from the payload is set as text, never as markup. */
(function (replay) {
  "use strict";

  const { Bridge, Calendar, Hud, Keys, Legend, Looks, Player, Scale, Timeline, Track, documents, fill } = replay;
  const SPEEDS = [0.5, 1, 2, 4];
  const SETTLE_MS = 300; // after the last key
  const DAYS_A_YEAR = 365.2425;
  const QUIET_YEARS = 2; // a longer gap is told while it is played over

  class Replay {
    constructor(map, payload, background) {
      Object.assign(this, { map, payload, strings: payload.strings, selected: "", day: null });
      this.calendar = new Calendar(payload.start, payload.end, payload.language);
      this.timeline = new Timeline(payload);
      this.scale = new Scale(payload.chapters, payload.changes, this.calendar.length);
      this.shapes = this.drawShapes(background);
      const { timeline, calendar, shapes } = this;
      this.looks = new Looks({ payload, timeline, calendar, shapes });
      this.player = new Player(timeline, calendar, this.scale, {
        frame: (day) => this.show(day),
        end: () => this.pause(),
      });
      this.bridge = new Bridge(
        map,
        (view) => this.apply(view),
        (dark) => this.setTheme(dark),
      );
      this.build();
      this.start();
    }

    drawShapes(background) {
      const { features } = this.payload.areas;
      const Drawn = features.length < replay.CanvasShapes.from ? replay.Shapes : replay.CanvasShapes;
      return new Drawn(this.map, this.payload, background, {
        tooltip: (index) => this.looks.tooltip(index, this.day),
        select: (group) => this.select(group),
        say: (text) => this.hud.say(text),
      });
    }

    build() {
      const { payload, calendar, timeline, shapes } = this;
      this.track = new Track(payload, calendar, this.scale, {
        scrub: (day) => this.scrub(day),
        settle: () => this.settle(),
        jump: (day) => this.jump(day),
      });
      this.legend = new Legend(payload, shapes, timeline.unknown, { colouring: (value) => this.setColouring(value) });
      const parts = { payload, track: this.track, legend: this.legend, name: shapes.prefix };
      this.hud = new Hud(this.map, parts, {
        first: () => this.jump(0),
        previous: () => this.jump(timeline.previousDay(this.day) ?? 0),
        play: () => this.toggle(),
        next: () => this.jump(timeline.nextDay(this.day) ?? calendar.length),
        last: () => this.jump(calendar.length),
        speed: () => this.nextSpeed(),
        follow: () => this.followCaption(),
        date: (iso) => this.jump(calendar.dayOf(iso)),
        pace: (value) => this.setPlayer({ pace: value }),
        loop: (on) => Object.assign(this.player, { loop: on }),
        backwards: (on) => this.setPlayer({ backwards: on }),
        base: (id) => this.setBase(id),
      });
      this.hud.showSpeed(this.player.speed);
    }

    start() {
      const view = this.bridge.first();
      const media = window.matchMedia("(prefers-color-scheme: dark)");
      if (!window.Streamlit) media.addEventListener("change", () => this.setTheme(media.matches));
      this.setTheme(view.dark === undefined ? media.matches : view.dark);
      this.apply({ date: this.payload.opening, colouring: "who", district: "", ...view });
      this.frameMap();
      new Keys(this).listen(documents());
      this.listenToLinks();
      this.map.getContainer().dataset.ready = "true";
      setTimeout(() => this.timeline.turns); // in order before the first step asks for them
    }

    /* ---- a day ---- */

    get colouring() {
      return this.looks.colouring;
    }

    /* Everything that follows the day; runs on every frame, touches only what changed. */
    show(day, { whole = false } = {}) {
      if (day === this.day && !whole) return;
      const before = whole ? null : this.day;
      this.day = day;
      this.showAreas(before, day);
      this.shapes.showLines(day, before);
      const words = this.calendar.words(day);
      this.hud.showDate(words);
      this.showCaption(day);
      this.hud.showFigures(day);
      const change = this.timeline.lastChange(day);
      this.track.show(day, change && change.day === day ? `${words}: ${change.text}` : words);
      this.announce();
    }

    announce() {
      const { day, calendar, selected } = this;
      this.bridge.announce({ day, words: calendar.words(day), length: calendar.length, district: selected });
    }

    /* All of them where there is no day before. */
    showAreas(before, day) {
      const all = before === null;
      const changed = all ? this.payload.areas.features.keys() : this.timeline.areasBetween(before, day);
      const areas = this.colouring === "share" && !all ? this.shapes.groups.withOthers(changed) : new Set(changed);
      this.shapes.showMerged(day, this.timeline, areas);
      for (const index of areas) this.shapes.paint(index, this.looks.look(index, day), !all);
    }

    showCaption(day) {
      const change = this.timeline.lastChange(day);
      const years = this.quietYears(day, change);
      if (years) this.hud.showCaption(fill(this.strings.gap, { years }), true);
      else if (change) this.hud.showCaption(`${this.calendar.words(change.day)} · ${change.text}`, true);
      else this.hud.showCaption(this.strings.no_change, false);
    }

    /* How long nothing changes, where that is long and played over; else 0. */
    quietYears(day, change) {
      if (!this.player.playing || this.player.pace !== "events" || !change || day === change.day) return 0;
      const next = this.timeline.nextDay(day);
      const years = next === null ? 0 : Math.floor((next - change.day) / DAYS_A_YEAR);
      return years >= QUIET_YEARS ? years : 0;
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
      this.hud.picker.value = this.calendar.iso(this.day);
      this.hud.say(`${this.calendar.words(this.day)}. ${this.hud.caption.textContent}`);
      this.bridge.send(this.view());
    }

    view() {
      return { date: this.calendar.iso(this.day), district: this.selected, colouring: this.colouring };
    }

    mark(group) {
      this.selected = group;
      this.shapes.select(group);
      if (this.day !== null) this.announce();
    }

    select(group) {
      this.mark(group === this.selected ? "" : group);
      if (!this.player.playing) this.settle();
      else this.bridge.send(this.view());
    }

    /* To the day of the change that the caption tells of, its district, and its event on the page around. */
    followCaption() {
      const change = this.timeline.lastChange(this.day);
      if (!change) return;
      if (this.selected !== change.group) this.mark(change.group);
      this.jump(change.day);
      if (change.event_id) this.announceEvent(change.event_id);
    }

    announceEvent(id) {
      for (const page of documents()) {
        page.dispatchEvent(new page.defaultView.CustomEvent("replay:event", { detail: { event_id: id } }));
      }
    }

    toggle() {
      if (this.player.playing) this.pause();
      else this.play();
    }

    play() {
      clearTimeout(this.settling);
      this.player.start(this.day);
      this.hud.showPlaying(true);
    }

    pause({ silent = false } = {}) {
      this.player.stop();
      this.hud.showPlaying(false);
      this.showCaption(this.day);
      if (!silent) this.settle();
    }

    nextSpeed() {
      this.player.speed = SPEEDS[(SPEEDS.indexOf(this.player.speed) + 1) % SPEEDS.length];
      this.hud.showSpeed(this.player.speed);
    }

    setPlayer(settings) {
      Object.assign(this.player, settings);
      if (this.player.playing) this.player.start(this.day);
    }

    setColouring(value) {
      this.colour(value);
      this.bridge.send(this.view());
    }

    colour(value) {
      this.looks.colouring = value;
      this.showWhole();
    }

    setTheme(dark) {
      if (dark === this.dark) return;
      this.dark = dark;
      this.map.getContainer().classList.toggle("replay-dark", dark);
      this.shapes.setTheme(dark);
      this.showWhole();
    }

    showWhole() {
      this.legend.show(this.colouring);
      if (this.day !== null) this.show(this.day, { whole: true });
    }

    setBase(id) {
      this.base?.remove();
      const item = this.payload.basemaps.find((basemap) => basemap.id === id);
      // Tile servers want to know which site asks; our pages tell no other host by themselves.
      const referrerPolicy = "strict-origin-when-cross-origin";
      const options = item && { attribution: item.attribution, maxZoom: item.max_zoom, referrerPolicy };
      this.base = item ? L.tileLayer(item.url, options).addTo(this.map) : null;
      this.map.getContainer().classList.toggle("replay-on-tiles", Boolean(item));
    }

    /* A view from outside: the address, the panel beside the map. */
    apply({ date, district, colouring = "who" }) {
      this.mark(this.shapes.groups.has(district) ? district : "");
      if (colouring !== this.colouring && this.looks.colourings.includes(colouring)) this.colour(colouring);
      if (this.player.playing) this.pause({ silent: true });
      const day = this.calendar.dayOf(date);
      const other = this.day ?? this.calendar.dayOf(this.payload.opening);
      this.show(Number.isFinite(day) ? this.calendar.clamp(day) : other);
      this.hud.picker.value = this.calendar.iso(this.day);
    }

    /* ---- the page around, the frame ---- */

    /* A link to a view of the replay on the page around the map moves this map: no other page, no run. */
    listenToLinks() {
      const controller = new AbortController();
      window.addEventListener("pagehide", () => controller.abort());
      for (const page of documents()) {
        page.addEventListener(
          "click",
          (event) => {
            const link = event.target.closest?.('a[data-page=""]:not([data-carry])');
            if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            const wanted = new URLSearchParams(link.search);
            const date = "sameDay" in link.dataset ? this.calendar.iso(this.day) : wanted.get("date");
            this.apply({ date, district: wanted.get("district") || "", colouring: this.colouring });
            this.settle();
          },
          { signal: controller.signal, capture: true },
        );
      }
    }

    /* The districts fill what the panels leave free. */
    frameMap() {
      this.legend.show(this.colouring);
      this.hud.placeLegend();
      const [west, south, east, north] = this.payload.focus;
      const districts = L.latLngBounds([south, west], [north, east]);
      this.map.fitBounds(districts, { animate: false, ...this.hud.padding() });
    }
  }

  Object.assign(replay, { Replay });
})((window.districtReplay = window.districtReplay || {}));
