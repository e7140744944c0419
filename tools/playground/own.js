// One's own pictures: chosen or dropped, files or folders of them; they never leave the page.
// SPDX-License-Identifier: MIT
"use strict";

// As many as are stored; the longer side of one that is stored.
const OWN_MOST = 5000, OWN_SIDE = 64;
// After how many files the page says how far it is.
const TELL_EVERY = 25;

const bareName = (file) => file.name.replace(/\.[^.]*$/, "") || file.name;
const yieldToHand = () => new Promise((done) => setTimeout(done, 0));

// Adds the first OWN_MOST pictures among files to those at hand, brought to the size of the first.
async function readOwn(files) {
  const problems = [];
  let count = 0, looked = 0;
  for (const file of files) {
    if (count === OWN_MOST) break;
    try {
      const picture = await decode(file, bareName(file));
      if (count === 0) {
        found.ownOpen = false;
        const scale = Math.min(1, OWN_SIDE / Math.max(picture.width, picture.height));
        await desk.call("begin", {
          width: Math.max(1, Math.round(picture.width * scale)),
          height: Math.max(1, Math.round(picture.height * scale))
        });
      }
      await desk.call("add", { pictures: [picture] });
      count++;
    } catch (error) {
      problems.push(error.message);
    }
    if (++looked % TELL_EVERY === 0) {
      notice(t("reading", { done: looked, all: files.length }));
      await yieldToHand();
    }
  }
  return { count, left: files.length - looked, problems };
}

// They become the memory; where none can be read, the memory stays as it was.
const takeOwn = (given) => inTurn(async () => {
  const files = [...given];
  if (files.length === 0) return notice(t("no-files"));
  $("card-memory").inert = true;
  try {
    const { count, left, problems } = await readOwn(files), said = [];
    if (count > 0) {
      Object.assign(S, { set: OWN, limit: 0, base: 0, ops: [], corners: null });
      past.length = future.length = 0;
      found.ownOpen = true;
      await storeMemory();
      found.own = found.memory;
      memoryChanged();
    } else {
      await openSet();
    }
    if (left > 0) said.push(t("too-many", { all: files.length, most: OWN_MOST }));
    if (problems.length > 0) said.push(problems[0]);
    if (problems.length > 1) said.push(t("and-more", { more: problems.length - 1 }));
    notice(said.join(" "));
  } finally {
    $("card-memory").inert = false;
  }
});

// A picture becomes the query, brought to the size of the memory.
async function takeQuery(file) {
  try {
    const picture = await decode(file, bareName(file));
    remember();
    found.queries.push(picture);
    Object.assign(S, { base: OWN_QUERY + 1 - found.queries.length, ops: [] });
    found.follow = "start";
    notice("");
    refresh();
  } catch (error) {
    notice(error.message);
  }
}

// ---- folders ----

const entriesOf = (folder) => new Promise((done, fail) => folder.readEntries(done, fail));
const fileOf = (entry) => new Promise((done, fail) => entry.file(done, fail));

// The files under an entry of the file system, sorted by name within each folder.
async function filesUnder(entry, files) {
  if (files.length > 2 * OWN_MOST) return;
  if (!entry.isDirectory) return void files.push(await fileOf(entry));
  const reader = entry.createReader(), inside = [];
  for (let some = await entriesOf(reader); some.length > 0; some = await entriesOf(reader))
    inside.push(...some);
  inside.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  for (const one of inside)
    if (!one.name.startsWith(".")) await filesUnder(one, files);
}

// What was dropped; entries must be asked for before anything is awaited.
async function filesOf(transfer) {
  const entries =
      [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  const plain = [...transfer.files], files = [];
  if (!entries.some((entry) => entry && entry.isDirectory)) return plain;
  for (const entry of entries)
    if (entry) await filesUnder(entry, files);
  return files;
}

// A picture dropped on the query is one; anywhere else pictures become the memory.
function listenDrop() {
  const over = (event) => [...event.dataTransfer.types].includes("Files");
  window.addEventListener("dragover", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    $("drop").hidden = false;
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) $("drop").hidden = true;
  });
  window.addEventListener("drop", async (event) => {
    if (!over(event)) return;
    event.preventDefault();
    $("drop").hidden = true;
    const onQuery = event.target === $("state");
    try {
      const files = await filesOf(event.dataTransfer);
      if (onQuery && files.length === 1)
        takeQuery(files[0]);
      else
        takeOwn(files);
    } catch (error) {
      notice(String(error.message || error));
    }
  });
  $("own").addEventListener("click", () => $("files").click());
  $("files").addEventListener(
      "change", () => takeOwn($("files").files).finally(() => ($("files").value = "")));
}
