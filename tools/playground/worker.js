// The worker: the library as WebAssembly, behind messages {id, call, given} answered by {id, given}
// or {id, error}.  Nothing but the library computes.
// SPDX-License-Identifier: MIT
"use strict";

let engine = null, shape = null, modelled = "", tables = null;

// Text answers are JSON; an empty one is a failure, of which the library says what, where and what
// to do.
function ask(name, types, values) {
  const text = engine.ccall(name, "string", types, values);
  if (!text) throw new Error(engine.ccall("play_error", "string", [], []));
  return JSON.parse(text);
}

function demand(done) {
  if (!done) throw new Error(engine.ccall("play_error", "string", [], []));
}

function numbersAt(address, count) {
  return engine.HEAPF64.slice(address / 8, address / 8 + count);
}

function withNumbers(values, use) {
  const address = engine._malloc(values.length * 8);
  try {
    engine.HEAPF64.set(values, address / 8);
    return use(address);
  } finally {
    engine._free(address);
  }
}

function withBytes(bytes, use) {
  const address = engine._malloc(bytes.length);
  try {
    engine.HEAPU8.set(bytes, address);
    return use(address);
  } finally {
    engine._free(address);
  }
}

// Patterns as they are stored, 0 ... 1.
function pattern(index) {
  const at = engine._play_patterns() + index * shape.dim;
  return Float64Array.from(engine.HEAPU8.subarray(at, at + shape.dim), (v) => v / 255);
}

// The query that a base and what was done to it make: strokes and damage in order, neighbouring
// damages being one, as on a command line.
function makeQuery({ base, ops, seed, picture }) {
  let query = base >= 0 && base < shape.count ? pattern(base) :
                                                new Float64Array(shape.dim).fill(shape.paper);
  if (base < 0 && picture)
    query = withBytes(
        picture.rgba, (rgba) => withNumbers(query, (at) => {
                        demand(engine._play_query(rgba, picture.width, picture.height, at));
                        return numbersAt(at, shape.dim);
                      }));
  for (let i = 0, group = 0; i < ops.length;) {
    if (ops[i].points) {
      paintStroke(query, shape, ops[i++]);
      continue;
    }
    const specs = [];
    while (i < ops.length && !ops[i].points) specs.push(ops[i++].damage);
    query = withNumbers(query, (at) => {
      demand(engine.ccall(
          "play_damage", "number", ["string", "number", "number", "number"],
          [specs.join("\n"), seed, group++, at]));
      return numbersAt(at, shape.dim);
    });
  }
  return query;
}

function useModel(model) {
  const wanted = JSON.stringify(model);
  if (wanted === modelled) return useModel.answer;
  modelled = "";
  useModel.answer =
      ask("play_model", ["string", "string", "string", "number", "number", "number", "number"], [
        model.energy, model.similarity, model.update, model.temperature, model.clamp ? 1 : 0,
        model.seed, model.steps
      ]);
  modelled = wanted;
  return useModel.answer;
}

const calls = {
  tables: () => (tables = tables || ask("play_tables", [], [])),

  // The pictures at hand from here on; `add` brings more.
  begin({ width, height, random, pictures }) {
    engine._play_forget(width || 0, height || 0);
    if (random) demand(engine._play_add_random(random.count, random.side, random.seed));
    if (pictures) calls.add({ pictures });
  },
  add({ pictures }) {
    for (const p of pictures)
      withBytes(
          p.rgba,
          (at) => demand(engine.ccall(
              "play_add", "number", ["number", "number", "number", "string"],
              [at, p.width, p.height, p.name])));
  },
  // A blank picture is of the colour that the first one has in its corner.
  store({ limit }) {
    const memory = ask("play_store", ["number"], [limit]);
    memory.dim = memory.width * memory.height * memory.channels;
    const at = engine._play_patterns();
    memory.patterns = engine.HEAPU8.slice(at, at + memory.count * memory.dim);
    memory.paper = memory.patterns[0] / 255;
    shape = {...memory, patterns: null };
    modelled = "";
    return memory;
  },

  // whole: every step, and how far the first is from attention; else the start and the end.
  recall({ model, made, target, whole }) {
    const query = makeQuery(made), resolved = useModel(model);
    const run = withNumbers(
        query,
        (at) => ask("play_run", ["number", "number", "number"], [at, target, whole ? 1 : 0]));
    const count = whole ? run.steps + 1 : 2;
    run.frames = numbersAt(engine._play_frames(), count * shape.dim);
    run.weights = numbersAt(engine._play_weights(), count * shape.count);
    return {...run, query, whole, model: resolved };
  },
  marks({ model, damage, seed }) {
    useModel(model);
    return ask("play_marks", ["string", "number"], [damage, seed]);
  },

  attention({ model, made, most }) {
    useModel(model);
    const found = withNumbers(makeQuery(made), (at) => ask("play_attention", ["number"], [at]));
    const order =
        found.weights.map((w, i) => i).sort((a, b) => found.weights[b] - found.weights[a]);
    const keys = engine._play_attention_keys();
    found.shown = order.slice(0, most).map(
        (i) =>
            ({ index: i, key: numbersAt(keys + i * shape.dim * 8, shape.dim), value: pattern(i) }));
    found.query = numbersAt(engine._play_attention_query(), shape.dim);
    found.output = numbersAt(engine._play_attention_output(), shape.dim);
    return found;
  },

  landscape({ model, corners, rows }) {
    useModel(model);
    return ask("play_landscape", ["number", "number", "number", "number"], [...corners, rows]);
  },
  landscapeRow({ row, columns }) {
    const at = engine._play_landscape_row(row);
    demand(at);
    return numbersAt(at, 2 * columns);
  },
  ball({ x, y }) {
    return ask("play_ball", ["number", "number"], [x, y]);
  },
  ballOf({ made }) {
    return withNumbers(makeQuery(made), (at) => ask("play_ball_of", ["number"], [at]));
  },

  capacity(c) {
    return ask(
        "play_capacity", ["string", ...Array(8).fill("number")],
        [c.energy, c.energyIndex, c.dim, c.load, c.loadIndex, c.loads, c.damage, c.trials, c.seed]);
  },
  capacityTheory({ energy, dim, damage }) {
    return ask("play_capacity_theory", ["string", "number", "number"], [energy, dim, damage]);
  },
};

const waiting = [];
function answer({ id, call, given }) {
  try {
    postMessage({ id, given: calls[call](given || {}) });
  } catch (error) {
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ id, error: String(error.message || error), broken });
  }
}
onmessage = ({ data }) => (engine ? answer(data) : waiting.push(data));
startEngine().then((started) => {
  engine = started;
  waiting.forEach(answer);
}, (error) => postMessage({ id: 0, error: String(error), broken: true }));
