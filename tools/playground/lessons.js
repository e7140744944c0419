// Six lessons.  Each sets the stage, says what to try, and notices when it is done.
// SPDX-License-Identifier: MIT
"use strict";

const atEnd = () => found.answer && found.frame === found.answer.steps;
const unknownPart = () =>
    found.answer.query.reduce((sum, v) => sum + Number.isNaN(v), 0) / found.memory.dim;
const letter = (name) => Math.max(0, found.memory.names.indexOf(name));

// name: its words are lesson.NAME.title, .text and .done in the table.
const LESSONS = [
  {
    name: "wrong",
    stage: { set: "glyphs", view: "recall", energy: "lse", similarity: "correlation" },
    base: "R",
    done: () => S.base >= 0 && atEnd() && found.answer.known && found.answer.ended === "pattern" &&
        !found.answer.correct,
  },
  {
    name: "critical",
    stage: { set: "glyphs", view: "recall", energy: "lse", similarity: "correlation" },
    base: "R",
    ops: [{ damage: "flip:rate=0.2" }],
    hides: ["critical", "gentle"],
    beta: 1,
    follow: "end",
    done: () => found.marks && found.marks.critical && S.beta !== null &&
        Math.abs(S.beta / found.marks.critical - 1) < 0.08,
  },
  {
    name: "hebb",
    stage: { set: "glyphs", view: "recall", energy: "hebb", limit: 2 },
    base: "0",
    done: () => energyRow().hebbian && S.ops.length === 0 && S.base >= 0 && atEnd() &&
        found.answer.known && !found.answer.correct,
  },
  {
    name: "more",
    stage: { set: "random", view: "recall", energy: "hebb", limit: 20 },
    base: "0",
    ops: [{ damage: "flip:rate=0.05" }],
    follow: "end",
    done: () => S.set === RANDOM && energyRow().hebbian && atEnd() && found.answer.known &&
        !found.answer.correct && found.memory.count > 20,
  },
  {
    name: "attention",
    stage: { set: "glyphs", view: "attention", energy: "lse", similarity: "dot" },
    base: "R",
    ops: [{ damage: "replace:rate=0.3" }],
    beta: 0.0357,
    done: () => S.view === "attention" && found.attention && found.attention.weights[S.base] > 0.99,
  },
  {
    name: "half",
    stage: { set: "pictograms", view: "recall", energy: "lse", similarity: "correlation" },
    base: "",
    done: () => atEnd() && S.base >= 0 && unknownPart() >= 0.5 && found.answer.correct,
  },
];

let lesson = null;
const finished = new Set();
const hiddenMarks = () =>
    (lesson && lesson.hides && !finished.has(lesson.name) ? lesson.hides : []);

const startLesson = (chosen) => inTurn(async () => {
  lesson = chosen;
  finished.delete(chosen.name);
  const kept = S.capacity;
  S = {
    ...fresh(),
    ...JSON.parse(JSON.stringify(chosen.stage)),
    capacity: kept,
    seed: 1,
    beta: chosen.beta || null
  };
  past.length = future.length = 0;
  found.marks = null;
  await openSet();
  S.base = chosen.base ? letter(chosen.base) : 0;
  S.ops = JSON.parse(JSON.stringify(chosen.ops || []));
  found.follow = chosen.follow || "start";
  makeAll();
  showView();
  memoryChanged();
  showLessons();
});

function lookAtLesson() {
  if (!lesson || finished.has(lesson.name) || found.failure || !found.answer || !lesson.done())
    return;
  finished.add(lesson.name);
  showLessons();
  showBeta();
  $("lesson-now").classList.remove("celebrate");
  void $("lesson-now").offsetWidth;
  $("lesson-now").classList.add("celebrate");
  const { top, bottom } = $("lesson-now").getBoundingClientRect();
  if (bottom <= 0 || top >= window.innerHeight) toast("✓ " + t(`lesson.${lesson.name}.done`));
}

function showLessons() {
  $("lessons-count").textContent = finished.size + "/" + LESSONS.length;
  $("lesson-list")
      .replaceChildren(...LESSONS.map(
          (l, i) => make(
              "li", {}, make("button", {
                class: finished.has(l.name) ? "done" : "",
                "aria-current": String(l === lesson),
                "data-lesson": l.name,
                onclick: () => startLesson(l)
              }, ...withIndices(
                  (finished.has(l.name) ? "✓ " : i + 1 + ". ") + t(`lesson.${l.name}.title`))))));
  const now = $("lesson-list").querySelector("[aria-current=true]");
  if (now) $("lesson-list").scrollLeft = now.offsetLeft - $("lesson-list").offsetLeft - 8;
  $("lesson-now").replaceChildren();
  if (!lesson) return $("lesson-now").append(make("p", { text: t("lessons-lead") }));
  $("lesson-now").append(make("p", {}, ...withIndices(t(`lesson.${lesson.name}.text`))));
  if (!finished.has(lesson.name)) return;
  const done = "✓ " + t(`lesson.${lesson.name}.done`);
  $("lesson-now").append(make("p", { class: "done" }, ...withIndices(done)));
}

function openLessons(open) {
  $("lessons").hidden = !open;
  $("lessons-open").setAttribute("aria-expanded", String(open));
}

function listenLessons() {
  $("lessons-open").addEventListener("click", () => openLessons($("lessons").hidden));
}
