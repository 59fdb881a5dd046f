/* The track: a slider of days with ticks where something changed, and its chapters. What moves on every frame moves by
   transform, in `cqw` of the track's width, so that nothing is laid out anew and a new size needs no script. */
(function (replay) {
  "use strict";

  const { make, lastAtOrBefore } = replay;
  const MOST_TICKS = 400; // very many would be a bar, not ticks
  const REACH = 6; // pixels from the pointer to a tick

  class Track {
    /* on: {scrub(day), settle(), jump(day)} */
    constructor(payload, calendar, scale, on) {
      Object.assign(this, { payload, calendar, scale, on });
      this.input = make("input", "replay-input", { type: "range", min: 0, max: calendar.length, step: 1 });
      this.input.setAttribute("aria-label", payload.strings.date);
      this.thumb = make("div", "replay-thumb", { ariaHidden: "true" });
      this.done = make("div", "replay-done");
      const rail = make("div", "replay-rail", {}, [this.done]);
      this.marks = this.collectMarks();
      const under = [rail, ...this.doubts(), ...this.marks.map((mark) => this.tick(mark))];
      this.surface = make("div", "replay-surface", {}, [...under, this.input, this.thumb]);
      this.chapters = this.chapterButtons();
      this.hint = make("div", "replay-hint", { hidden: true });
      const chapters = make("div", "replay-chapters", {}, this.chapters);
      this.element = make("div", "replay-track", {}, [this.hint, this.surface, chapters]);
      this.listen();
    }

    /* Days between the earliest and the latest date that sources give, shaded on the rail. */
    doubts() {
      return this.payload.doubts.map(([, from, to]) => {
        const node = make("div", "replay-doubt");
        this.span(node, this.scale.position(from), this.scale.position(to));
        return node;
      });
    }

    span(node, left, right) {
      node.style.left = `${left * 100}%`;
      node.style.width = `${(right - left) * 100}%`;
    }

    /* Each day of change: {day, at, words}, `at` 0…1 along the track, in order. */
    collectMarks() {
      const texts = new Map();
      for (const { day, text } of this.payload.changes) texts.set(day, [...(texts.get(day) || []), text]);
      if (texts.size > MOST_TICKS) return [];
      return [...texts].map(([day, told]) => ({
        day,
        at: this.scale.position(day),
        words: [this.calendar.words(day), ...told].join(" · "),
      }));
    }

    /* Its name is shown on hover and focus. */
    tick({ day, at, words }) {
      const tick = make("button", "replay-tick", { type: "button", tabIndex: -1 });
      tick.setAttribute("aria-label", words);
      tick.style.left = `${(at * 100).toFixed(3)}%`;
      tick.dataset.day = day;
      tick.addEventListener("focus", () => this.showHint(words, day));
      tick.addEventListener("blur", () => this.hideHint());
      return tick;
    }

    chapterButtons() {
      return this.scale.chapters.map((chapter) => {
        const textContent = chapter.title.replace(/(\d)–(\d)/g, "$1\u2060–\u2060$2"); // years stay on one line
        const properties = { type: "button", textContent, title: chapter.title, hidden: !chapter.title };
        const node = make("button", "replay-chapter", properties);
        this.span(node, chapter.left, chapter.right);
        node.addEventListener("click", () => this.on.jump(chapter.from));
        return node;
      });
    }

    /* ---- the pointer ---- */

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
        this.on.scrub(tick ? Number(tick.dataset.day) : this.dayAt(this.along(event)));
      });
      surface.addEventListener("pointermove", (event) => {
        const along = this.along(event);
        if (dragging) this.on.scrub(this.dayAt(along));
        if (event.pointerType !== "touch") this.hover(along);
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

    /* {at, width}: where the pointer is, 0…1 along the track, and the track's width in pixels. */
    along({ clientX }) {
      const { left, width } = this.surface.getBoundingClientRect();
      return { at: (clientX - left) / width, width };
    }

    dayAt({ at }) {
      return this.calendar.clamp(Math.floor(this.scale.day(at) + 1e-9));
    }

    /* Under the mouse: the tick within reach, else the day. */
    hover(along) {
      const { at, width } = along;
      const before = lastAtOrBefore(this.marks, at, (mark) => mark.at);
      const [near] = [this.marks[before], this.marks[before + 1]]
        .filter((mark) => mark && Math.abs(mark.at - at) * width < REACH)
        .sort((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at));
      const day = near ? near.day : this.dayAt(along);
      this.showHint(near ? near.words : this.calendar.words(day), day);
    }

    /* ---- what is shown ---- */

    /* In the middle over its day, but never over the ends of the track. */
    showHint(words, day) {
      if (this.hint.textContent !== words) this.hint.textContent = words;
      const at = (this.scale.position(day) * 100).toFixed(3);
      this.hint.style.transform = `translateX(clamp(0cqw, ${at}cqw - 50%, 100cqw - 100%))`;
      this.hint.hidden = false;
    }

    hideHint() {
      this.hint.hidden = true;
    }

    show(day, spoken) {
      const at = this.scale.position(day);
      this.input.value = day;
      this.input.setAttribute("aria-valuetext", spoken);
      this.thumb.style.transform = `translateX(${(at * 100).toFixed(3)}cqw)`;
      this.done.style.transform = `scaleX(${at.toFixed(5)})`;
      const current = this.scale.chapterOf(day);
      if (current === this.current) return;
      this.current = current;
      this.chapters.forEach((node, i) => node.classList.toggle("is-current", this.scale.chapters[i] === current));
    }
  }

  Object.assign(replay, { Track });
})((window.districtReplay = window.districtReplay || {}));
