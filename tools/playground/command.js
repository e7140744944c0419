// The command line that does the same, the link that brings the page back, and files for both.
// SPDX-License-Identifier: MIT
"use strict";

const quoted = (text) =>
    (/^[\w./:=,+-]+$/.test(text) ? text : "'" + text.replace(/'/g, "'\\''") + "'");

// Whether the query is a stored picture with one run of damage: then no file is needed.
const isPlain = () => S.base >= 0 && S.ops.every((op) => op.damage);

function memoryWord() {
  if (S.set === RANDOM) return "random.npy";
  if (S.set === OWN)
    return "YOUR-PICTURES --size " + found.memory.width + "x" + found.memory.height +
        " --resize fit";
  return "patterns/" + S.set;
}

function recallCommand() {
  const m = modelOf(), limit = S.limit && S.set !== RANDOM ? " --limit " + S.limit : "";
  const parts =
      ["hopfield recall " + memoryWord() +
       (isPlain() && !limit && S.set in SETS ?
            " " + quoted("patterns/" + S.set + "/" + found.memory.names[S.base] + ".png") :
            " query.npy") +
       limit];
  if (isPlain() && !limit && S.set in SETS)
    for (const op of S.ops) parts.push("--corrupt " + quoted(op.damage));
  parts.push("--energy " + quoted(m.energy), "--similarity " + quoted(m.similarity));
  if (m.update !== "auto") parts.push("--update " + m.update);
  if (m.temperature > 0) parts.push("--temperature " + exact(m.temperature));
  if (m.clamp) parts.push("--clamp");
  parts.push("--seed " + S.seed);
  return parts.join(" ");
}

function landscapeCommand() {
  const [a, b, c] = cornersOf(), m = modelOf();
  return `hopfield landscape ${memoryWord()} --energy ${quoted(m.energy)} --similarity ${
      quoted(m.similarity)} --first ${a} --second ${b} --third ${c} --margin 0.35 --grid ${
      LAND_ROWS} --steps 200 --seed ${S.seed} --figure landscape.png`;
}

function capacityCommand() {
  const c = S.capacity;
  return `hopfield capacity ${c.energies.map((e) => "--energy " + quoted(e)).join(" ")} --dim ${
      c.dim} --scale linear --load ${LOADS.join(",")}${
      c.damage ? " --damage " + exact(c.damage) :
                 ""} --trials ${c.trials} --seed ${S.seed} --figure capacity.png`;
}

function showCommand() {
  if (!found.memory) return;
  const text = S.view === "landscape" ? landscapeCommand() :
      S.view === "capacity"           ? capacityCommand() :
                                        recallCommand();
  // Words may be broken apart, but not within: copied, it is the same text.
  $("command").replaceChildren(...text.split(/( )/).map(
      (word) => (word !== " " && word.length < 40 ? make("span", { text: word }) : word)));
  const files = [];
  if (text.includes(" query.npy")) files.push(t("note-query"));
  if (text.includes("random.npy")) files.push(t("note-random"));
  if (S.set === OWN) files.push(t("note-own"));
  $("command-note").textContent = files.join(" ") || t("note-plain");
  $("save-query").hidden = S.view === "capacity";
}

// ---- links ----

let linkTimer = null;
function saveLink() {
  clearTimeout(linkTimer);
  linkTimer = setTimeout(() => {
    const packed = packState();
    try {
      history.replaceState(
          null, "", packed === "e30" ? location.pathname + location.search : "#" + packed);
    } catch { /* some browsers refuse it for files */
    }
  }, 250);
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = t("copied");
  setTimeout(() => (button.textContent = before), 1200);
}

// ---- files: .npy, which keeps every digit, and unknown values as NaN ----

function npy(values, rows, columns) {
  const shape = rows ? `(${rows}, ${columns})` : `(${columns},)`;
  let head = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  head = head.padEnd(117) + "\n";
  const bytes = new Uint8Array(128 + values.length * 8), view = new DataView(bytes.buffer);
  bytes.set([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(head), 10);
  values.forEach((v, i) => view.setFloat64(128 + 8 * i, v, true));
  return new Blob([bytes]);
}

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

function saveFiles() {
  if (S.set === RANDOM)
    save(
        "random.npy",
        npy(Float64Array.from(found.memory.patterns, (v) => v / 255), found.memory.count,
            found.memory.dim));
  save("query.npy", npy(found.answer.query, 0, found.memory.dim));
}

function listenCommand() {
  $("copy-command")
      .addEventListener("click", (event) => copy($("command").textContent, event.target));
  $("copy-link").addEventListener("click", (event) => {
    copy(location.href.split("#")[0] + "#" + packState(), event.target);
    notice(S.set === OWN || S.base <= OWN_QUERY ? t("link-own") : "");
  });
  $("save-query").addEventListener("click", () => found.answer && saveFiles());
}
