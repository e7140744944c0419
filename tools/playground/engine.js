// The library, in two workers of their own: one answers what a hand does, the other computes what
// takes longer and can be ended.  Both are the same script, held in this page.
// SPDX-License-Identifier: MIT
"use strict";

let engineAddress = null;

// What takes longer than this [ms] is said to be under way.
const BUSY_AFTER = 100;
let busyCalls = 0, busyTimer = null;
function countBusy(change) {
  busyCalls += change;
  if (busyCalls > 0 && !busyTimer)
    busyTimer = setTimeout(() => ($("busy").hidden = false), BUSY_AFTER);
  if (busyCalls > 0) return;
  clearTimeout(busyTimer);
  busyTimer = null;
  $("busy").hidden = true;
}

class Engine {
  constructor(broke) {
    engineAddress = engineAddress ||
        URL.createObjectURL(new Blob([$("engine").textContent], { type: "text/javascript" }));
    this.broke = broke;
    this.open();
  }

  open() {
    this.asked = new Map();
    this.next = 1;
    this.worker = new Worker(engineAddress);
    this.worker.onmessage = ({ data }) => {
      const asked = this.asked.get(data.id);
      this.asked.delete(data.id);
      if (data.broken) this.broke(data.error);
      if (!asked) return;
      countBusy(-1);
      if ("error" in data)
        asked.fail(new Error(data.error));
      else
        asked.done(data.given);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.broke(event.message);
    };
  }

  call(call, given, transfer = []) {
    return new Promise((done, fail) => {
      const id = this.next++;
      this.asked.set(id, { done, fail });
      countBusy(1);
      this.worker.postMessage({ id, call, given }, transfer);
    });
  }

  // Ends whatever is under way; what was asked is never answered.
  end() {
    this.worker.terminate();
    countBusy(-this.asked.size);
    this.open();
  }
}

// Runs `job` again after the one under way, once, however often it is asked for; done when none is
// asked for any more.
function latest(job) {
  let running = null, again = false;
  const run = async () => {
    try {
      while (again) {
        again = false;
        await job();
      }
    } finally {
      running = null;
    }
  };
  return () => {
    again = true;
    return (running = running || run());
  };
}
