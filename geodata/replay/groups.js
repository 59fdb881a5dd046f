/* Which areas belong together: the parts of a district, and a context area with the district it lies within.
   Everything is looked up by number, so that a step's work follows its changes and not the areas. */
(function (replay) {
  "use strict";

  class Groups {
    constructor(features) {
      this.own = features.map((feature) => feature.properties.group);
      this.members = new Map();
      this.own.forEach((group, index) => this.append(this.members, group, index));
      this.guests = new Map(); // by the guest's own number
      this.ofHost = new Map(); // by the number of the host
      features.forEach(({ properties }, index) => {
        const host = properties.kind === "context" && this.members.get(properties.within)?.[0];
        if (host === undefined || host === false) return;
        const guest = { index, host, merged: false };
        this.guests.set(index, guest);
        this.append(this.ofHost, host, guest);
      });
    }

    append(lists, key, item) {
      if (!lists.has(key)) lists.set(key, []);
      lists.get(key).push(item);
    }

    has(group) {
      return this.members.has(group);
    }

    /* The areas of a group, by number. */
    areas(group) {
      return this.members.get(group) || [];
    }

    /* The area that an area is shown as: a guest that is merged stands for its host. */
    standsFor(index) {
      const guest = this.guests.get(index);
      return guest && guest.merged ? guest.host : index;
    }

    /* The group that is selected by a click on an area. */
    groupOf(index) {
      return this.own[this.standsFor(index)];
    }

    /* A guest is part of its host while their states are the same. Returns the guests that came or went. */
    merge(changed, day, timeline) {
      const looked = new Set();
      for (const index of changed) {
        if (this.guests.has(index)) looked.add(this.guests.get(index));
        for (const guest of this.ofHost.get(index) || []) looked.add(guest);
      }
      return [...looked].filter((guest) => {
        const merged = timeline.stateOn(guest.index, day) === timeline.stateOn(guest.host, day);
        const turned = merged !== guest.merged;
        guest.merged = merged;
        return turned;
      });
    }

    /* With the areas that changed all those that show the same figure: the other parts, and the guests. */
    withOthers(changed) {
      const touched = new Set(changed);
      for (const index of changed) {
        for (const part of this.areas(this.own[index])) {
          touched.add(part);
          for (const guest of this.ofHost.get(part) || []) touched.add(guest.index);
        }
      }
      return touched;
    }
  }

  Object.assign(replay, { Groups });
})((window.districtReplay = window.districtReplay || {}));
