// Changes that leave a page as good as it was: other colours, fonts, spaces, markup. Each has variants, of which the first sound one stays.

const STYLES = {
  spacing: salt => [2, 4, 6].map(more => (salt % 2
    ? `p, li, dd, dt, h1, h2, h3 { padding-block: ${more}px !important } td, th { padding: ${more + 6}px ${more + 8}px !important }`
    : `input, select, textarea, button { margin-block: ${more / 2}px !important; padding-block: ${more + 3}px !important } body { line-height: ${1.4 + more / 20} !important }`)),
  corners: salt => [tenths([0, 3, 10, 16], salt)].map(px =>
    `button, input:not([type=checkbox]):not([type=radio]), select, textarea, [role=button], table, form, section, article { border-radius: ${px}px !important }`),
  shadows: salt => [`button, input:not([type=checkbox]):not([type=radio]), select, table, form, article, section { box-shadow: 0 ${1 + salt % 4}px ${4 + salt % 9}px rgb(0 0 0 / .22) }`],
  font: salt => ["DejaVu Sans Condensed", "DejaVu Serif", "Liberation Sans", "Liberation Serif", "Nimbus Sans", "Nimbus Roman", "P052",
    "URW Bookman", "C059", "Noto Sans", "Open Sans", "DejaVu Sans"].filter(isInstalled).map((_, at, list) =>
    `*:not(code):not(pre) { font-family: "${list[(at + salt) % list.length]}" !important; font-size-adjust: 0.52 }`),
  motion: salt => [`@keyframes bench-in { from { opacity: 0; transform: translateY(${4 + salt % 8}px) } }
    main > *, [role=status], [role=alert], dialog { animation: bench-in ${120 + salt % 130}ms ease-out }
    a, button, input, select { transition: all ${80 + salt % 140}ms }`],
  zoom: salt => [`html { zoom: ${1.05 + (salt % 6) / 100} }`, "html { zoom: 1.05 }"],
};

// A family that is not there is drawn as whatever stands behind it.
function isInstalled(family) {
  const wide = behind => { canvas.font = `40px ${behind}`; return canvas.measureText("mWil0 quick").width; };
  return ["serif", "monospace"].every(behind => wide(`"${family}", ${behind}`) !== wide(behind));
}

// --- colours, in the page's own rules

