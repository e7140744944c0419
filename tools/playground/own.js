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

// Browsers have two ways to look into a folder.  Of a page that is a file, Chromium opens folders
// by the newer one alone, which Firefox has not: what is dropped is brought to one form, {name,
// isFolder, file(), inside()}.
const ofHandle = (handle) => ({
  name: handle.name,
  isFolder: handle.kind === "directory",
  file: () => handle.getFile(),
  inside: async () => {
    const all = [];
    for await (const one of handle.values()) all.push(ofHandle(one));
    return all;
  }
});

const ofEntry = (entry) => ({
  name: entry.name,
  isFolder: entry.isDirectory,
  file: () => new Promise((done, fail) => entry.file(done, fail)),
  inside: async () => {
    const reader = entry.createReader(), all = [];
    const more = () => new Promise((done, fail) => reader.readEntries(done, fail));
    for (let some = await more(); some.length > 0; some = await more())
      all.push(...some.map(ofEntry));
    return all;
  }
});

// The files under it, sorted by name within each folder.
async function filesUnder(dropped, files) {
  if (files.length > 2 * OWN_MOST) return;
  if (!dropped.isFolder) return void files.push(await dropped.file());
  const inside = await dropped.inside();
  inside.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  for (const one of inside)
    if (!one.name.startsWith(".")) await filesUnder(one, files);
}

// What was dropped; everything must be asked for before anything is awaited.
async function filesOf(transfer) {
  const items = [...transfer.items], plain = [...transfer.files], files = [];
  const entries = items.map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  if (!entries.some((entry) => entry && entry.isDirectory)) return plain;
  const handles = items.map((item) => item.getAsFileSystemHandle && item.getAsFileSystemHandle());
  for (let i = 0; i < items.length; i++) {
    const handle = await handles[i];
    if (handle || entries[i])
      await filesUnder(handle ? ofHandle(handle) : ofEntry(entries[i]), files);
  }
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
