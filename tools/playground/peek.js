// What a hand changes further down is seen there too: the two pictures, small, once they have
// scrolled away; and what a lesson says when it is done, for a moment.
// SPDX-License-Identifier: MIT
"use strict";

const peek = {
  away: false
};

function showPeek() {
  const shown = peek.away && S.view === "recall" && found.answer && !found.failure;
  $("peek").hidden = !shown;
  if (!shown) return;
  const [state, nearest] = $("peek").querySelectorAll("canvas");
  for (const [to, from] of [[state, $("state")], [nearest, $("nearest")]]) {
    if (to.width !== from.width) to.width = from.width;
    if (to.height !== from.height) to.height = from.height;
    to.getContext("2d").drawImage(from, 0, 0);
  }
  $("peek").lastChild.textContent =
      $("state-note").textContent + " → " + $("nearest-note").textContent;
}

const TOAST_STAYS = 6000;
let toastTimer = null;
function toast(text) {
  $("toast").replaceChildren(...withIndices(text));
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => ($("toast").hidden = true), TOAST_STAYS);
}

function listenPeek() {
  new IntersectionObserver(([panes]) => {
    peek.away = !panes.isIntersecting;
    showPeek();
  }).observe(document.querySelector(".panes"));
  $("peek").addEventListener(
      "click", () => document.querySelector(".panes")
                         .scrollIntoView({ block: "center",
                                           behavior: calm() ? "auto" : "smooth" }));
}
