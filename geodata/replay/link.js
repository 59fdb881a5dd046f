/* Two maps that move as one: the one last touched leads; the other follows and is not listened to, so that nothing
   echoes. */
(function (replay) {
  "use strict";

  class Link {
    constructor(maps) {
      this.maps = maps;
      [this.leader, this.follower] = maps;
      this.moved = false;
      for (const map of maps) {
        for (const type of ["pointerdown", "touchstart", "wheel", "keydown"]) {
          map.getContainer().addEventListener(type, () => this.lead(map), { capture: true, passive: true });
        }
        map.on("dragstart zoomstart keydown", () => {
          this.moved ||= this.leads(map);
        });
        map.on("zoomanim", ({ center, zoom }) => {
          if (this.leads(map)) this.follower.setView(center, zoom, { animate: true });
        });
        map.on("move", () => {
          if (this.leads(map)) this.follow();
        });
        map.on("moveend", () => this.align());
      }
    }

    lead(map) {
      if (map === this.leader) return;
      this.leader.stop();
      this.align();
      [this.leader, this.follower] = [map, this.leader];
    }

    leads(map) {
      return map === this.leader && !this.paused;
    }

    /* Let both maps be set without one following the other, then make sure that they are one. */
    pause(act) {
      this.paused = true;
      act();
      this.paused = false;
      this.align();
    }

    /* While the leader is dragged, only the follower's pane is moved, as Leaflet itself does; both draw at the end. */
    follow() {
      const { leader, follower } = this;
      if (follower.getZoom() !== leader.getZoom()) {
        follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
        return;
      }
      const pane = follower.getPane("mapPane");
      L.DomUtil.setPosition(pane, L.DomUtil.getPosition(pane).subtract(this.distance().round()));
    }

    /* How far the follower's centre is from the leader's, in pixels. */
    distance() {
      const { leader, follower } = this;
      const zoom = follower.getZoom();
      return follower.project(leader.getCenter(), zoom).subtract(follower.project(follower.getCenter(), zoom));
    }

    align() {
      if (this.paused) return;
      this.paused = true;
      this.follower.setView(this.leader.getCenter(), this.leader.getZoom(), { animate: false });
      this.paused = false;
    }
  }

  Object.assign(replay, { Link });
})((window.districtReplay = window.districtReplay || {}));
