// The states of the steps as small pictures under the curve of the energy, each below its step.
// SPDX-License-Identifier: MIT
"use strict";

const FRAME_MOST = 54, FRAME_ROOM = 40, FRAME_GAP = 6;
const film = {
  answer: null,
  width: 0
};

// Which steps: all of them, or as many as there is room for, the first and the last among them.
function filmSteps(steps, room) {
  const most = Math.max(2, Math.floor(room / FRAME_ROOM) + 1);
  const count = found.answer.whole ? Math.min(steps + 1, most) : 2;
  if (steps === 0) return [0];
  return Array.from({ length: count }, (_, i) => Math.round((i * steps) / (count - 1)));
}

const stateAt = (k) => {
  const { answer, memory } = found, at = placeOf(k) * memory.dim;
  return k === 0 ? answer.query : answer.frames.subarray(at, at + memory.dim);
};

function makeFilm() {
  const { answer, memory } = found, { width } = sizeOf($("energy"));
  const room = width - CHART_LEFT - ENERGY_RIGHT, steps = filmSteps(answer.steps, room);
  const side = Math.min(FRAME_MOST, room / Math.max(1, steps.length - 1) - FRAME_GAP);
  Object.assign(film, { answer, width });
  while ($("film").children.length > steps.length) $("film").lastChild.remove();
  while ($("film").children.length < steps.length) {
    const frame = make("button", {}, make("canvas"));
    frame.addEventListener("click", () => {
      stopRolling();
      goTo(frame.step);
    });
    $("film").append(frame);
  }
  $("film").style.height = side + "px";
  steps.forEach((k, i) => {
    const frame = $("film").children[i];
    frame.step = k;
    frame.style.width = frame.style.height = side + "px";
    frame.style.left = CHART_LEFT + (room * k) / Math.max(1, answer.steps) - side / 2 + "px";
    frame.setAttribute("aria-label", t("frame") + ": " + k);
    drawValues(frame.firstChild, stateAt(k), memory);
  });
}

function showFilm() {
  if (film.answer !== found.answer || film.width !== sizeOf($("energy")).width) makeFilm();
  for (const frame of $("film").children)
    frame.setAttribute("aria-current", String(frame.step === found.frame));
}
