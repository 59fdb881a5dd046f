/* Which state each area is in on a day. Days are whole numbers counted from the first day of the
   record; periods are half-open [from, to): the day of a change belongs to the new state. */
(function (replay) {
  "use strict";

  const MS_PER_DAY = 86400000;

  /* Calendar days without time zones: everything is UTC midnight. */
  class Calendar {
    constructor(start, end, language) {
      this.origin = Date.parse(`${start}T00:00:00Z`);
      this.length = this.dayOf(end);
      const long = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
      this.longFormat = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, long);
    }

    dayOf(iso) {
      return Math.round((Date.parse(`${iso}T00:00:00Z`) - this.origin) / MS_PER_DAY);
    }

    iso(day) {
      return new Date(this.origin + day * MS_PER_DAY).toISOString().slice(0, 10);
    }

    /* "23 July 1993" in the reader's language. */
    words(day) {
      return this.longFormat.format(new Date(this.origin + day * MS_PER_DAY));
    }

    clamp(day) {
      return Math.max(0, Math.min(this.length, Math.round(day)));
    }

    addMonths(day, months) {
      const date = new Date(this.origin + day * MS_PER_DAY);
      const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
      const lastOfMonth = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0));
      target.setUTCDate(Math.min(date.getUTCDate(), lastOfMonth.getUTCDate()));
      return this.clamp((target.getTime() - this.origin) / MS_PER_DAY);
    }
  }

  /* Index of the last element whose key is not above `value`, -1 if there is none. */
  function lastAtOrBefore(sorted, value, key) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (key(sorted[middle]) <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  class Timeline {
    /* payload.periods: [area, from, to, state, contested, note], payload.doubts: [area, from, to]. */
    constructor(payload) {
      this.periods = payload.areas.features.map(() => []);
      this.doubts = payload.areas.features.map(() => []);
      for (const [area, from, to, state, contested, note] of payload.periods) {
        this.periods[area].push({ from, to, state, contested: Boolean(contested), note });
      }
      for (const [area, from, to] of payload.doubts) this.doubts[area].push({ from, to });
      this.changes = payload.changes;
      this.unknown = payload.states.findIndex((state) => state.id === "unknown");
      this.breaks = this.sortedBreaks();
    }

    /* Every day on which an area may look different from the day before, in order. */
    sortedBreaks() {
      const breaks = [];
      this.periods.forEach((rows, area) => {
        for (const row of rows) breaks.push({ day: row.from, area }, { day: row.to, area });
      });
      this.doubts.forEach((rows, area) => {
        for (const row of rows) breaks.push({ day: row.from, area }, { day: row.to, area });
      });
      return breaks.sort((a, b) => a.day - b.day);
    }

    /* {state, contested, certain, since, note} of an area; a gap is unknown, never the state before. */
    on(area, day) {
      const rows = this.periods[area];
      const index = lastAtOrBefore(rows, day, (row) => row.from);
      const row = rows[index];
      if (!row || day >= row.to) {
        return { state: this.unknown, contested: false, certain: false, since: null, until: null, note: "" };
      }
      const doubtful = this.doubts[area].some((doubt) => doubt.from <= day && day < doubt.to);
      let first = index;
      while (first > 0 && rows[first - 1].state === row.state && rows[first - 1].to === rows[first].from) first -= 1;
      let last = index;
      while (last + 1 < rows.length && rows[last + 1].state === row.state && rows[last + 1].from === rows[last].to) last += 1;
      return {
        state: row.state,
        contested: row.contested,
        certain: !doubtful && row.state !== this.unknown,
        since: rows[first].from,
        until: last + 1 < rows.length ? rows[last].to : null,
        note: row.note,
      };
    }

    /* The areas that may look different on `day` than on `before`: the work follows the changes. */
    areasBetween(before, day) {
      const [low, high] = before < day ? [before, day] : [day, before];
      const areas = new Set();
      for (let i = lastAtOrBefore(this.breaks, low, (b) => b.day) + 1; i < this.breaks.length; i += 1) {
        if (this.breaks[i].day > high) break;
        areas.add(this.breaks[i].area);
      }
      return areas;
    }

    lastChange(day) {
      return this.changes[lastAtOrBefore(this.changes, day, (change) => change.day)] || null;
    }

    nextDay(day) {
      const next = this.changes[lastAtOrBefore(this.changes, day, (change) => change.day) + 1];
      return next ? next.day : null;
    }

    previousDay(day) {
      const previous = this.changes[lastAtOrBefore(this.changes, day - 1, (change) => change.day)];
      return previous ? previous.day : null;
    }
  }

  Object.assign(replay, { Calendar, Timeline, lastAtOrBefore });
})((window.districtReplay = window.districtReplay || {}));
