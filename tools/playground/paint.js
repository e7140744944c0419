// Painting on a picture by whole pixels, the same on the page and in its worker: strokes are kept
// as lists of places, so that undo and links replay them.
// SPDX-License-Identifier: MIT
"use strict";

// A round brush of `size` pixels at (x, y) into values [height x width x channels]; colour: a value
// a channel, or NaN, which is unknown.
function paintDot(values, shape, x, y, size, colour) {
  const radius = size / 2, { width, height, channels } = shape;
  for (let py = Math.max(0, Math.ceil(y - radius)); py < Math.min(height, y + radius); py++)
    for (let px = Math.max(0, Math.ceil(x - radius)); px < Math.min(width, x + radius); px++) {
      const dx = px - x + 0.01, dy = py - y + 0.01;
      if (dx * dx + dy * dy > radius * radius) continue;
      for (let c = 0; c < channels; c++)
        values[(py * width + px) * channels + c] = colour === null ? NaN : colour[c];
    }
}

// A stroke: {size, colour (null: unknown), points: [x, y, x, y, ...]}, whole pixels.
function paintStroke(values, shape, stroke, from = 0) {
  const p = stroke.points;
  const channel = stroke.colour && stroke.colour.length === shape.channels ?
      stroke.colour :
      stroke.colour && Array(shape.channels).fill(stroke.colour[0]);
  for (let i = Math.max(from, 0); i + 1 < p.length; i += 2) {
    const x0 = i > 0 ? p[i - 2] : p[0], y0 = i > 0 ? p[i - 1] : p[1];
    const steps = Math.max(1, Math.abs(p[i] - x0), Math.abs(p[i + 1] - y0));
    for (let k = 1; k <= steps; k++)
      paintDot(
          values, shape, Math.round(x0 + ((p[i] - x0) * k) / steps),
          Math.round(y0 + ((p[i + 1] - y0) * k) / steps), stroke.size, channel);
  }
}
