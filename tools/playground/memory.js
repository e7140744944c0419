// The memory: which set, how many of it are stored, and its pictures as tiles that show weights.
// SPDX-License-Identifier: MIT
"use strict";

const SETS = JSON.parse($("pictures").textContent);
const RANDOM = "random", OWN = "own";
const RANDOM_COUNT = 120, RANDOM_SIDE = 16, OWN_MOST = 5000, OWN_SIDE = 64, TILES_MOST = 120,
      BATCH = 40;

let desk = null, lab = null, labMemory = "";

async function packagedPictures(set) {
  return Promise.all(Object.entries(SETS[set]).map(async ([name, png]) => {
    const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
    return decode(new Blob([bytes], { type: "image/png" }), name);
  }));
}

// The pictures of S.set become those at hand; own ones are decoded when they are dropped.
async function openSet() {
  if (S.set === OWN && !found.ownReady) S.set = STANDARD.set;
  if (S.set === RANDOM) {
    await desk.call("begin", { random: { count: RANDOM_COUNT, side: RANDOM_SIDE, seed: S.seed } });
  } else if (S.set !== OWN || !found.ownOpen) {
    const pictures = S.set === OWN ? found.own : await packagedPictures(S.set);
    await desk.call("begin", {});
    await desk.call("add", { pictures });
  }
  found.ownOpen = S.set === OWN;
  await storeMemory();
}

// The first S.limit of them are stored.
async function storeMemory() {
  const memory = await desk.call("store", { limit: S.limit, paper: 0 });
  memory.dim = memory.width * memory.height * memory.channels;
  found.all =
      S.limit ? Math.max(found.allOf === S.set ? found.all : 0, memory.count) : memory.count;
  found.allOf = S.set;
  const paper = memory.patterns[0] / 255;
  await desk.call("store", { limit: S.limit, paper });
  found.memory = {...memory, paper };
  if (S.base >= memory.count) {
    S.base = memory.count - 1;
    S.ops = [];
  }
  if (S.corners && S.corners.some((i) => i >= memory.count)) S.corners = null;
  labMemory = "";
  makeTiles();
}

// How many there are in all where a link stored fewer.
async function countAll() {
  const limit = S.limit;
  if (!limit || found.allOf === S.set) return;
  S.limit = 0;
  found.all = (await desk.call("store", { limit: 0, paper: 0 })).count;
  found.allOf = S.set;
  S.limit = limit;
}

// The other worker gets the same memory, byte for byte, when it needs one.
async function labReady() {
  const wanted = JSON.stringify([
    S.set, found.memory.count, found.memory.width, S.set === RANDOM ? S.seed : 0, found.ownStamp
  ]);
  if (wanted === labMemory) return;
  const { width, height, channels, count, dim, patterns, names, paper } = found.memory;
  await lab.call("begin", { width, height });
  for (let first = 0; first < count; first += BATCH) {
    const pictures = [];
    for (let i = first; i < Math.min(count, first + BATCH); i++) {
      const rgba = new Uint8Array(width * height * 4).fill(255);
      for (let j = 0; j < width * height; j++)
        for (let c = 0; c < 3; c++)
          rgba[4 * j + c] = patterns[i * dim + j * channels + (channels === 3 ? c : 0)];
      pictures.push({ rgba, width, height, name: names[i] });
    }
    await lab.call("add", { pictures });
  }
  await lab.call("store", { limit: 0, paper });
  labMemory = wanted;
}

// ---- one's own pictures ----

const yieldToHand = () => new Promise((done) => setTimeout(done, 0));

