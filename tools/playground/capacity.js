// Capacity: more and more random patterns, a classical network beside a modern one, theory's line.
// SPDX-License-Identifier: MIT
"use strict";

const LOADS =
    [0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.24, 0.26, 0.28, 0.3];
const CAPACITY_COLOURS = ["warm", "accent", "good"];
const capacity = {
  round: 0,
  points: [],
  theory: []
};

function capacityChanged() {
  capacity.round++;
  capacity.points = [];
  capacity.theory = [];
  drawCapacity();
  showCommand();
  saveLink();
}

function makeCapacity() {
  const c = S.capacity;
  const select = (k) => {
    const specs = found.tables.energies.map(
        (row) => (row.parameters.some((p) => p.name === "beta") ? row.name + ":beta=1" : row.name));
    if (!specs.includes(c.energies[k])) specs.push(c.energies[k]);
    const element = make(
        "select", { label: t("energy-family") + " " + (k + 1), "data-energy": k },
        ...specs.map((spec) => make("option", { value: spec, text: spec })));
    element.value = c.energies[k];
    element.addEventListener("change", () => {
      c.energies[k] = element.value;
      capacityChanged();
    });
    return element;
  };
  const number = (key, low, high, step) => {
    const element = make("input", {
      type: "number",
      min: low,
      max: high,
      step,
      value: c[key],
      label: t("capacity-" + key),
      "data-capacity": key
    });
    element.addEventListener("change", () => {
      c[key] = Math.min(high, Math.max(low, Number(element.value) || low));
      if (step >= 1) c[key] = Math.round(c[key]);
      element.value = c[key];
      capacityChanged();
    });
    return make("label", { class: "slim" }, make("span", { text: t("capacity-" + key) }), element);
  };
  $("capacity-controls")
      .replaceChildren(
          select(0), select(1), number("dim", 20, 1000, 10), number("trials", 5, 500, 5),
          number("damage", 0, 0.45, 0.05), seedControl());
  drawCapacity();
}

function seedControl() {
  const seed = make("input", {
    type: "number",
    min: 0,
    max: 999999999,
    step: 1,
    value: S.seed,
    label: t("seed"),
    "data-capacity": "seed"
  });
  seed.addEventListener("change", () => {
    useSeed(Number(seed.value));
    seed.value = S.seed;
    capacityChanged();
  });
  return make("label", { class: "slim" }, make("span", { text: t("seed") }), seed);
}

function drawCapacity() {
  if ($("view-capacity").hidden) return;
  const { points, theory } = capacity, c = S.capacity;
  drawChart($("capacity-plot"), {
    lines: c.energies.map((_, k) => ({
                            colour: CAPACITY_COLOURS[k],
                            x: points.filter((p) => p.k === k).map((p) => p.load),
                            y: points.filter((p) => p.k === k).map((p) => p.success)
                          })),
    rules: theory.map((th, k) => ({...th, k }))
               .filter((th) => th.load && th.load <= 0.3)
               .map((th, i) => ({
                      x: th.load,
                      colour: CAPACITY_COLOURS[th.k],
                      row: i,
                      text: said("theory", th.name, th.name) + " (" + shown(th.load) + ")",
                      short: shown(th.load)
                    })),
    x: [0, 0.3],
    y: [0, 1],
    xLabel: t("capacity-x", { d: c.dim }),
    yLabel: t("capacity-y"),
  });
  const legend = c.energies.map(
      (energy, k) => make("span", {}, make("b", { text: "● " }), energy));
  legend.forEach((span, k) => (span.firstChild.style.color = colour(CAPACITY_COLOURS[k])));
  const last = points[points.length - 1];
  const words = last ? t("capacity-point", {
    energy: c.energies[last.k],
    stored: last.stored,
    percent: Math.round(100 * last.success)
  }) :
                       t("capacity-empty");
  const far = theory
                  .map(
                      (th, k) =>
                          (th.load > 0.3 ? " " +
                                   t("capacity-far",
                                     { energy: c.energies[k], patterns: shown(th.load * c.dim) }) :
                                           ""))
                  .join("");
  $("capacity-text").replaceChildren(make("span", { class: "legend" }, ...legend), words + far);
  $("capacity-plot")
      .setAttribute(
          "aria-label",
          t("tab-capacity") + ": " +
              points.map((p) => `${c.energies[p.k]} ${p.stored}: ${p.success}`).join("; "));
}

async function runCapacity() {
  const round = ++capacity.round, c = S.capacity, all = LOADS.length * c.energies.length;
  capacity.points = [];
  $("capacity-run").disabled = true;
  $("capacity-stop").disabled = false;
  $("capacity-progress").hidden = false;
  try {
    capacity.theory = [];
    for (const energy of c.energies)
      capacity.theory.push(
          await lab.call("capacityTheory", { energy, dim: c.dim, damage: c.damage }));
    for (let i = 0; i < LOADS.length; i++)
      for (let k = 0; k < c.energies.length; k++) {
        const cell = {
          energy: c.energies[k],
          energyIndex: k,
          dim: c.dim,
          load: LOADS[i],
          loadIndex: i,
          loads: LOADS.length,
          damage: c.damage,
          trials: c.trials,
          seed: S.seed
        };
        const point = await lab.call("capacity", cell);
        if (round !== capacity.round) break;
        capacity.points.push({...point, k, load: point.stored / c.dim });
        $("capacity-progress").value = capacity.points.length / all;
        drawCapacity();
      }
  } catch (error) {
    if (round === capacity.round) $("capacity-text").textContent = error.message;
  }
  if (round !== capacity.round) return;
  capacityEnded();
  lookAtLesson();
}

function capacityEnded() {
  $("capacity-run").disabled = false;
  $("capacity-stop").disabled = true;
  $("capacity-progress").hidden = true;
}

function listenCapacity() {
  $("capacity-run").addEventListener("click", runCapacity);
  $("capacity-stop").addEventListener("click", () => {
    capacity.round++;
    lab.end();
    labMemory = null;
    capacityEnded();
  });
}
