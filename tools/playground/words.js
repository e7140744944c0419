// What the page says, from two tables: words.tsv (key, English, Japanese), and names.tsv, which has
// what the library says in English in the other languages (key, Japanese).
// SPDX-License-Identifier: MIT
"use strict";

const $ = (id) => document.getElementById(id);
const LANGUAGES = ["en", "ja"];
let language = "en";
const readTable = (id) => new Map($(id).textContent.split("\n").filter(Boolean).map((line) => {
  const [key, ...texts] = line.split("\t");
  return [key, texts];
}));
const WORDS = readTable("words"), NAMES = readTable("names");

// The text of a key, {name} in it replaced; English where the other language has none.
function t(key, given = {}) {
  const texts = WORDS.get(key);
  if (!texts) return key;
  const text = texts[LANGUAGES.indexOf(language)] || texts[0];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in given ? given[name] : whole));
}

// What the library says of a row or a word; in the other language where the table has it.
function said(kind, name, english) {
  const texts = NAMES.get(kind + "." + name) || [];
  return texts[LANGUAGES.indexOf(language) - 1] || english;
}

function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]"))
    element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]"))
    element.setAttribute("aria-label", t(element.dataset.label));
}

const raised = (exponent) =>
    [...exponent].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");

// 4.5e-7 as 4.5 × 10⁻⁷, on one line.
const scientific = (value, digits) => value.toExponential(digits).replace(
    /e\+?(-?\d+)/, (_, exponent) => "\u00a0×\u00a010" + raised(exponent));

// What rounding leaves between two programs.
const difference = (value) => (value === 0 ? "0" : scientific(value, 1));

// Numbers for people: three or four digits.
function shown(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) return scientific(value, 2);
  return String(Number(value.toPrecision(4)));
}

// Elements: make("button", {class: "x", text: "...", onclick: f}, children...).
function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (key === "text")
      element.textContent = value;
    else if (key.startsWith("on"))
      element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false)
      element.setAttribute(key === "label" ? "aria-label" : key, value);
  }
  element.append(...children);
  return element;
}

// The page is laid out again only where a text really changes.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// The parts of a text, "β_c" with a c that hangs lower.
function withIndices(text) {
  return text.split(/(?<=β)_(c)/).map((part, i) => (i % 2 ? make("sub", { text: part }) : part));
}

function notice(text) {
  $("notice-text").textContent = text;
  $("notice").hidden = !text;
}
