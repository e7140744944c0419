// The attention view: query, keys, scores, weights, values, output, and how far the Hopfield step
// is from it.
// SPDX-License-Identifier: MIT
"use strict";

const SHOWN_KEYS = 8;

function picture(values, low, high, label) {
  const canvas = make("canvas", { role: "img", label });
  drawValues(canvas, values, found.memory, low, high);
  return canvas;
}

const captioned = (text, note, canvas) => make(
    "figure", {}, canvas,
    make("figcaption", {}, make("b", { text }), make("span", { class: "soft", text: note })));

const refreshAttention = latest(async () => {
  const body = $("attention-body");
  try {
    const a = await desk.call("attention", { model: modelOf(), made: madeOf(), most: SHOWN_KEYS });
    found.attention = a;
    const state = rangeOf(a.query), keys = rangeOf(a.shown.flatMap((s) => [...rangeOf(s.key)]));
    const rows = a.shown.map((s) => {
      const meter = make("div", { class: "meter" });
      meter.style.width = 100 * a.weights[s.index] + "%";
      return make(
          "tr", {},
          make("td", {}, picture(s.key, ...keys, t("key-of", { name: patternName(s.index) }))),
          make("td", { text: patternName(s.index) }),
          make("td", { text: shown(a.scores[s.index]) }),
          make("td", { text: shown(a.weights[s.index]) }), make("td", { class: "bar-cell" }, meter),
          make("td", {}, picture(s.value, 0, 1, t("value-of", { name: patternName(s.index) }))));
    });
    const heads = ["a-key", "a-name", "a-score", "a-weight", "", "a-value"].map(
        (key) => make("th", { text: key ? t(key) : "" }));
    body.replaceChildren(
        make("pre", {
          text: "output = softmax( β · query · keysᵀ ) · values\nβ = " + shown(a.scale) +
              "   1/√d = " + shown(1 / Math.sqrt(a.width))
        }),
        make(
            "div", { class: "formula" },
            captioned(t("a-query"), t("a-query-note"), picture(a.query, ...state, t("a-query"))),
            captioned(t("a-output"), t("a-output-note"), picture(a.output, 0, 1, t("a-output"))),
            make(
                "div", { class: "fact" },
                make("b", { id: "difference", text: difference(a.difference) }),
                make("span", { text: t("a-difference") })),
            make(
                "div", { class: "fact" }, make("b", { text: a.k90 }),
                make("span", { text: t("fact-k90") })),
            make(
                "div", { class: "fact" }, make("b", { text: shown(a.entropy) }),
                make("span", { text: t("a-entropy") }))),
        make(
            "div", { class: "scroll" },
            make(
                "table", {}, make("thead", {}, make("tr", {}, ...heads)),
                make("tbody", {}, ...rows))),
        make(
            "p",
            { class: "soft", text: t("a-more", { shown: rows.length, all: found.memory.count }) }));
  } catch (error) {
    found.attention = null;
    body.replaceChildren(make("p", { text: error.message }), make("button", {
                           class: "primary",
                           text: t("a-make"),
                           onclick: () => {
                             Object.assign(
                                 S, { energy: "lse", similarity: "correlation", beta: null });
                             modelChanged();
                           }
                         }));
  }
  lookAtLesson();
});
