// Damage: a row of the library's table, its parameters as sliders, a seed.
// SPDX-License-Identifier: MIT
"use strict";

// A slider's ends where a parameter has no limit of its own.
function sliderRange(p) {
  const scale = Math.abs(p.default) || 1, far = 20 * scale;
  const low = p.low !== null && p.low >= -far ? p.low : -4 * scale;
  const high = p.high !== null && p.high <= far ? p.high : Math.max(4 * scale, 1);
  const step = p.integer ? 1 : (high - low) / 200;
  return { low: p.low_open ? low + step : low, high: p.high_open ? high - step : high, step };
}

// A row's parameters as controls; `values` is what was chosen, changed in place.
function parameterControls(row, values, changed, except = "") {
  return row.parameters.filter((p) => p.name !== except).map((p) => {
    const meaning = said("parameter", p.name, p.meaning);
    const label = p.name + " [" + said("unit", p.unit, p.unit) + "]: " + meaning;
    const name = make("span", { text: p.name, title: meaning });
    if (p.choices) {
      const words = p.choices.split("|");
      const select = make(
          "select", { label, "data-parameter": p.name },
          ...words.map((w) => make("option", { value: w, text: w })));
      select.value = values[p.name] || words[p.default];
      select.addEventListener("change", () => {
        values[p.name] = select.value;
        changed();
      });
      return make("label", { class: "row" }, name, select);
    }
    const range = sliderRange(p), automatic = p.default === null;
    const now = p.name in values ? values[p.name] : p.default;
    const slider = make("input", {
      type: "range",
      min: range.low,
      max: range.high,
      step: range.step,
      label,
      "data-parameter": p.name
    });
    slider.value = now === null ? range.low : now;
    const text = make("output", { text: now === null ? "auto" : shown(Number(now)) });
    slider.addEventListener("input", () => {
      values[p.name] = Number(Number(slider.value).toPrecision(6));
      text.textContent = shown(values[p.name]);
      changed();
    });
    if (automatic)
      text.addEventListener("click", () => {
        delete values[p.name];
        text.textContent = "auto";
        changed();
      });
    return make("label", { class: "row" }, name, slider, text);
  });
}

const damageValues = {};
let damageName = null;

function makeDamage() {
  const rows = found.tables.corruptions;
  damageName = damageName || rows[0].name;
  $("corruption")
      .replaceChildren(...rows.map(
          (row) => make("option", {
            value: row.name,
            text: (row.name + " " + said("short", row.name, "")).trim()
          })));
  $("corruption").value = damageName;
  showDamage();
}

function showDamage() {
  const row = rowOf("corruptions", damageName);
  damageValues[damageName] = damageValues[damageName] || {};
  $("corruption-title").textContent = said("row", row.name, row.title);
  $("corruption-parameters")
      .replaceChildren(...parameterControls(row, damageValues[damageName], changeLast));
}

// While the damage last done is of this row, its sliders change it.
function changeLast() {
  const last = S.ops[S.ops.length - 1];
  if (!last || !last.damage || last.damage.split(":")[0] !== damageName) return;
  last.damage = specOf(rowOf("corruptions", damageName), damageValues[damageName]);
  found.follow = found.follow === "end" ? "end" : "start";
  refresh();
}

let opsShown = "";
function showOps() {
  const now = JSON.stringify([S.ops, S.seed, past.length, future.length, language]);
  if (now === opsShown) return;
  opsShown = now;
  $("ops").replaceChildren(...S.ops
                               .map((op, i) => make("button", {
                                      text: (op.damage || t("stroke")) + " ✕",
                                      label: t("remove", { what: op.damage || t("stroke") }),
                                      onclick: () => {
                                        remember();
                                        S.ops.splice(i, 1);
                                        found.follow = "start";
                                        refresh();
                                      },
                                    }))
                               .slice(-12));
  $("seed").value = S.seed;
  $("undo").disabled = past.length === 0;
  $("redo").disabled = future.length === 0;
}

function useSeed(seed) {
  S.seed = Math.min(999999999, Math.max(0, Math.floor(seed) || 0));
  if (S.set === RANDOM) {
    return inTurn(async () => {
      await openSet();
      memoryChanged();
    });
  }
  refresh();
  refreshMarks();
}

function listenDamage() {
  $("corruption").addEventListener("change", () => {
    damageName = $("corruption").value;
    showDamage();
  });
  $("apply").addEventListener("click", () => {
    if (S.ops.filter((op) => op.damage).length >= 16) return notice(t("damage-most"));
    remember();
    S.ops.push({ damage: specOf(rowOf("corruptions", damageName), damageValues[damageName]) });
    found.follow = "start";
    refresh();
  });
  $("seed").addEventListener("change", () => useSeed(Number($("seed").value)));
  $("dice").addEventListener(
      "click", () => useSeed(crypto.getRandomValues(new Uint32Array(1))[0] % 100000));
}
