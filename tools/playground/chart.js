// Small charts on canvases, sharp on every screen and in the page's colours.
// SPDX-License-Identifier: MIT
"use strict";

// Kept until the look changes: to ask the browser for one makes it lay out the page.
const colours = new Map();
function colour(name) {
  if (!colours.has(name))
    colours.set(
        name, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
  return colours.get(name);
}

// The size of an element, asked for again when it has changed.
const sizes = new WeakMap();
const sizesChange = new ResizeObserver((all) => all.forEach(({ target }) => sizes.delete(target)));
function sizeOf(element) {
  const known = sizes.get(element);
  if (known) return known;
  const box = element.getBoundingClientRect(),
        size = { width: Math.max(box.width, 50), height: Math.max(box.height, 50) };
  if (box.width > 0) {
    sizes.set(element, size);
    sizesChange.observe(element);
  }
  return size;
}

// A context in CSS pixels.
function paperOf(canvas) {
  const ratio = window.devicePixelRatio || 1, { width, height } = sizeOf(canvas);
  const context = canvas.getContext("2d");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.font = "12px system-ui, sans-serif";
  return { context, width, height };
}

function niceTicks(low, high, most) {
  const raw = (high - low) / most, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((k) => k * power >= raw) * power, ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

const CHART_LEFT = 58;

// lines: [{x, y, colour}]; rules, which stand upright: [{x, text, short, colour, row}]; x, y: [low,
// high]; mark: a place to ring.
function drawChart(
    canvas, { lines, rules = [], x, y, xLabel = "", yLabel = "", xWhole = false, mark = null,
      right = 14 }) {
  const { context: c, width, height } = paperOf(canvas);
  const left = CHART_LEFT, top = yLabel ? 28 : 14, bottom = xLabel ? 40 : 24;
  const px = (v) => left + ((v - x[0]) / (x[1] - x[0] || 1)) * (width - left - right);
  const py = (v) => height - bottom - ((v - y[0]) / (y[1] - y[0] || 1)) * (height - top - bottom);
  c.clearRect(0, 0, width, height);
  c.lineWidth = 1;
  c.strokeStyle = colour("line");
  c.fillStyle = colour("soft");
  c.textBaseline = "middle";
  c.textAlign = "right";
  for (const tick of niceTicks(y[0], y[1], Math.max(4, height / 45))) {
    c.beginPath();
    c.moveTo(left, py(tick));
    c.lineTo(width - right, py(tick));
    c.stroke();
    c.fillText(shown(tick), left - 8, py(tick));
  }
  c.textAlign = "center";
  c.textBaseline = "top";
  for (const tick of niceTicks(x[0], x[1], Math.max(2, width / 75)))
    if (!xWhole || Number.isInteger(tick)) c.fillText(shown(tick), px(tick), height - bottom + 6);
  if (xLabel) c.fillText(xLabel, (left + width - right) / 2, height - 15);
  if (yLabel) {
    c.textAlign = "left";
    c.fillText(yLabel, 4, 4);
  }
  for (const rule of rules) {
    c.strokeStyle = c.fillStyle = colour(rule.colour);
    c.setLineDash([5, 4]);
    c.lineWidth = 1.5;
    c.beginPath();
    c.moveTo(px(rule.x), top);
    c.lineTo(px(rule.x), height - bottom);
    c.stroke();
    c.setLineDash([]);
    // The number alone where the whole text would leave the chart.
    const fits = (text) => px(rule.x) + 6 + c.measureText(text).width < width - right;
    const text = fits(rule.text) ? rule.text : rule.short, side = fits(text) ? 1 : -1;
    c.textAlign = side > 0 ? "left" : "right";
    c.fillText(text, px(rule.x) + 6 * side, height - bottom - 20 - (rule.row || 0) * 18);
  }
  for (const line of lines) {
    c.strokeStyle = c.fillStyle = colour(line.colour);
    c.lineWidth = 2.5;
    c.lineJoin = "round";
    c.beginPath();
    line.x.forEach((v, i) => (i ? c.lineTo(px(v), py(line.y[i])) : c.moveTo(px(v), py(line.y[i]))));
    c.stroke();
    for (let i = 0; i < line.x.length; i++) {
      c.beginPath();
      c.arc(px(line.x[i]), py(line.y[i]), line.x.length > 60 ? 1.5 : 3.5, 0, 7);
      c.fill();
    }
  }
  if (mark) {
    c.strokeStyle = colour("ink");
    c.lineWidth = 2;
    c.beginPath();
    c.arc(px(mark[0]), py(mark[1]), 7, 0, 7);
    c.stroke();
  }
}
