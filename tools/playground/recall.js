// The recall: the state beside its nearest pattern, step by step, and what became of it.
// SPDX-License-Identifier: MIT
"use strict";

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// While a hand drags, answers come faster than the screen shows them: the next one is asked for
// before the last is drawn, and each picture of the screen is drawn once.
let showing = 0;
function showWithScreen() {
  showing = showing || requestAnimationFrame(() => {
    showing = 0;
    showFrame();
  });
}

// found.follow: "start", "end", or "here"; which frame is shown after a new answer.
const refresh = latest(async () => {
  showOps();
  try {
    const asked = performance.now(), whole = !found.dragging || found.follow === "here";
    const answer =
        await desk.call("recall", { model: modelOf(), made: madeOf(), target: S.base, whole });
    found.milliseconds = performance.now() - asked;
    found.answer = answer;
    if (found.follow === "start")
      found.frame = 0;
    else if (found.follow === "end")
      found.frame = answer.steps;
    else
      found.frame = Math.min(found.frame, answer.steps);
    found.failure = null;
  } catch (error) {
    found.failure = error.message;
  }
  lookAtLesson();
  if (found.dragging) return showWithScreen();
  showFrame();
  showCommand();
  saveLink();
});

// Where frame k stands in the answer: an answer that is not whole has the start and the end.
const placeOf = (frame) => (found.answer.whole || frame === 0 ? frame : 1);

const weightsAt = (frame) => {
  const { count } = found.memory, at = placeOf(frame) * count;
  return found.answer.weights.subarray(at, at + count);
};

function nearestAt(frame) {
  if (frame === found.answer.steps) return found.answer.nearest;
  const weights = weightsAt(frame);
  return Math.max(0, weights.indexOf(topOf(weights)));
}

function showFrame() {
  const { answer, memory, failure } = found, verdict = $("verdict");
  if (failure) {
    verdict.textContent = failure;
    verdict.className = "bad";
    return;
  }
  if (!answer) return;
  const k = found.frame, nearest = nearestAt(k);
  if (!stroke) drawValues($("state"), stateAt(k), memory);
  drawPattern($("nearest"), nearest);
  showWeights(weightsAt(k), nearest);
  write($("state-title"), k === 0 ? t("query") : t("state"));
  write($("state-note"), k === 0 ? baseName() : t("after", { k }));
  write($("nearest-note"), patternName(nearest));
  $("state").setAttribute("aria-label", t("state-label", { what: $("state-note").textContent }));
  $("nearest").setAttribute("aria-label", t("nearest-label", { name: patternName(nearest) }));
  $("frame").max = answer.steps;
  $("frame").value = k;
  write($("frame-text"), k + " / " + answer.steps);
  $("step").disabled = k >= answer.steps;
  $("reset").disabled = k === 0 && S.ops.length === 0;
  showVerdict(k);
  showFacts(k);
  showEnergy(k);
  showFilm();
  showPeek();
}

const baseName = () =>
    (S.base >= 0          ? patternName(S.base) :
         S.base === BLANK ? t("drawn") :
                            t("dropped"));

function endWords(answer) {
  const names = answer.of.map((name) => said("picture", name, name));
  const list = names.join(" + ") + (answer.of_count > names.length ? " + …" : "");
  return t("ended." + answer.ended, { names: list, count: answer.of_count });
}

function showVerdict(k) {
  const { answer } = found, verdict = $("verdict");
  if (k < answer.steps) {
    verdict.className = "";
    write(verdict, k === 0 ? t("press-run") : t("rolling", { k }));
    return;
  }
  const wrong = answer.known && !answer.correct;
  verdict.className = answer.ended === "pattern" && !wrong ? "good" : "bad";
  let text = endWords(answer);
  if (answer.known)
    text +=
        " " + t(answer.correct ? "verdict-right" : "verdict-wrong", { name: patternName(S.base) });
  text += " " + t("stop." + answer.stop, { steps: answer.steps });
  write(verdict, text);
  if (found.inviting)
    verdict.append(make("br"), make("span", { class: "soft", text: t("your-turn") }));
  if (wrong && answer.failure && language === "en")
    verdict.append(make("br"), make("span", { class: "soft", text: answer.failure }));
  if (answer.damage && language === "en")
    verdict.append(
        make("br"),
        make("span", { class: "soft", text: t("what-happened") + " " + answer.damage + "." }));
}