const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^()]*\)|\b(?:white|black|gr[ae]y|red|green|blue|navy|teal|maroon|orange|purple|silver|tomato|crimson|gold|(?:light|dark|dim)gr[ae]y|whitesmoke)\b/gi;
const RECOLOURED = {
  palette: salt => [60, 140, 200, 260, 320].map((_, at, list) => ({ to: colour => `oklch(from ${colour} l c calc(h + ${list[(at + salt) % list.length]}))` })),
  dark: salt => ["1.08 - l * .88", "1.1 - l * .92", "1.1 - l"].map((_, at, list) => ({
    to: colour => `oklch(from ${colour} clamp(0, calc(${list[(at + salt) % list.length]}), 1) c h)`,
    css: ":root { color-scheme: dark !important; background-color: #121212; color: #f0f0f0 }",
  })),
};
function rulesIn(list) {
  return [...list].flatMap(rule => [...(rule.style ? [rule.style] : []), ...(rule.cssRules ? rulesIn(rule.cssRules) : [])]);
}
function styles() {
  const sheets = [...document.styleSheets].filter(sheet => !sheet.ownerNode?.dataset?.bench);
  const inline = all("[style]").map(el => el.style);
  return [...sheets.flatMap(sheet => { try { return rulesIn(sheet.cssRules); } catch { return []; } }), ...inline];
}
function recolour({ to, css = "" }) {
  const undo = [];
  for (const style of styles()) {
    for (const name of [...style]) {
      const value = style.getPropertyValue(name);
      if (!/url\(/.test(value) && value.search(COLOUR) >= 0) {
        undo.push([style, name, value, style.getPropertyPriority(name)]);
        style.setProperty(name, value.replace(COLOUR, to), style.getPropertyPriority(name));
      }
    }
  }
  const paint = all("svg [fill], svg [stroke], svg[fill], svg[stroke]").flatMap(el => ["fill", "stroke"].map(name => [el, name, el.getAttribute(name)]));
  for (const [el, name, value] of paint) if (value && value.search(COLOUR) >= 0) el.style[name] = value.replace(COLOUR, to);
  const off = css ? restyle(css) : () => {};
  return () => { off(); for (const [style, ...was] of undo) style.setProperty(...was); for (const [el, name] of paint) el.style[name] = ""; };
}

function restyle(css) {
  const style = document.createElement("style");
  style.dataset.bench = "style";
  style.textContent = css;
  (document.head || root).append(style);
  return () => style.remove();
}

// --- markup: only what the server sent, so that scripts find their own things as they left them

const PLAIN = "td, li, p, label, h1, h2, h3, h4, dd, dt, button, a, span";
const boxes = els => els.map(el => { const box = el.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; });
const same = (before, after) => before.every((box, at) => box.every((part, i) => Math.abs(part - after[at][i]) <= 1.5));

const MARKUP = {
  // Another framework's nests.
  wrappers(salt) {
    const undo = [];
    for (const el of all(PLAIN).filter((el, at) => (at + salt) % 3 && ownTexts(el).length && !el.querySelector("input, select, textarea"))) {
      const nest = document.createElement("span");
      nest.style.display = "contents";
      nest.className = `nest-${salt % 97}`;
      nest.append(...el.childNodes);
      el.append(nest);
      undo.push(() => nest.replaceWith(...nest.childNodes));
    }
    return undo;
  },
  // More names, and none of those that tests hang on to.
  names(salt) {
    return all("body *").map((el, at) => {
      const gone = ["data-testid", "data-test", "data-cy", "data-qa"].filter(name => el.hasAttribute(name)).map(name => [name, el.getAttribute(name)]);
      el.classList.add(`c${(salt * 31 + at * 7) % 9973}`);
      el.setAttribute(`data-v-${salt % 89}`, "");
      for (const [name] of gone) el.removeAttribute(name);
      return () => { for (const [name, value] of gone) el.setAttribute(name, value); };
    });
  },
  // The last stands first in the document, and is still seen last.
  order() {
    const undo = [];
    for (const box of all("body *").filter(el => /flex|grid/.test(getComputedStyle(el).display) && el.children.length > 1)) {
      const before = [...box.children], was = boxes(before);
      if (ownTexts(box).length || before.some(each => getComputedStyle(each).order !== "0")) continue;
      const back = () => { before.forEach(each => each.style.removeProperty("order")); box.append(...before); };
      before.forEach((each, at) => each.style.setProperty("order", String(at + 1)));
      box.prepend(before.at(-1));
      if (same(was, boxes(before))) undo.push(back); else back();
    }
    return undo;
  },
  // Buttons that are none by their tag; the true one stays out of sight and does the work.
  equivalents() {
    return all("button").filter(el => !el.querySelector("*:not(span)") && clean(el.textContent) && isSeen(el)).flatMap(standIn);
  },
};

const COPIED = ["font", "color", "background", "border", "border-radius", "padding", "margin", "text-align", "line-height", "letter-spacing", "cursor",
  "white-space", "box-shadow", "opacity", "text-decoration", "text-transform", "flex", "align-self", "justify-self", "grid-area", "order", "position",
  "left", "right", "top", "bottom", "z-index", "float", "vertical-align"];
function standIn(button) {
  const copy = document.createElement("div");
  const was = boxes([button]);
  const isGrid = getComputedStyle(button).display;
  copy.dataset.bench = "button";
  copy.setAttribute("role", "button");
  function follow() {
    const style = getComputedStyle(button);
    for (const name of COPIED) copy.style.setProperty(name, style.getPropertyValue(name));
    copy.style.display = isGrid === "block" || isGrid === "flex" ? isGrid : "inline-block";
    copy.style.boxSizing = "border-box";
    if (copy.innerHTML !== button.innerHTML) copy.innerHTML = button.innerHTML;
    copy.tabIndex = button.disabled ? -1 : 0;
    copy.toggleAttribute("hidden", button.hidden);
    for (const name of ["aria-label", "aria-expanded", "aria-pressed", "title"]) {
      if (button.hasAttribute(name)) copy.setAttribute(name, button.getAttribute(name)); else copy.removeAttribute(name);
    }
    copy.setAttribute("aria-disabled", String(button.disabled));
  }
  follow();
  copy.style.width = `${Math.ceil(was[0][2])}px`;
  button.before(copy);
  button.style.setProperty("display", "none", "important");
  const back = () => { watcher.disconnect(); button.style.removeProperty("display"); copy.remove(); };
  const watcher = new MutationObserver(follow);
  watcher.observe(button, { attributes: true, childList: true, characterData: true, subtree: true });
  copy.addEventListener("click", event => { event.stopPropagation(); if (!button.disabled) button.click(); });
  copy.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });
  if (same(was, boxes([copy]))) { copy.style.width = ""; copy.style.minWidth = `${Math.floor(was[0][2])}px`; }
  if (same(was, boxes([copy]))) return [back];
  back();
  return [];
}

