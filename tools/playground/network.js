// The network: energy, beta, similarity, update rule, temperature; every list from the library.
// SPDX-License-Identifier: MIT
"use strict";

const option = (row) => make("option", { value: row.name, text: row.name });

function makeNetwork() {
  const { energies, similarities, updates } = found.tables;
  $("energy-row").replaceChildren(...energies.map(option));
  $("similarity-row").replaceChildren(...similarities.map(option));
  $("update-row")
      .replaceChildren(make("option", { value: "auto", text: "auto" }), ...updates.map(option));
  showNetwork();
}

function showNetwork() {
  const energy = energyRow(), similarity = similarityRow(), forced = energy.similarity;
  $("energy-row").value = energy.name;
  $("energy-title").textContent = said("row", energy.name, energy.title);
  $("energy-title").title = energy.sources;
  $("similarity-row").value = similarity.name;
  $("similarity-row").disabled = forced !== null;
  $("similarity-title").textContent = said("row", similarity.name, similarity.title);
  S.parameters[S.energy] = S.parameters[S.energy] || {};
  $("energy-parameters")
      .replaceChildren(...parameterControls(energy, S.parameters[S.energy], modelChanged, "beta"));
  const chosen =
      (S.similarityParameters[similarity.name] = S.similarityParameters[similarity.name] || {});
  $("similarity-parameters")
      .replaceChildren(...parameterControls(similarity, chosen, modelChanged));
  $("beta-box").hidden = !hasBeta();
  $("bipolar-box").hidden = !isBipolar();
  $("update-row").value = S.update;
  const heated = S.update === "auto" || (rowOf("updates", S.update) || {}).heated;
  $("temperature-box").hidden = !heated;
  $("temperature").value = S.temperature;
  $("temperature-text").textContent = shown(S.temperature);
  $("clamp").checked = S.clamp;
  showBeta();
}

// ---- beta, on a logarithmic slider ----

function betaRange() {
  const marks = found.marks || {}, automatic = marks.auto || 1;
  let low = Math.min(marks.critical || automatic / 1000, marks.gentle || Infinity) / 10,
      high = automatic * 10;
  if (S.beta !== null) {
    low = Math.min(low, S.beta);
    high = Math.max(high, S.beta);
  }
  return [low, high];
}

const betaPlace = (beta) => {
  const [low, high] = betaRange();
  return (1000 * Math.log(beta / low)) / Math.log(high / low);
};
const betaAt = (place) => {
  const [low, high] = betaRange();
  return Number((low * (high / low) ** (place / 1000)).toPrecision(4));
};

// How far apart two marks must be to stand on one line [pixels].
const MARK_WIDTH = 56;

function showBeta() {
  const marks = found.marks, now = S.beta !== null ? S.beta : marks && marks.auto;
  $("beta-text").textContent = (S.beta === null ? "auto " : "") + (now ? shown(now) : "");
  if (now) {
    $("beta").value = betaPlace(now);
    $("beta").setAttribute("aria-valuetext", shown(now));
  }
  if (!marks) return $("beta-marks").replaceChildren(make("i", { text: t("marks-coming") }));
  const hidden = hiddenMarks(), apart = (100 * MARK_WIDTH) / sizeOf($("beta")).width;
  const all = [["auto", t("beta-auto")], ["gentle", t("beta-gentle")], ["critical", "β_c"]].filter(
      ([key]) => marks[key] && !hidden.includes(key));
  const placed = all.map(([key, text]) => ({ key, text, place: betaPlace(marks[key]) / 10 }))
                     .sort((a, b) => a.place - b.place);
  $("beta-marks").replaceChildren(...placed.map(({ key, text, place }, i) => {
    const low = i > 0 && place - placed[i - 1].place < apart && !placed[i - 1].low;
    placed[i].low = low;
    $("beta-marks").classList.toggle("two", placed.some((mark) => mark.low));
    const mark = make("button", {
      class: low ? "low" : "",
      title: t("mark-" + key) + " " + shown(marks[key]),
      label: t("mark-" + key) + " " + shown(marks[key]),
      onclick: () => {
        S.beta = key === "auto" ? null : Number(marks[key].toPrecision(4));
        modelChanged();
      }
    });
    mark.append(...withIndices(text));
    mark.style.left = place + "%";
    return mark;
  }));
}

// Marks depend on the memory, the model but for beta, and the damage; they are computed aside.
const refreshMarks = latest(async () => {
  if (!hasBeta()) return;
  const damage = S.ops.filter((op) => op.damage).map((op) => op.damage).join("\n");
  const model = {...modelOf(), energy: specOf(energyRow(), S.parameters[S.energy] || {}) };
  const wanted = JSON.stringify([model, damage]), memory = found.memory;
  if (found.marks && found.marksOf === wanted && found.marksMemory === memory) return;
  try {
    await labReady();
    const marks = await lab.call("marks", { model, damage, seed: S.seed });
    if (found.memory !== memory) return;
    found.marksOf = wanted;
    found.marksMemory = memory;
    found.marks = marks;
  } catch {
    found.marks = null;
  }
  showBeta();
});

// While a hand drags, the start and the end are enough; when it rests, every step is computed.
const HAND_RESTS = 150;
function letGoOfBeta() {
  clearTimeout(found.dragTimer);
  found.dragging = false;
  document.body.classList.remove("dragging");
  refresh();
}

function modelChanged() {
  showNetwork();
  refresh();
  refreshView();
  if (found.marksTimer) clearTimeout(found.marksTimer);
  found.marksTimer = setTimeout(refreshMarks, 300);
}

function listenNetwork() {
  $("energy-row").addEventListener("change", () => {
    S.energy = $("energy-row").value;
    S.beta = null;
    found.marks = null;
    modelChanged();
  });
  $("similarity-row").addEventListener("change", () => {
    S.similarity = $("similarity-row").value;
    S.beta = null;
    found.marks = null;
    modelChanged();
  });
  $("update-row").addEventListener("change", () => {
    S.update = $("update-row").value;
    const row = rowOf("updates", S.update);
    if (row && row.heated && S.temperature === 0) S.temperature = 0.2;
    if (row && !row.heated) S.temperature = 0;
    modelChanged();
  });
  $("temperature").addEventListener("input", () => {
    S.temperature = Number($("temperature").value);
    $("temperature-text").textContent = shown(S.temperature);
    refresh();
  });
  $("clamp").addEventListener("change", () => {
    S.clamp = $("clamp").checked;
    modelChanged();
  });
  $("beta").addEventListener("input", () => {
    S.beta = betaAt(Number($("beta").value));
    $("beta-text").textContent = shown(S.beta);
    $("beta").setAttribute("aria-valuetext", shown(S.beta));
    found.dragging = true;
    document.body.classList.add("dragging");
    clearTimeout(found.dragTimer);
    found.dragTimer = setTimeout(letGoOfBeta, HAND_RESTS);
    refresh();
    refreshView();
  });
  $("beta").addEventListener("change", letGoOfBeta);
}
