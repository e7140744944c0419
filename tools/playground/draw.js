// Drawing on the state, by hand, pen, finger or keys.
// SPDX-License-Identifier: MIT
"use strict";

// colour: a value a channel; null makes pixels unknown; "own" is that of the colour field.
let pen = "ink", stroke = null;
const cursor = {
  x: 0,
  y: 0,
  shown: false
};

const inkOf = () => (found.memory.paper > 0.5 ? 0 : 1);

function colourOf(name) {
  const channels = found.memory.channels, grey = (v) => Array(channels).fill(v);
  if (name === "unknown") return null;
  if (name === "ink") return grey(inkOf());
  if (name === "paper") return grey(1 - inkOf());
  const hex = $("pen-colour").value;
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
}

function makePens() {
  const names = ["ink", "paper", "unknown", ...(found.memory.channels === 3 ? ["colour"] : [])];
  if (!names.includes(pen)) pen = "ink";
  $("pens").replaceChildren(...names.map((name) => make("button", {
                                           text: t("pen." + name),
                                           "aria-pressed": String(pen === name),
                                           id: "pen-" + name,
                                           onclick: () => {
                                             pen = name;
                                             makePens();
                                           }
                                         })));
  if (found.memory.channels === 3)
    $("pens").append(make("input", {
      type: "color",
      id: "pen-colour",
      label: t("pen.colour"),
      value: found.penColour || "#d04020",
      onchange: (event) => {
        found.penColour = event.target.value;
        pen = "colour";
        makePens();
      }
    }));
}

function pixelAt(event) {
  const box = $("state").getBoundingClientRect(), { width, height } = found.memory;
  return [
    Math.floor(((event.clientX - box.left) / box.width) * width),
    Math.floor(((event.clientY - box.top) / box.height) * height)
  ];
}

function beginStroke(x, y) {
  remember();
  stroke = { size: Number($("brush").value), colour: colourOf(pen), points: [x, y] };
  S.ops.push(stroke);
  found.follow = "start";
  paintNow(0);
}

// Shown at once; the recall follows.
function paintNow(from) {
  if (!found.answer) return refresh();
  const query = found.answer.query;
  paintStroke(query, found.memory, stroke, from);
  drawValues($("state"), query, found.memory);
  refresh();
}

function extendStroke(x, y) {
  const p = stroke.points;
  if (p[p.length - 2] === x && p[p.length - 1] === y) return;
  p.push(x, y);
  paintNow(p.length - 2);
}

function listenDraw() {
  const canvas = $("state");
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !found.memory) return;
    canvas.setPointerCapture(event.pointerId);
    cursor.shown = false;
    beginStroke(...pixelAt(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    for (const e of event.getCoalescedEvents ? event.getCoalescedEvents() : [event])
      extendStroke(...pixelAt(e));
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => (stroke = null));
  canvas.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0],
                   ArrowRight: [1, 0],
                   ArrowUp: [0, -1],
                   ArrowDown: [0, 1] }[event.key];
    const { width, height } = found.memory;
    if (move) {
      if (!cursor.shown) Object.assign(cursor, { x: width >> 1, y: height >> 1, shown: true });
      cursor.x = Math.min(width - 1, Math.max(0, cursor.x + move[0]));
      cursor.y = Math.min(height - 1, Math.max(0, cursor.y + move[1]));
      if (event.shiftKey && stroke)
        extendStroke(cursor.x, cursor.y);
      else if (event.shiftKey)
        beginStroke(cursor.x, cursor.y);
    } else if (event.key === " " || event.key === "Enter") {
      if (!cursor.shown) Object.assign(cursor, { x: width >> 1, y: height >> 1, shown: true });
      beginStroke(cursor.x, cursor.y);
      stroke = null;
    } else
      return;
    event.preventDefault();
    drawCursor();
  });
  canvas.addEventListener("keyup", (event) => {
    if (event.key === "Shift") stroke = null;
  });
  canvas.addEventListener("blur", () => {
    cursor.shown = false;
    stroke = null;
    showFrame();
  });
  $("undo").addEventListener("click", undo);
  $("redo").addEventListener("click", redo);
  $("clear").addEventListener("click", () => {
    remember();
    Object.assign(S, { base: BLANK, ops: [] });
    found.follow = "start";
    refresh();
  });
  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || /^(text|number)$/.test(event.target.type || ""))
      return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) {
      event.preventDefault();
      undo();
    }
    if (key === "y" || (key === "z" && event.shiftKey)) {
      event.preventDefault();
      redo();
    }
  });
}

// Where keys paint: a frame around the pixel.
function drawCursor() {
  if (!cursor.shown || !found.answer) return;
  drawValues($("state"), found.answer.query, found.memory);
  const context = $("state").getContext("2d");
  context.fillStyle = "#e0502a";
  context.fillRect(cursor.x, cursor.y, 1, 1);
}

function undo() {
  if (goBack(past, future)) {
    found.follow = "start";
    refresh();
  }
}
function redo() {
  if (goBack(future, past)) {
    found.follow = "start";
    refresh();
  }
}
