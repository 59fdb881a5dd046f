/* The time control: buttons, the track with its ticks and chapters, and the player's pace. */
(function (replay) {
  "use strict";

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

  function icon(name) {
    const path = replay.svg("path", { d: ICONS[name] });
    return replay.svg("svg", { viewBox: "0 0 24 24", class: `replay-icon replay-icon-${name}`, "aria-hidden": "true" }, [path]);
  }

  function button(name, label, onClick, title = label) {
    const node = make("button", `replay-button replay-button-${name}`, { type: "button", title, onclick: onClick }, [icon(name)]);
    node.setAttribute("aria-label", label);
    return node;
  }

  const MOST_TICKS = 400;

  class Track {
    /* on: {scrub(day), settle(), jump(day)} */
    constructor(payload, calendar, scale, on) {
      Object.assign(this, { payload, calendar, scale, on });
      const { strings } = payload;
      this.input = make("input", "replay-input", { type: "range", min: 0, max: calendar.length, step: 1 });
      this.input.setAttribute("aria-label", strings.date);
      this.thumb = make("div", "replay-thumb", { ariaHidden: "true" });
      this.done = make("div", "replay-done");
      this.rail = make("div", "replay-rail", {}, [this.done]);
      this.surface = make("div", "replay-surface", {}, [this.rail, ...this.doubts(), ...this.ticks(), this.input, this.thumb]);
      this.chapters = this.chapterButtons();
      this.hint = make("div", "replay-hint", { hidden: true });
      this.element = make("div", "replay-track", {}, [this.hint, this.surface, make("div", "replay-chapters", {}, this.chapters)]);
      this.listen();
    }

    percent(day) {
      return `${(this.scale.position(day) * 100).toFixed(3)}%`;
    }

    /* Days between the earliest and the latest date that sources give, shaded on the rail. */
    doubts() {
      return this.payload.doubts.map(([, from, to]) => {
        const node = make("div", "replay-doubt");
        const left = this.scale.position(from);
        node.style.left = `${left * 100}%`;
        node.style.width = `${(this.scale.position(to) - left) * 100}%`;
        return node;
      });
    }

    /* One tick a day of change; its name is shown on hover and focus. Very many would be a bar, not ticks. */
    ticks() {
      if (this.payload.changes.length > MOST_TICKS) return [];
      const byDay = new Map();
      for (const change of this.payload.changes) byDay.set(change.day, [...(byDay.get(change.day) || []), change.text]);
      return [...byDay].map(([day, texts]) => {
        const words = `${this.calendar.words(day)} · ${texts.join(" · ")}`;
        const tick = make("button", "replay-tick", { type: "button", tabIndex: -1 });
        tick.setAttribute("aria-label", words);
        tick.style.left = this.percent(day);
        tick.dataset.day = day;
        tick.dataset.words = words;
        tick.addEventListener("focus", () => this.showHint(words, day));
        tick.addEventListener("blur", () => this.hideHint());
        return tick;
      });
    }

    chapterButtons() {
      return this.scale.chapters.map((chapter) => {
        const title = chapter.title.replace(/(\d)–(\d)/g, "$1\u2060–\u2060$2"); // years stay on one line
      const node = make("button", "replay-chapter", { type: "button", textContent: title });
        node.style.left = `${chapter.left * 100}%`;
        node.style.width = `${(chapter.right - chapter.left) * 100}%`;
        node.hidden = !chapter.title;
        node.title = chapter.title;
        node.addEventListener("click", () => this.on.jump(chapter.from));
        return node;
      });
    }

    dayAt(clientX) {
      const box = this.surface.getBoundingClientRect();
      return this.calendar.clamp(Math.floor(this.scale.day((clientX - box.left) / box.width) + 1e-9));
    }

    listen() {
      const { surface, input } = this;
      let dragging = false;
      surface.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        input.focus({ preventScroll: true });
        surface.setPointerCapture(event.pointerId);
        dragging = true;
        const tick = event.target.closest(".replay-tick");
        this.on.scrub(tick ? Number(tick.dataset.day) : this.dayAt(event.clientX));
      });
      surface.addEventListener("pointermove", (event) => {
        if (dragging) this.on.scrub(this.dayAt(event.clientX));
        this.hover(event);
      });
      for (const type of ["pointerup", "pointercancel"]) {
        surface.addEventListener(type, () => {
          if (dragging) this.on.settle();
          dragging = false;
        });
      }
      surface.addEventListener("pointerleave", () => this.hideHint());
      input.addEventListener("input", () => this.on.scrub(Number(input.value)));
      input.addEventListener("change", () => this.on.settle());
    }

    /* Under the mouse: the tick within reach, else the day. */
    hover(event) {
      if (event.pointerType === "touch") return;
      const box = this.surface.getBoundingClientRect();
      const at = (event.clientX - box.left) / box.width;
      const near = [...this.surface.querySelectorAll(".replay-tick")]
        .map((tick) => ({ tick, distance: Math.abs(parseFloat(tick.style.left) / 100 - at) * box.width }))
        .sort((a, b) => a.distance - b.distance)[0];
      if (near && near.distance < 6) this.showHint(near.tick.dataset.words, Number(near.tick.dataset.day));
      else this.showHint(this.calendar.words(this.dayAt(event.clientX)), this.dayAt(event.clientX));
    }

    showHint(words, day) {
      this.hint.textContent = words;
      this.hint.hidden = false;
      const width = this.surface.clientWidth;
      const half = this.hint.offsetWidth / 2;
      const x = Math.max(half, Math.min(width - half, this.scale.position(day) * width));
      this.hint.style.transform = `translateX(${x - half}px)`;
    }

    hideHint() {
      this.hint.hidden = true;
    }

    show(day, spoken) {
      this.input.value = day;
      this.input.setAttribute("aria-valuetext", spoken);
      const percent = this.percent(day);
      this.thumb.style.left = percent;
      this.done.style.width = percent;
      const current = this.scale.chapterOf(day);
      this.chapters.forEach((node, i) => node.classList.toggle("is-current", this.scale.chapters[i] === current));
    }
  }

  const TRAVEL_MS = 900; // from one change to the next, at 1×
  const DWELL_MS = 650; // on a change, so that its caption can be read
  const TRUE_TIME_DAYS_PER_MS = 0.2; // true time: 200 days a second at 1×
  const ease = (t) => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);

  /* Moves the day on animation frames, forwards or back. By event each change takes the same time, however long the
     gap. */
  class Player {
    constructor(timeline, calendar, scale, on) {
      Object.assign(this, { timeline, calendar, scale, on, speed: 1, pace: "events", loop: false, backwards: false, frame: 0 });
    }

    get playing() {
      return this.frame !== 0;
    }

    start(day) {
      this.stop();
      this.begin(day === this.goal ? this.outset : day, performance.now());
      this.frame = requestAnimationFrame((now) => this.step(now));
    }

    stop() {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.leg = null;
    }

    get outset() {
      return this.backwards ? this.calendar.length : 0;
    }

    get goal() {
      return this.backwards ? 0 : this.calendar.length;
    }

    /* One leg: from a day to the next stop. */
    begin(from, now) {
      const stop = this.backwards ? this.timeline.previousDay(from) : this.timeline.nextDay(from);
      this.leg = { from, to: stop ?? this.goal, at: now };
    }

    step(now) {
      const { from, to } = this.leg;
      const elapsed = Math.max(0, now - this.leg.at) * this.speed;
      const ahead = Math.sign(to - from);
      const dayNow = this.pace === "time" ? from + ahead * elapsed * TRUE_TIME_DAYS_PER_MS : this.eased(from, to, elapsed);
      const arrived = (dayNow - to) * ahead >= 0;
      const day = arrived ? to : Math.floor(dayNow);
      this.on.frame(day);
      if (!this.playing) return;
      if (arrived && day === this.goal) return void this.finish(now);
      const dwell = this.pace === "time" ? 0 : DWELL_MS;
      if (arrived && (this.pace === "time" || elapsed >= TRAVEL_MS + dwell)) this.begin(day, now);
      this.frame = requestAnimationFrame((next) => this.step(next));
    }

    /* Along the track, so that a gap of 26 years is one eased move; steps where motion is unwanted. */
    eased(from, to, elapsed) {
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const share = still ? (elapsed >= TRAVEL_MS ? 1 : 0) : ease(Math.min(1, elapsed / TRAVEL_MS));
      if (share >= 1) return to;
      const left = this.scale.position(from);
      const day = this.scale.day(left + share * (this.scale.position(to) - left));
      return Math.min(Math.max(from, to), Math.max(Math.min(from, to), day));
    }

    finish(now) {
      if (!this.loop) {
        this.on.end();
        return;
      }
      this.begin(this.outset, now + DWELL_MS);
      this.frame = requestAnimationFrame((next) => this.step(next));
    }
  }

  Object.assign(replay, { Track, Player, make, button, icon });
})((window.districtReplay = window.districtReplay || {}));