function showFacts(k) {
  const { answer } = found, last = k === answer.steps;
  const facts = [
    [t("fact-energy"), shown(answer.energy[k])],
    [t("fact-top"), patternName(nearestAt(k)) + " " + shown(topOf(weightsAt(k)))],
    [t("fact-k90"), last ? answer.k90 : "–"],
    [t("fact-end"), last ? t("end." + answer.ended) : "–"],
  ];
  if (answer.model.attention)
    facts.push(
        [t("fact-attention"), answer.whole ? difference(answer.attention_difference) : "…"]);
  const box = $("facts");
  if (box.children.length !== facts.length)
    box.replaceChildren(
        ...facts.map(() => make("div", { class: "fact" }, make("b"), make("span"))));
  facts.forEach(([name, value], i) => {
    write(box.children[i].firstChild, String(value));
    write(box.children[i].lastChild, name);
  });
}

// The largest of some weights, without spreading thousands of arguments.
function topOf(weights) {
  let top = 0;
  for (const w of weights)
    if (w > top) top = w;
  return top;
}

// Room for half a frame of the film below.
const ENERGY_RIGHT = 32;

function showEnergy(k) {
  const { energy, steps } = found.answer, x = energy.map((_, i) => i),
                        real = energy.filter((v) => v !== null);
  if (real.length === 0) return;
  const low = Math.min(...real), high = Math.max(...real),
        // What rounding alone moves is drawn as flat.
        falls = high - low > 1e-9 * Math.abs(high),
        room = falls ? (high - low) * 0.08 : Math.abs(high) / 2 || 1;
  drawChart($("energy"), {
    lines: [{ x, y: energy.map((v) => (v === null ? high : v)), colour: "accent" }],
    x: [0, Math.max(1, steps)],
    y: [low - room, high + room],
    xWhole: true,
    right: ENERGY_RIGHT,
    mark: [k, energy[k] === null ? high : energy[k]],
  });
  write(
      $("energy-note"),
      t("energy-note", { from: shown(energy[0]), to: shown(energy[steps]), steps }));
  $("energy").setAttribute(
      "aria-label", t("energy") + ": " + energy.map(shown).slice(0, 12).join(", "));
}

// ---- step, run, reset ----

let rolling = null;
function stopRolling() {
  clearTimeout(rolling);
  rolling = null;
}

function goTo(frame) {
  if (!found.answer) return stopRolling();
  found.frame = Math.min(frame, found.answer.steps);
  found.follow = found.frame === found.answer.steps ? "end" : found.frame === 0 ? "start" : "here";
  showFrame();
  lookAtLesson();
}

function runAll() {
  stopRolling();
  if (!found.answer) return;
  if (calm() || found.answer.steps === 0) return goTo(found.answer.steps);
  if (found.frame >= found.answer.steps) goTo(0);
  const stride = Math.max(1, Math.round(found.answer.steps / 25)),
        wait = found.answer.steps < 6 ? 380 : 130;
  const next = () => {
    goTo(found.frame + stride);
    const more = found.answer && found.frame < found.answer.steps;
    rolling = more ? setTimeout(next, wait) : null;
  };
  rolling = setTimeout(next, 60);
}

function listenRecall() {
  $("step").addEventListener("click", () => {
    stopRolling();
    if (found.answer) goTo(found.frame + 1);
  });
  $("run").addEventListener("click", runAll);
  $("reset").addEventListener("click", () => {
    stopRolling();
    if (found.frame > 0) return goTo(0);
    remember();
    S.ops = [];
    found.follow = "start";
    refresh();
  });
  $("frame").addEventListener("input", () => {
    stopRolling();
    goTo(Number($("frame").value));
  });
}