// --- whether a page is as good as it was

const flaws = () => atOnce(() => {
  const found = new Set();
  const page = document.scrollingElement || root;
  if (page.scrollWidth > page.clientWidth + 1) found.add("scrolls sideways");
  const seen = textElements(document).filter(isSeen).slice(0, 400);
  for (const el of seen) {
    const said = clean(spoken(el)).slice(0, 60), style = getComputedStyle(el), ground = groundOf(el);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const isOff = el.closest(":disabled, [aria-disabled=true]");
    if (ground && !isOff && contrast(over(rgba(style.color), ground), ground) < (isLarge ? 3 : 4.5)) found.add(`pale: ${said}`);
    if (style.overflowX !== "visible" && el.scrollWidth > el.clientWidth + 1) found.add(`cut off: ${said}`);
    const box = textBox(el), cut = shownBox(el, box);
    if (cut.width < box.width - 2 || cut.height < box.height - 4) found.add(`cut off: ${said}`);
  }
  const words = seen.map(el => [el, textBox(el)]);
  words.forEach(([el, box], at) => words.slice(at + 1).forEach(([other, its]) => {
    if (overlaps(box, its, 4) && !el.contains(other) && !other.contains(el)) found.add(`overlap: ${clean(spoken(el)).slice(0, 40)}`);
  }));
  return found;
});

function variantsOf({ kind, salt }) {
  if (STYLES[kind]) return STYLES[kind](salt).map(css => () => restyle(css));
  if (RECOLOURED[kind]) return RECOLOURED[kind](salt).map(colours => () => recolour(colours));
  return [() => { const undo = MARKUP[kind](salt); return undo.length && (() => undo.reverse().forEach(each => each())); }];
}

// Each change stays on from the start of a page, and what it spoils later, as in a message or a dialog, is told.
function change(changes) {
  const styled = [];
  let before = new Set(), isOn = false, timer;
  const worse = () => [...flaws()].filter(flaw => !before.has(flaw));
  function one(wanted) {
    const why = [];
    for (const variant of variantsOf(wanted)) {
      const off = variant();
      const found = off ? worse() : ["nothing here that it could change"];
      if (!found.length) {
        if (!MARKUP[wanted.kind]) styled.push({ variant, off });
        return tell("changed", { kind: wanted.kind });
      }
      if (off) off();
      why.push(...found);
    }
    return tell("unchanged", { kind: wanted.kind, why: [...new Set(why)].slice(0, 5) });
  }
  function still(measure) {  // colours on their way from the old ones to the new say nothing
    const calm = restyle("*, *::before, *::after { transition: none !important; animation: none !important }");
    try { return measure(); } finally { calm(); }
  }
  function begin() {
    if (isOn || !document.body) return;
    isOn = true;
    still(() => { before = flaws(); changes.forEach(one); });
    watch();
  }
  function later() {
    const suspects = still(worse);
    if (!suspects.length) return;
    still(() => {
      styled.slice().reverse().forEach(each => each.off());
      const anyway = flaws();
      styled.forEach(each => { each.off = each.variant(); });
      const ours = suspects.filter(flaw => !anyway.has(flaw));
      if (ours.length) tell("spoiled", { why: ours.slice(0, 5) });
      anyway.forEach(flaw => before.add(flaw));
    });
    watcher.takeRecords();
  }
  const watcher = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(later, 250); });
  const watch = () => watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  addEventListener("DOMContentLoaded", () => { if (all("link[rel=stylesheet]").every(link => link.sheet)) begin(); });
  addEventListener("load", begin);
}
