// States as pictures on canvases.
// SPDX-License-Identifier: MIT
"use strict";

const CHECKS = [[205, 205, 210], [236, 236, 240]];

// Values [height x width x channels], black at `low` and white at `high`; unknown ones are checks.
function drawValues(canvas, values, shape, low = 0, high = 1) {
  const { width, height, channels } = shape;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d"), image = context.createImageData(width, height);
  const scale = 255 / (high - low || 1);
  for (let i = 0; i < width * height; i++) {
    const at = i * channels, unknown = Number.isNaN(values[at]);
    const check = CHECKS[((i % width >> 1) + ((i / width | 0) >> 1)) % 2];
    for (let c = 0; c < 3; c++)
      image.data[4 * i + c] =
          unknown ? check[c] : (values[at + (channels > 1 ? c : 0)] - low) * scale;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

function drawPattern(canvas, index) {
  const { patterns, dim } = found.memory;
  drawValues(canvas, patterns.subarray(index * dim, (index + 1) * dim), found.memory, 0, 255);
}

// The range of some values, for pictures of keys and states that have no black or white.
function rangeOf(values) {
  let low = Infinity, high = -Infinity;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}

const patternName = (index) => {
  const name = found.memory.names[index];
  return said("picture", name, name);
};

// Drawings made of lines have no size of their own; the longer side becomes this.
const DRAWING_SIDE = 256;
async function bitmapOf(blob) {
  const asIs = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
  if (!blob.type.startsWith("image/svg")) return createImageBitmap(blob, asIs);
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image,
          scale = DRAWING_SIDE / Math.max(width, height, 1);
    return await createImageBitmap(image, {
      ...asIs,
      resizeWidth: Math.max(1, Math.round(width * scale)),
      resizeHeight: Math.max(1, Math.round(height * scale))
    });
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

// The bytes of a picture file as the browser decodes it; large ones are made smaller on the way.
const LARGEST_SIDE = 1024, PIXELS_MOST = 1e8;
async function decode(blob, name) {
  let bitmap = null;
  try {
    bitmap = await bitmapOf(blob);
  } catch {
    throw new Error(t("bad-picture", { name }));
  }
  if (bitmap.width * bitmap.height > PIXELS_MOST) throw new Error(t("huge-picture", { name }));
  const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale)),
        height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return {
    name,
    width,
    height,
    rgba: new Uint8Array(context.getImageData(0, 0, width, height).data.buffer)
  };
}
