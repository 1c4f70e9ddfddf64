// What a person sees of a page, what things are called, and where they stand. All these files run as one script.

const root = document.documentElement;
const clean = text => (text || "").replace(/\s+/g, " ").trim();
const alike = text => clean(text).replace(/\d+/g, "#");
const all = (css, within = document) => [...within.querySelectorAll(css)];
const pageNow = () => (location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "")).replace(/\d+/g, "#");

const FIELDS = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]):not([type=image]), select, textarea";
const BUTTONS = "button, input[type=submit], input[type=button], input[type=reset], [role=button]";

// What was worked out while nothing changes in between, by function and element.
let known = null;
function atOnce(work) {
  known = new Map();
  try { return work(); } finally { known = null; }
}
const once = work => el => {
  if (!known) return work(el);
  if (!known.has(work)) known.set(work, new Map());
  const results = known.get(work);
  if (!results.has(el)) results.set(el, work(el));
  return results.get(el);
};

const opacityOf = once(el => parseFloat(getComputedStyle(el).opacity) * (el.parentElement ? opacityOf(el.parentElement) : 1));

// The part of a box that no ancestor cuts away.
function shownBox(el, box = el.getBoundingClientRect()) {
  let { left, top, right, bottom } = box;
  for (let at = el.parentElement; at && at !== document.body && at !== root; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    const frame = at.getBoundingClientRect();
    if (style.overflowX !== "visible") [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
    if (style.overflowY !== "visible") [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
  }
  return { left, top, right, bottom, width: right - left, height: bottom - top };
}

const isSeen = once(el => {
  if (!el || !el.isConnected || !el.checkVisibility({ visibilityProperty: true })) return false;
  const box = shownBox(el);
  if (box.width < 3 || box.height < 3 || opacityOf(el) < 0.3) return false;
  const page = document.scrollingElement || root;
  if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return false;
  if (box.left + scrollX >= page.scrollWidth || box.top + scrollY >= page.scrollHeight) return false;
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return true;
  const hit = document.elementFromPoint(x, y);
  return !hit || hit === el || el.contains(hit) || hit.contains(el);
});

// The texts that stand directly in an element.
const ownTexts = el => [...el.childNodes].filter(node => node.nodeType === 3 && clean(node.data));

const textElements = once(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const el = node.parentElement;
    if (!clean(node.data) || el === found.at(-1)) continue;
    if (el.closest("script, style, noscript, template, textarea, select, option, svg, [data-bench]")) continue;
    found.push(el);
  }
  return [...new Set(found)];
});

const textBox = once(el => {
  const range = document.createRange();
  const texts = ownTexts(el);
  if (!texts.length) return el.getBoundingClientRect();
  range.setStartBefore(texts[0]);
  range.setEndAfter(texts.at(-1));
  return range.getBoundingClientRect();
});

const labelled = el => (el.getAttribute("aria-labelledby") || "").split(" ").map(id => id && document.getElementById(id));
function labelOf(el) {
  const said = [...(el.labels || []), ...labelled(el)].map(label => label && clean(label.textContent));
  return said.find(Boolean) || clean(el.getAttribute("aria-label")) || clean(el.placeholder) || clean(el.title);
}

// What a person reads on a thing.
function wordsOf(el) {
  if (el.matches(FIELDS)) return labelOf(el);
  if (el.matches("input")) return clean(el.value);
  return clean(el.innerText ?? el.textContent) || clean(el.getAttribute("aria-label")) || clean(el.getAttribute("alt"));
}

// What stands around a thing and tells which one it is: headers of its row and column, its term, the texts beside it.
const nearTo = once(el => {
  const near = [labelOf(el)];
  const cell = el.closest("td, th"), row = el.closest("tr, [role=row], li, article"), term = el.closest("dd");
  if (cell) near.push(clean(cell.closest("table")?.querySelector(`tr > :nth-child(${cell.cellIndex + 1})`)?.innerText));
  if (row) near.push(clean(row.innerText).slice(0, 80));
  for (let at = term; at; at = at.previousElementSibling) if (at.matches("dt")) { near.push(clean(at.innerText)); break; }
  let beside = el;
  for (let up = 0; up < 3 && beside && !row; up++, beside = beside.parentElement) {
    const told = [beside.previousElementSibling, beside.nextElementSibling].map(each => each && clean(each.innerText));
    near.push(...told.filter(said => said && said.length <= 80));
    if (told[0]) break;
  }
  return [...new Set(near.filter(Boolean))].slice(0, 5);
});

const isSteady = id => !/\d{3}|[0-9a-f]{8}|^:/.test(id) && all(`#${CSS.escape(id)}`).length === 1;
function pathOf(el) {
  const steps = [];
  for (let at = el; at && at !== root; at = at.parentElement) {
    if (at.id && isSteady(at.id)) { steps.unshift(`#${CSS.escape(at.id)}`); break; }
    if (at === document.body) { steps.unshift("body"); break; }
    const tag = at.tagName.toLowerCase();
    const before = [...at.parentElement.children].filter(each => each.tagName === at.tagName && !each.dataset.bench);
    steps.unshift(`${CSS.escape(tag)}:nth-of-type(${before.indexOf(at) + 1})`);
  }
  return steps.join(" > ");
}

// What a thing is rather than where: for those that come and go.
function kindOf(el) {
  const classes = [...el.classList].slice(0, 2).map(name => `.${CSS.escape(name)}`).join("");
  const role = el.getAttribute("role");
  const kind = el.tagName.toLowerCase() + (role ? `[role="${role}"]` : "") + classes;
  return role || classes ? kind : pathOf(el);
}

const tenths = (list, salt) => list[salt % list.length];

// --- colours

const inked = new Map();
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgba(colour) {
  if (!inked.has(colour)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "#000";
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    inked.set(colour, [r, g, b, a / 255]);
  }
  return inked.get(colour);
}
const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a)).concat(1);
const luminance = rgb => rgb.slice(0, 3).map(part => part / 255)
  .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// The colour behind a text; nothing where it stands on a picture.
function groundOf(el) {
  const layers = [];
  for (let at = el; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.backgroundImage !== "none") return undefined;
    layers.push(rgba(style.backgroundColor));
    if (layers.at(-1)[3] === 1) break;
  }
  const isDark = /dark/.test(getComputedStyle(root).colorScheme) && !/light/.test(getComputedStyle(root).colorScheme);
  return layers.reverse().reduce((under, layer) => over(layer, under), isDark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
}
