/* Moves the day on animation frames, forwards or back. */
(function (replay) {
  "use strict";

  const TRAVEL_MS = 900; // from one change to the next, at 1×
  const DWELL_MS = 650; // on a change, so that its caption can be read
  const TRUE_TIME_DAYS_PER_MS = 0.2; // true time: 200 days a second at 1×
  const ease = (t) => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);

  /* By event each change takes the same time, however long the gap. */
  class Player {
    constructor(timeline, calendar, scale, on) {
      Object.assign(this, {
        timeline,
        calendar,
        scale,
        on,
        speed: 1,
        pace: "events",
        loop: false,
        backwards: false,
        frame: 0,
      });
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
      const dayNow =
        this.pace === "time" ? from + ahead * elapsed * TRUE_TIME_DAYS_PER_MS : this.eased(from, to, elapsed);
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
      const still = replay.wantsStillness();
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

  Object.assign(replay, { Player });
})((window.districtReplay = window.districtReplay || {}));
