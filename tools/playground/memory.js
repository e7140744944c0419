// The memory: which set, how many of it are stored, and its pictures as tiles that show weights.
// SPDX-License-Identifier: MIT
"use strict";

const SETS = JSON.parse($("pictures").textContent);
const RANDOM = "random", OWN = "own";
const RANDOM_COUNT = 120, RANDOM_SIDE = 16, TILES_MOST = 120, BATCH = 40;

let desk = null, lab = null, labMemory = null;

async function packagedPictures(set, names = Object.keys(SETS[set])) {
  return Promise.all(names.map((name) => {
    const bytes = Uint8Array.from(atob(SETS[set][name]), (c) => c.charCodeAt(0));
    return decode(new Blob([bytes], { type: "image/png" }), name);
  }));
}

// Whatever changes the memory waits for its turn: pictures of two sets never mix.
let turn = Promise.resolve();
function inTurn(job) {
  turn = turn.then(job).catch((error) => notice(String(error.message || error)));
  return turn;
}

// The pictures of S.set become those at hand; own ones are decoded when they are dropped.
async function openSet() {
  if (S.set === OWN && !found.own) S.set = STANDARD.set;
  const own = S.set === OWN && found.ownOpen;
  if (S.set === RANDOM)
    await desk.call("begin", { random: { count: RANDOM_COUNT, side: RANDOM_SIDE, seed: S.seed } });
  else if (S.set !== OWN)
    await desk.call("begin", { pictures: await packagedPictures(S.set) });
  else if (!own)
    await hand(desk, found.own);
  found.ownOpen = S.set === OWN;
  await storeMemory();
}

// The first S.limit of them are stored.
async function storeMemory() {
  stopRolling();
  const memory = await desk.call("store", { limit: S.limit });
  if (S.limit >= memory.all) S.limit = 0;
  found.memory = memory;
  if (S.base >= memory.count) {
    S.base = memory.count - 1;
    S.ops = [];
  }
  if (S.corners && S.corners.some((i) => i >= memory.count)) S.corners = null;
  found.answer = null;
  makeTiles();
}

// Stored patterns as pictures, which another memory can be made of, byte for byte.
async function hand(engine, { width, height, channels, count, dim, patterns, names }) {
  await engine.call("begin", { width, height });
  for (let first = 0; first < count; first += BATCH) {
    const pictures = [];
    for (let i = first; i < Math.min(count, first + BATCH); i++) {
      const rgba = new Uint8Array(width * height * 4).fill(255);
      for (let j = 0; j < width * height; j++)
        for (let c = 0; c < 3; c++)
          rgba[4 * j + c] = patterns[i * dim + j * channels + (channels === 3 ? c : 0)];
      pictures.push({ rgba, width, height, name: names[i] });
    }
    await engine.call("add", { pictures });
  }
}

// The other worker gets the same memory when it needs one.
async function labReady() {
  const memory = found.memory;
  if (memory === labMemory) return;
  await hand(lab, memory);
  await lab.call("store", { limit: 0 });
  labMemory = memory;
}

function memoryChanged() {
  makeSets();
  makePens();
  found.marks = null;
  found.answer = null;
  refresh();
  refreshMarks();
  refreshView();
}

// ---- tiles ----

function makeTiles() {
  const { count, all, width, height, channels } = found.memory, box = $("tiles");
  box.replaceChildren();
  found.tiles = [];
  for (let i = 0; i < Math.min(count, TILES_MOST); i++) {
    const canvas = make("canvas"),
          tile = make(
              "button", { class: "tile", role: "option", "aria-selected": "false" }, canvas,
              make("i"));
    tile.addEventListener("click", () => choose(i));
    drawPattern(canvas, i);
    box.append(tile);
    found.tiles.push(tile);
  }
  $("limit").max = all;
  $("limit").value = count;
  $("limit-text").textContent = t("of", { count, all });
  $("memory-note").textContent =
      t("memory-note", { width, height, colour: t(channels === 3 ? "in-colour" : "in-grey") }) +
      (count > TILES_MOST ? t("tiles-most", { most: TILES_MOST }) : "");
}

// Weights of the frame that is shown; opacity for the eye, a bar for the number.
function showWeights(weights, nearest) {
  found.tiles.forEach((tile, i) => {
    const w = weights ? weights[i] : 0;
    const looks = [w.toFixed(4), Boolean(weights), i === nearest, i === S.base, language].join();
    if (tile.looks === looks) return;
    tile.looks = looks;
    tile.style.setProperty("--w", w.toFixed(4));
    tile.firstChild.style.opacity = weights ? 0.4 + 0.6 * Math.min(1, Math.sqrt(w) * 1.2) : 1;
    tile.classList.toggle("near", i === nearest);
    tile.setAttribute("aria-selected", String(i === S.base));
    tile.title = patternName(i) + ": " + shown(w);
    tile.setAttribute("aria-label", t("tile", { name: patternName(i), weight: shown(w) }));
  });
}

// A stored picture becomes the query; what was done to the last one is done to it, strokes aside.
function choose(index) {
  remember();
  S.base = index;
  S.ops = S.ops.filter((op) => op.damage);
  found.follow = "start";
  refresh();
}

function makeSets() {
  const names = [...Object.keys(SETS), RANDOM, ...(found.own ? [OWN] : [])];
  $("set").replaceChildren(...names.map(
      (name) => make(
          "option",
          { value: name, text: WORDS.has("set." + name) ? t("set." + name) : name })));
  $("set").value = S.set;
}

function listenMemory() {
  $("set").addEventListener("change", () => {
    const set = $("set").value;
    inTurn(async () => {
      Object.assign(S, { set, limit: 0, base: 0, ops: [], corners: null });
      past.length = future.length = 0;
      await openSet();
      memoryChanged();
    });
  });
  const restore = latest(() => inTurn(async () => {
    await storeMemory();
    memoryChanged();
  }));
  $("limit").addEventListener("input", () => {
    const wanted = Number($("limit").value);
    S.limit = wanted === found.memory.all ? 0 : wanted;
    restore();
  });
  $("tiles").addEventListener("keydown", (event) => {
    const at = found.tiles.indexOf(document.activeElement);
    const row = Math.max(1, Math.round($("tiles").clientWidth / (found.tiles[0].offsetWidth + 6)));
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - row,
      ArrowDown: at + row,
      Home: 0,
      End: found.tiles.length - 1
    }[event.key];
    if (at < 0 || to === undefined || !found.tiles[to]) return;
    event.preventDefault();
    found.tiles[to].focus();
  });
}
