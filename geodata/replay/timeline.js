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
      this.said = new Map();
    }

    dayOf(iso) {
      return Math.round((Date.parse(`${iso}T00:00:00Z`) - this.origin) / MS_PER_DAY);
    }

    iso(day) {
      return new Date(this.origin + day * MS_PER_DAY).toISOString().slice(0, 10);
    }

    /* "23 July 1993" in the reader's language; each day is put into words once. */
    words(day) {
      let words = this.said.get(day);
      if (words === undefined) {
        words = this.longFormat.format(new Date(this.origin + day * MS_PER_DAY));
        this.said.set(day, words);
      }
      return words;
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

  /* Index of the last of the sorted elements [low, high) whose key is not above `value`, low - 1 if there is none. */
  function lastAtOrBefore(sorted, value, key, low = 0, high = sorted.length) {
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (key(sorted[middle]) <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const dayOf = (change) => change.day;
  const itself = (value) => value;

  class Timeline {
    /* payload.periods: [area, from, to, state, contested, note], payload.doubts: [area, from, to]. There may be half a
       million periods: they are put in order when a day is first asked for, and nothing else is made of them. */
    constructor(payload) {
      this.payload = payload;
      this.count = payload.areas.features.length;
      this.changes = payload.changes;
      this.unknown = payload.states.findIndex((state) => state.id === "unknown");
      this.start = (row) => payload.periods[row][1];
    }

    /* The numbers of the periods, area after area and in order of time; those of area i are [first[i], first[i + 1]). */
    get index() {
      if (this.made) return this.made;
      const { periods } = this.payload;
      const first = new Int32Array(this.count + 1);
      for (const [area] of periods) first[area + 1] += 1;
      for (let area = 0; area < this.count; area += 1) first[area + 1] += first[area];
      const rows = new Int32Array(periods.length);
      const next = first.slice();
      periods.forEach(([area], row) => {
        rows[next[area]] = row;
        next[area] += 1;
      });
      for (let area = 0; area < this.count; area += 1) {
        rows.subarray(first[area], first[area + 1]).sort((one, other) => this.start(one) - this.start(other));
      }
      this.made = { first, rows };
      return this.made;
    }

    get doubts() {
      if (this.doubted) return this.doubted;
      this.doubted = new Map();
      for (const [area, from, to] of this.payload.doubts) {
        if (!this.doubted.has(area)) this.doubted.set(area, []);
        this.doubted.get(area).push({ from, to });
      }
      return this.doubted;
    }

    isDoubtful(area, day) {
      const spans = this.doubts.get(area);
      return Boolean(spans) && spans.some((span) => span.from <= day && day < span.to);
    }

    /* Every day on which an area may look different from the day before, in order, as day * count + area. */
    get turns() {
      if (this.turned) return this.turned;
      const { periods, doubts } = this.payload;
      const found = [];
      const { first, rows } = this.index;
      for (let area = 0; area < this.count; area += 1) {
        let last = null;
        for (let at = first[area]; at < first[area + 1]; at += 1) {
          const [, from, to] = periods[rows[at]];
          if (from !== last) found.push(from * this.count + area);
          found.push(to * this.count + area);
          last = to;
        }
      }
      for (const [area, from, to] of doubts) found.push(from * this.count + area, to * this.count + area);
      this.turned = Float64Array.from(found).sort();
      return this.turned;
    }

    /* The period of an area on a day, and its place among the rows; none in a gap. */
    find(area, day) {
      const { first, rows } = this.index;
      const at = lastAtOrBefore(rows, day, this.start, first[area], first[area + 1]);
      const period = at < first[area] ? null : this.payload.periods[rows[at]];
      return period && day < period[2] ? { at, period } : null;
    }

    /* The state's number alone. */
    stateOn(area, day) {
      const found = this.find(area, day);
      return found ? found.period[3] : this.unknown;
    }

    /* {state, contested, certain, since, note} of an area; a gap is unknown, never the state before. */
    on(area, day) {
      const found = this.find(area, day);
      if (!found) return { state: this.unknown, contested: false, certain: false, since: null, note: "" };
      const [, , , state, contested, note] = found.period;
      return {
        state,
        contested: Boolean(contested),
        certain: state !== this.unknown && !this.isDoubtful(area, day),
        since: this.since(area, found.at),
        note,
      };
    }

    /* The first day of the run of periods with the same state. */
    since(area, at) {
      const { first, rows } = this.index;
      const { periods } = this.payload;
      const state = periods[rows[at]][3];
      let since = periods[rows[at]][1];
      for (let before = at - 1; before >= first[area]; before -= 1) {
        const [, from, to, same] = periods[rows[before]];
        if (to !== since || same !== state) break;
        since = from;
      }
      return since;
    }

    /* The areas that may look different on `day` than on `before`: the work follows the changes. */
    areasBetween(before, day) {
      const [low, high] = before < day ? [before, day] : [day, before];
      const { turns, count } = this;
      const areas = new Set();
      const end = (high + 1) * count;
      for (let i = lastAtOrBefore(turns, (low + 1) * count - 1, itself) + 1; i < turns.length; i += 1) {
        if (turns[i] >= end) break;
        areas.add(turns[i] % count);
      }
      return areas;
    }

    lastChange(day) {
      return this.changes[lastAtOrBefore(this.changes, day, dayOf)] || null;
    }

    nextDay(day) {
      const next = this.changes[lastAtOrBefore(this.changes, day, dayOf) + 1];
      return next ? next.day : null;
    }

    previousDay(day) {
      const previous = this.changes[lastAtOrBefore(this.changes, day - 1, dayOf)];
      return previous ? previous.day : null;
    }
  }

  Object.assign(replay, { Calendar, Timeline, lastAtOrBefore });
})((window.districtReplay = window.districtReplay || {}));
