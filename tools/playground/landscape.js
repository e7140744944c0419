// The landscape of the energy on the plane through three patterns, and a ball that rolls in it.
// SPDX-License-Identifier: MIT
"use strict";

const land = {
  view: null,
  rows: [],
  ball: null,
  place: null,
  time: null,
  round: 0,
  map: null,
  mapOf: ""
};
const LAND_ROWS = 48;

function cornersOf() {
  if (S.corners) return S.corners;
  const count = found.memory.count;
  const first = Math.max(0, S.base);
  return [0, Math.floor(count / 3), Math.floor((2 * count) / 3)].map((i) => (first + i) % count);
}

function makeCorners() {
  const chosen = cornersOf();
  $("corners").replaceChildren(...chosen.map((corner, k) => {
    const select = make(
        "select", { label: t("corner", { k: k + 1 }) },
        ...found.memory.names.slice(0, 500).map(
            (_, i) => make("option", { value: i, text: patternName(i) })));
    select.value = corner;
    select.addEventListener("change", () => {
      S.corners = cornersOf().slice();
      S.corners[k] = Number(select.value);
      refreshLandscape();
      saveLink();
    });
    return select;
  }));
}

// Each round is of one model; a newer one ends it.
async function refreshLandscape() {
  const round = ++land.round;
  makeCorners();
  clearTimeout(land.time);
  try {
    await labReady();
    if (round !== land.round) return;
    const view =
        await lab.call("landscape", { model: modelOf(), corners: cornersOf(), rows: LAND_ROWS });
    if (round !== land.round) return;
    Object.assign(land, { view, rows: [], ball: null, place: null });
    $("land-progress").hidden = false;
    $("land-text").textContent = "";
    for (let row = 0; row < view.rows; row++) {
      const values = await lab.call("landscapeRow", { row, columns: view.columns });
      if (round !== land.round) return;
      land.rows[row] = values;
      $("land-progress").value = (row + 1) / view.rows;
      if (row % 6 === 5 || row + 1 === view.rows) drawLand();
    }
    $("land-text").textContent = t("land-ready");
  } catch (error) {
    if (round !== land.round) return;
    land.view = null;
    $("land-text").textContent = error.message;
    paperOf($("land"));
  }
  $("land-progress").hidden = true;
}

const hue = (pattern) => (pattern < 0 ? null : (pattern * 137.508) % 360);

// Dark where the energy is low; each basin in the colour of its pattern where that is wanted.
function landPixel(u, pattern, dark) {
  if (!S.basins) {
    const from = dark ? [84, 108, 232] : [58, 80, 201], to = dark ? [27, 31, 41] : [250, 247, 240],
          v = Math.sqrt(Math.min(1, Math.max(0, u)));
    return [0, 1, 2].map((i) => from[i] + (to[i] - from[i]) * v);
  }
  const h = hue(pattern), light = dark ? 38 : 72;
  if (h === null) return dark ? [70, 72, 80] : [205, 205, 208];
  const f = (n) => {
    const k = (n + h / 30) % 12, a = 0.55 * Math.min(light / 100, 1 - light / 100);
    return 255 * (light / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [f(0), f(8), f(4)];
}

// The smallest and the largest finite energy there is so far.
function landRange() {
  let low = Infinity, high = -Infinity;
  for (const row of land.rows)
    for (let i = 0; row && i < land.view.columns; i++)
      if (Number.isFinite(row[i])) {
        low = Math.min(low, row[i]);
        high = Math.max(high, row[i]);
      }
  return [low, high];
}

// Energies between the points of the grid, from 0 (lowest) to 1; NaN where they are not known yet.
function landHeights(width, height) {
  const { columns, rows } = land.view, [low, high] = landRange(), span = high - low || 1;
  const made = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const v = ((height - 1 - y) / (height - 1)) * (rows - 1), r = Math.min(rows - 2, Math.floor(v)),
          below = land.rows[r], above = land.rows[r + 1], fy = v - r;
    for (let x = 0; x < width; x++) {
      const u = (x / (width - 1)) * (columns - 1), i = Math.min(columns - 2, Math.floor(u)),
            fx = u - i;
      const h = below && above ? (below[i] * (1 - fx) + below[i + 1] * fx) * (1 - fy) +
              (above[i] * (1 - fx) + above[i + 1] * fx) * fy :
                                 NaN;
      made[y * width + x] = h === Infinity ? 1 : (h - low) / span;
    }
  }
  return made;
}

// The map with its contours, drawn once for all frames of a rolling ball.
const CONTOURS = 14;
function landMap(width, height, dark) {
  const key = [width, height, dark, S.basins, land.round, land.rows.length].join();
  if (land.map && land.mapOf === key) return land.map;
  const { columns, rows } = land.view, heights = landHeights(width, height),
                    image = new ImageData(width, height);
  const level = (at) => Math.floor(Math.sqrt(Math.max(0, heights[at])) * CONTOURS);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (Number.isNaN(heights[at])) continue;
      const row = land.rows[Math.round(((height - 1 - y) / (height - 1)) * (rows - 1))],
            column = Math.round((x / (width - 1)) * (columns - 1)),
            rgb = landPixel(heights[at], row ? row[columns + column] : -1, dark);
      const edge = (x + 1 < width && level(at) !== level(at + 1)) ||
          (y + 1 < height && level(at) !== level(at + width));
      for (let k = 0; k < 3; k++) image.data[4 * at + k] = edge ? rgb[k] * 0.86 : rgb[k];
      image.data[4 * at + 3] = 255;
    }
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").putImageData(image, 0, 0);
  Object.assign(land, { map: canvas, mapOf: key });
  return canvas;
}

