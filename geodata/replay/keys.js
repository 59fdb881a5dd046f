/* The keys, wherever the reader is: on the map or on the page around it. */
(function (replay) {
  "use strict";

  const TYPING =
    "textarea, select, [contenteditable], [role=combobox], [role=listbox], " +
    "input:not(.replay-input):not([type=radio]):not([type=checkbox])";
  // What Space presses; a link is followed by Enter alone.
  const BUTTONS = "button, summary, [role=button], [type=radio], [type=checkbox]";
  const ARROWS = { ArrowLeft: -1, ArrowRight: 1 };

  class Keys {
    constructor(element) {
      this.element = element;
    }

    /* In all these documents, until the page is left. */
    listen(documents) {
      const controller = new AbortController();
      const { signal } = controller;
      for (const page of documents) page.addEventListener("keydown", (event) => this.press(event), { signal });
      window.addEventListener("pagehide", () => controller.abort());
    }

    press(event) {
      const { target } = event;
      if (event.defaultPrevented || event.altKey || event.metaKey) return;
      if (target.closest?.(TYPING) || this.element.hud.keys.open) return;
      const action = event.key in ARROWS ? this.move(event) : this.action(event);
      if (!action) return;
      event.preventDefault();
      action();
    }

    /* The arrows: a day, with Shift a change, with Ctrl a month. */
    move({ key, shiftKey, ctrlKey, target }) {
      const { element } = this;
      const { calendar, timeline, day } = element;
      const taken = target.type === "radio" || target.closest?.(".leaflet-container") === target;
      if (taken) return null;
      const by = ARROWS[key];
      if (ctrlKey) return () => element.nudge(calendar.addMonths(day, by));
      if (!shiftKey) return () => element.nudge(day + by);
      const change = by < 0 ? (timeline.previousDay(day) ?? 0) : (timeline.nextDay(day) ?? calendar.length);
      return () => element.nudge(change);
    }

    action({ key, ctrlKey, target }) {
      const { element } = this;
      if (ctrlKey) return null;
      if (key === " ") return target.closest?.(BUTTONS) ? null : () => element.toggle();
      if (key === "Home") return () => element.jump(0);
      if (key === "End") return () => element.jump(element.calendar.length);
      if (key === "?") return () => element.hud.toggleKeys(true);
      if (key === "Escape") return this.escape();
      const group = element.payload.groups[Number(key) - 1];
      return group && element.selected !== group ? () => element.select(group) : null;
    }

    escape() {
      const { element } = this;
      if (!element.hud.menu.hidden) return () => element.hud.toggleMenu(false);
      return element.selected ? () => element.select(element.selected) : null;
    }
  }

  Object.assign(replay, { Keys });
})((window.districtReplay = window.districtReplay || {}));
