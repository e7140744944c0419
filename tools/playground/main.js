// Where the page begins.
// SPDX-License-Identifier: MIT
"use strict";

const VIEWS = ["recall", "attention", "landscape", "capacity"];

function refreshView() {
  if (S.view === "attention") refreshAttention();
  if (S.view === "landscape") {
    clearTimeout(land.time);
    land.round++;
    land.time = setTimeout(refreshLandscape, 150);
  }
}

function showView() {
  document.body.dataset.view = S.view;
  for (const view of VIEWS) {
    $("view-" + view).hidden = view !== S.view;
    const tab = $("tab-" + view), chosen = view === S.view;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  const slot = document.querySelector(`#view-${S.view} .beta-slot`);
  if (slot) slot.append($("beta-box"));
  if (S.view === "recall") showFrame();
  if (S.view === "capacity") drawCapacity();
  if (found.tables) showBeta();
  showPeek();
  showCommand();
  refreshView();
}

function makeAll() {
  translatePage();
  makeSets();
  makePens();
  makeDamage();
  makeNetwork();
  makeCapacity();
  showLessons();
  $("basins").checked = S.basins;
  $("land").setAttribute("aria-label", t("land-label"));
  $("energy").setAttribute("aria-label", t("energy"));
  $("version").textContent = "hopfield " + found.tables.version;
}

function listenAll() {
  listenMemory();
  listenDrop();
  listenDraw();
  listenDamage();
  listenNetwork();
  listenRecall();
  listenLandscape();
  listenCapacity();
  listenCommand();
  listenLessons();
  listenPeek();
  VIEWS.forEach((view, i) => {
    $("tab-" + view).addEventListener("click", () => {
      S.view = view;
      showView();
      saveLink();
    });
    $("tab-" + view).addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i + VIEWS.length - 1 }[event.key];
      if (to === undefined) return;
      $("tab-" + VIEWS[to % VIEWS.length]).click();
      $("tab-" + VIEWS[to % VIEWS.length]).focus();
    });
  });
  $("notice-close").addEventListener("click", () => notice(""));
  $("language").addEventListener("change", () => {
    language = $("language").value;
    keep("language", language);
    makeTiles();
    makeAll();
    showView();
    showFrame();
    showOps();
  });
  $("look").addEventListener("change", () => {
    keep("look", $("look").value);
    useLook();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", useLook);
  let resized = null;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(redraw, 120);
  });
  window.addEventListener("hashchange", openLink);
}

function redraw() {
  if (S.view === "recall") showFrame();
  if (S.view === "landscape") drawLand();
  if (S.view === "capacity") drawCapacity();
}

// ---- choices that stay with the reader ----

function keep(name, value) {
  try {
    localStorage.setItem("hopfield-" + name, value);
  } catch { /* private windows refuse it */
  }
}
function kept(name) {
  try {
    return localStorage.getItem("hopfield-" + name);
  } catch {
    return null;
  }
}

function useLook() {
  const look = $("look").value,
        dark = look === "dark" ||
      (look === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.look = dark ? "dark" : "light";
  colours.clear();
  if (found.memory) redraw();
}

// ---- links ----

// Names in a link must be rows that this page has.
function isKnown(state) {
  const has = (table, name) => found.tables[table].some((row) => row.name === name);
  return has("energies", state.energy) && has("similarities", state.similarity) &&
      (state.update === "auto" || has("updates", state.update)) && VIEWS.includes(state.view) &&
      (state.set in SETS || state.set === RANDOM || state.set === OWN);
}

const openLink = () => inTurn(async () => {
  const text = location.hash.slice(1);
  let opened = text ? unpackState(text) : null;
  if (opened && !isKnown(opened)) opened = null;
  const broken = text !== "" && !opened;
  if (text && text === packState() && found.memory) return;
  S = opened || fresh();
  past.length = future.length = 0;
  found.marks = null;
  await openSet();
  if (!opened) {
    S.base = letter("R");
    S.ops = [{ damage: "flip:rate=0.3" }];
    S.beta = 28;
  }
  found.follow = "start";
  makeAll();
  showView();
  memoryChanged();
  if (broken)
    notice(t("broken-link"));
  else if (opened && opened.set === OWN && !found.ownReady)
    notice(t("link-own"));
});

// ---- the first second ----

// The letter that the page begins with, before anything is computed.
async function showStill() {
  const [picture] = await packagedPictures("glyphs", ["R"]);
  if (found.memory) return;
  const shape = { width: picture.width, height: picture.height, channels: 4 };
  for (const id of ["state", "nearest"]) drawValues($(id), picture.rgba, shape, 0, 255);
}

// Shown once to those who only look: the damaged letter comes back.
const LOOK_AT_IT = 900;
function playOnce() {
  const hands = ["pointerdown", "keydown", "input", "change"];
  const leave = () => {
    clearTimeout(timer);
    for (const hand of hands) window.removeEventListener(hand, leave, true);
  };
  const timer = setTimeout(() => {
    leave();
    if (S.view !== "recall" || document.hidden) return;
    found.inviting = true;
    runAll();
  }, LOOK_AT_IT);
  for (const hand of hands) window.addEventListener(hand, leave, true);
}

async function begin() {
  const wanted = kept("language") || (navigator.language || "en").slice(0, 2);
  language = LANGUAGES.includes(wanted) ? wanted : "en";
  $("language").value = language;
  $("look").value = ["auto", "light", "dark"].includes(kept("look")) ? kept("look") : "auto";
  useLook();
  translatePage();
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") return cannot(t("no-wasm"));
  document.body.classList.remove("plain");
  showStill();
  const broke = (what) => notice(t("engine-broke", { what }));
  try {
    desk = new Engine((what) => {
      if (found.tables)
        broke(what);
      else
        cannot(t("no-wasm") + " (" + what + ")");
    });
    found.tables = await desk.call("tables");
    lab = new Engine(broke);
    listenAll();
    await openLink();
    document.body.dataset.ready = "yes";
    if (!location.hash && !calm()) playOnce();
  } catch (error) {
    cannot(String(error.message || error));
  }
}

// Without the engine there is nothing to play with: the still picture, and why.
function cannot(why) {
  const still = document.createElement("div");
  still.innerHTML = document.querySelector("noscript").textContent;
  document.body.append(
      make("p", { class: "still-text", text: why }), ...still.querySelectorAll("svg"));
  document.body.classList.remove("plain");
  for (const element of document.body.children)
    if (!element.matches("header, .still, .still-text, footer")) element.hidden = true;
}

begin();