async function takeOwn(files) {
  const all = [...files], taken = all.slice(0, OWN_MOST), problems = [];
  const name = (file) => file.name.replace(/\.[^.]*$/, "");
  let first = null, count = 0;
  if (all.length === 0) return;
  for (const [i, file] of taken.entries()) {
    try {
      const picture = await decode(file, name(file));
      if (!first) {
        first = picture;
        const scale = Math.min(1, OWN_SIDE / Math.max(first.width, first.height));
        await desk.call("begin", {
          width: Math.max(1, Math.round(first.width * scale)),
          height: Math.max(1, Math.round(first.height * scale))
        });
      }
      await desk.call("add", { pictures: [picture] });
      count++;
    } catch (error) {
      problems.push(error.message);
    }
    if (i % 25 === 24) {
      notice(t("reading", { done: i + 1, all: taken.length }));
      await yieldToHand();
    }
  }
  if (!first) {
    await openSet();
    notice(problems[0]);
    return;
  }
  found.ownReady = found.ownOpen = true;
  found.ownStamp = Date.now();
  found.allOf = null;
  Object.assign(S, { set: OWN, limit: 0, base: 0, ops: [], corners: null });
  await storeMemory();
  const { width, height } = found.memory, said = [];
  if (all.length > OWN_MOST) said.push(t("too-many", { all: all.length, most: OWN_MOST }));
  if (problems.length)
    said.push(
        problems[0] +
        (problems.length > 1 ? " " + t("and-more", { more: problems.length - 1 }) : ""));
  notice(said.join(" "));
  $("memory-note").textContent = t("own-note", { count, width, height });
  memoryChanged();
}

// ---- tiles ----

function makeTiles() {
  const { count, width, height, channels } = found.memory, box = $("tiles");
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
  $("limit").max = found.all;
  $("limit").value = count;
  $("limit-text").textContent = t("of", { count, all: found.all });
  $("memory-note").textContent =
      t("memory-note", { width, height, colour: t(channels === 3 ? "in-colour" : "in-grey") }) +
      (count > TILES_MOST ? " " + t("tiles-most", { most: TILES_MOST }) : "");
}

// Weights of the frame that is shown; opacity for the eye, a bar for the number.
function showWeights(weights, nearest) {
  found.tiles.forEach((tile, i) => {
    const w = weights ? weights[i] : 0;
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
  const names = [...Object.keys(SETS), RANDOM, ...(found.ownReady ? [OWN] : [])];
  $("set").replaceChildren(...names.map(
      (name) => make(
          "option",
          { value: name, text: t("set." + name) === "set." + name ? name : t("set." + name) })));
  $("set").value = S.set;
}

async function memoryChanged() {
  makeSets();
  makePens();
  found.marks = null;
  found.answer = null;
  refresh();
  refreshMarks();
  refreshView();
}

function listenMemory() {
  $("set").addEventListener("change", async () => {
    Object.assign(S, { set: $("set").value, limit: 0, base: 0, ops: [], corners: null });
    past.length = future.length = 0;
    await openSet();
    memoryChanged();
  });
  const restore = latest(async () => {
    await storeMemory();
    memoryChanged();
  });
  $("limit").addEventListener("input", () => {
    const wanted = Number($("limit").value);
    S.limit = wanted === found.all ? 0 : wanted;
    restore();
  });
  $("own").addEventListener("click", () => $("files").click());
  $("files").addEventListener(
      "change", () => takeOwn($("files").files).finally(() => ($("files").value = "")));
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

// A picture dropped on the canvas is a query; anywhere else pictures become the memory.
function listenDrop() {
  const over = (event) => [...event.dataTransfer.types].includes("Files");
  window.addEventListener("dragover", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    $("drop").hidden = false;
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) $("drop").hidden = true;
  });
  window.addEventListener("drop", async (event) => {
    if (!over(event)) return;
    event.preventDefault();
    $("drop").hidden = true;
    const files = [...event.dataTransfer.files];
    if (event.target === $("state") && files.length === 1) {
      try {
        found.queryPicture = await decode(files[0], files[0].name);
        remember();
        Object.assign(S, { base: OWN_QUERY, ops: [] });
        found.follow = "start";
        refresh();
      } catch (error) {
        notice(error.message);
      }
    } else
      takeOwn(files);
  });
}