const landX = (x, width) =>
    ((x - land.view.low[0]) / (land.view.high[0] - land.view.low[0])) * width;
const landY = (y, height) =>
    height - ((y - land.view.low[1]) / (land.view.high[1] - land.view.low[1])) * height;

function drawLand() {
  const { view, rows } = land;
  if (!view || $("view-landscape").hidden) return;
  const { context: c, width, height } = paperOf($("land")),
                                    dark = document.documentElement.dataset.look === "dark";
  if (rows.length === 0) return;
  c.drawImage(landMap(Math.round(width), Math.round(height), dark), 0, 0, width, height);
  const corners = cornersOf(), size = Math.min(46, width / 9);
  corners.forEach((index, k) => {
    const x = landX(view.corners[2 * k], width), y = landY(view.corners[2 * k + 1], height),
          tile = document.createElement("canvas");
    drawPattern(tile, index);
    c.imageSmoothingEnabled = false;
    c.fillStyle = colour("ink");
    c.fillRect(x - size / 2 - 2, y - size / 2 - 2, size + 4, size + 4);
    c.drawImage(tile, x - size / 2, y - size / 2, size, size);
  });
  drawBall(c, width, height);
}

function drawBall(c, width, height) {
  const { ball, shown: upTo } = land;
  const at = ball ? null : land.place;
  c.lineWidth = 2.5;
  c.strokeStyle = c.fillStyle = colour("warm");
  if (at) {
    c.beginPath();
    c.arc(landX(at[0], width), landY(at[1], height), 8, 0, 7);
    c.fill();
  }
  if (!ball) return;
  const whole = Math.floor(upTo), part = upTo - whole, n = ball.x.length;
  const point =
      (i) => [landX(ball.x[Math.min(i, n - 1)], width), landY(ball.y[Math.min(i, n - 1)], height)];
  const [ax, ay] = point(whole), [bx, by] = point(whole + 1), x = ax + (bx - ax) * part,
             y = ay + (by - ay) * part;
  c.beginPath();
  for (let i = 0; i <= Math.min(whole, n - 1); i++) c.lineTo(...point(i));
  c.lineTo(x, y);
  c.stroke();
  for (let i = 0; i <= Math.min(whole, n - 1); i++) {
    c.beginPath();
    c.arc(...point(i), 3, 0, 7);
    c.fill();
  }
  c.beginPath();
  c.arc(x, y, 9, 0, 7);
  c.fill();
  c.strokeStyle = colour("card");
  c.stroke();
}

async function letGo(call, given) {
  if (!land.view) return;
  const round = land.round;
  try {
    const ball = await lab.call(call, given);
    if (round !== land.round) return;
    clearTimeout(land.time);
    Object.assign(land, { ball, shown: 0 });
    const last = ball.x.length - 1;
    const end = () => {
      const where = ball.pattern >= 0 ? t("land-pattern", { name: patternName(ball.pattern) }) :
                                        t("land-mixture");
      $("land-text").textContent =
          t("land-rolled",
            { steps: last, from: shown(ball.energy[0]), to: shown(ball.energy[last]), where }) +
          (ball.off[0] > 1e-6 * (land.view.high[0] - land.view.low[0]) ?
               " " + t("land-off", { off: shown(ball.off[0]) }) :
               "");
    };
    if (calm()) {
      land.shown = last;
      drawLand();
      return end();
    }
    const began = performance.now(), pace = Math.max(350, Math.min(900, 2400 / Math.max(1, last)));
    const frame = () => {
      if (land.ball !== ball) return;
      land.shown = Math.min(last, (performance.now() - began) / pace);
      drawLand();
      if (land.shown < last)
        requestAnimationFrame(frame);
      else
        end();
    };
    frame();
  } catch (error) {
    $("land-text").textContent = error.message;
  }
}

function listenLandscape() {
  const canvas = $("land");
  const place = (event) => {
    const box = canvas.getBoundingClientRect(), { low, high } = land.view;
    return [
      low[0] + ((event.clientX - box.left) / box.width) * (high[0] - low[0]),
      high[1] - ((event.clientY - box.top) / box.height) * (high[1] - low[1])
    ];
  };
  let held = false;
  const hold = (event) => {
    land.ball = null;
    land.place = place(event);
    drawLand();
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!land.view) return;
    held = true;
    canvas.setPointerCapture(event.pointerId);
    hold(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (held) hold(event);
  });
  canvas.addEventListener("pointerup", () => {
    if (held) letGo("ball", { x: land.place[0], y: land.place[1] });
    held = false;
  });
  canvas.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0],
                   ArrowRight: [1, 0],
                   ArrowUp: [0, 1],
                   ArrowDown: [0, -1] }[event.key];
    if (!land.view || (!move && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    const { low, high } = land.view;
    land.place = land.place || [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
    if (!move) return letGo("ball", { x: land.place[0], y: land.place[1] });
    land.ball = null;
    land.place = land.place.map(
        (v, a) => Math.min(high[a], Math.max(low[a], v + (move[a] * (high[a] - low[a])) / 40)));
    drawLand();
  });
  $("roll").addEventListener("click", () => {
    if (!land.view) return;
    const { low, high } = land.view,
                      random = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
    land.place = [0, 1].map((a) => low[a] + (0.05 + 0.9 * random()) * (high[a] - low[a]));
    letGo("ball", { x: land.place[0], y: land.place[1] });
  });
  $("roll-query").addEventListener("click", () => letGo("ballOf", { made: madeOf() }));
  $("basins").addEventListener("change", () => {
    S.basins = $("basins").checked;
    drawLand();
    saveLink();
  });
}
