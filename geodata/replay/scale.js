/* The track's scale: chapters get room by what happens in them, days inside a chapter are even.
   Twenty-six years without a change would otherwise leave two months of 2020 four pixels. */
(function (replay) {
  "use strict";

  const SHARE_OF_CHANGES = 0.7; // the rest follows the logarithm of a chapter's length
  const SMALLEST_SHARE = 0.24; // a label must fit

  class Scale {
    constructor(chapters, changes, length) {
      const whole = [{ title: "", from: 0, to: length }];
      this.chapters = (chapters.length ? chapters : whole).map((chapter) => ({ ...chapter }));
      const logs = this.chapters.map((chapter) => Math.log1p(chapter.to - chapter.from));
      const counts = this.chapters.map(
        (chapter) => changes.filter((change) => change.day >= chapter.from && change.day < chapter.to).length,
      );
      const sum = (values) => values.reduce((total, value) => total + value, 0) || 1;
      const raw = logs.map((log, i) => {
        const share = (SHARE_OF_CHANGES * counts[i]) / sum(counts) + ((1 - SHARE_OF_CHANGES) * log) / sum(logs);
        return Math.max(SMALLEST_SHARE, share);
      });
      let left = 0;
      this.chapters.forEach((chapter, i) => {
        chapter.left = left;
        left += raw[i] / sum(raw);
        chapter.right = left;
      });
    }

    /* Day -> 0…1 along the track. */
    position(day) {
      const chapters = this.chapters;
      const chapter = chapters.find((c) => day < c.to) || chapters[chapters.length - 1];
      const share = (day - chapter.from) / (chapter.to - chapter.from);
      return chapter.left + Math.max(0, Math.min(1, share)) * (chapter.right - chapter.left);
    }

    /* 0…1 along the track -> day (a fraction; the caller rounds). */
    day(position) {
      const chapters = this.chapters;
      const chapter = chapters.find((c) => position < c.right) || chapters[chapters.length - 1];
      const share = (position - chapter.left) / (chapter.right - chapter.left);
      return chapter.from + Math.max(0, Math.min(1, share)) * (chapter.to - chapter.from);
    }

    chapterOf(day) {
      return this.chapters.find((chapter) => day < chapter.to) || this.chapters[this.chapters.length - 1];
    }
  }

  Object.assign(replay, { Scale });
})((window.districtReplay = window.districtReplay || {}));
