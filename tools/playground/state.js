// Everything that can be chosen, in one plain object: undo, links and commands are made of it.
// SPDX-License-Identifier: MIT
"use strict";

const STANDARD = {
  set: "glyphs",
  limit: 0,
  base: -1,
  ops: [],
  seed: 1,
  energy: "lse",
  parameters: {},
  beta: null,
  similarity: "correlation",
  similarityParameters: {},
  update: "auto",
  temperature: 0,
  clamp: false,
  view: "recall",
  corners: null,
  basins: false,
  capacity: { dim: 200, trials: 40, damage: 0, energies: ["hebb", "lse:beta=1"] },
};
const fresh = () => JSON.parse(JSON.stringify(STANDARD));
let S = fresh();

// What is not in S, since it is found: tables of the library, the memory, the last answer.
const found = {
  tables: null,
  memory: null,
  own: null,   // one's own pictures, once there are some: a memory
  queries: [], // pictures dropped on the query: base OWN_QUERY is the first, one less the next
  answer: null,
  marks: null,
  frame: 0
};

// ---- undo: of what was done to the picture ----
const past = [], future = [];

function remember() {
  found.inviting = false;
  stopRolling();
  past.push(JSON.stringify([S.base, S.ops]));
  if (past.length > 200) past.shift();
  future.length = 0;
}

function goBack(from, to) {
  if (from.length === 0) return false;
  to.push(JSON.stringify([S.base, S.ops]));
  [S.base, S.ops] = JSON.parse(from.pop());
  return true;
}

// ---- rows of the tables ----
const rowOf = (table, name) => found.tables[table].find((row) => row.name === name);
const energyRow = () => rowOf("energies", S.energy);
const similarityName = () => energyRow().similarity || S.similarity;
const similarityRow = () => rowOf("similarities", similarityName());
const hasBeta = () => energyRow().parameters.some((p) => p.name === "beta");
const isBipolar = () => energyRow().bipolar || similarityRow().bipolar;

function exact(value) { return String(Number(value)); }

// "lse:beta=8": the parameters that were chosen.
function specOf(row, chosen) {
  const parts =
      row.parameters.filter((p) => p.name in chosen && chosen[p.name] !== null)
          .map(
              (p) => p.name + "=" +
                  (typeof chosen[p.name] === "number" ? exact(chosen[p.name]) : chosen[p.name]));
  return row.name + (parts.length ? ":" + parts.join(",") : "");
}

const energySpec = () => specOf(energyRow(), {
  ...(S.parameters[S.energy] || {}),
  ...(S.beta !== null && hasBeta() ? { beta: S.beta } : {})
});
const similaritySpec = () =>
    specOf(similarityRow(), S.similarityParameters[similarityName()] || {});

const STEPS = 100;
function modelOf() {
  const bipolar = isBipolar();
  const heated = bipolar && S.temperature > 0;
  return {
    energy: energySpec(),
    similarity: similaritySpec(),
    update: bipolar ? S.update : "auto",
    temperature: heated ? S.temperature : 0,
    clamp: S.clamp,
    seed: S.seed,
    steps: STEPS,
  };
}

const madeOf = () => ({
  base: S.base,
  ops: S.ops,
  seed: S.seed,
  picture: S.base <= OWN_QUERY ? found.queries[OWN_QUERY - S.base] : null,
});
const BLANK = -1, OWN_QUERY = -2;

// ---- links ----
function packState() {
  const small = {};
  for (const key of Object.keys(STANDARD))
    if (JSON.stringify(S[key]) !== JSON.stringify(STANDARD[key])) small[key] = S[key];
  if (small.base <= OWN_QUERY) small.base = BLANK;
  const bytes = new TextEncoder().encode(JSON.stringify(small));
  return btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value, low, high) => Number.isInteger(value) && value >= low && value <= high;

// An operation as it may stand in a link.
function isOp(op) {
  if (!isObject(op)) return false;
  if (typeof op.damage === "string") return op.damage.length < 200;
  return Array.isArray(op.points) && op.points.length < 20000 &&
      op.points.every((p) => isWhole(p, -999, 999)) && isWhole(op.size, 1, 99) &&
      (op.colour === null ||
       (Array.isArray(op.colour) && op.colour.every((v) => v >= 0 && v <= 1)));
}

// The state of a link's text; null for one that is broken.
function unpackState(text) {
  try {
    const bytes =
        Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const small = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)),
          made = fresh();
    if (!isObject(small)) return null;
    for (const key of Object.keys(STANDARD)) {
      if (!(key in small)) continue;
      const standard = STANDARD[key], given = small[key];
      const fits = standard === null ?
          given === null || typeof given === "number" || Array.isArray(given) :
          typeof given === typeof standard && Array.isArray(given) === Array.isArray(standard) &&
              given !== null;
      if (!fits) return null;
      made[key] = given;
    }
    const c = made.capacity;
    const good = made.ops.every(isOp) && isWhole(made.base, BLANK, 1e6) &&
        isWhole(made.seed, 0, 999999999) && isWhole(made.limit, 0, 1e6) && made.temperature >= 0 &&
        (made.beta === null || made.beta > 0) &&
        (made.corners === null ||
         (made.corners.length === 3 && made.corners.every((i) => isWhole(i, 0, 1e6)))) &&
        isWhole(c.dim, 10, 2000) && isWhole(c.trials, 1, 1000) && c.damage >= 0 &&
        c.damage <= 0.5 && Array.isArray(c.energies);
    return good ? made : null;
  } catch {
    return null;
  }
}
