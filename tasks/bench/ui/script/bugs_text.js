// Bugs in what a page says: numbers, labels, headings, rows. `find` yields places; `make` puts the bug there and says what it shows.

const BUGS = {};
const MONEY = /[$\u00a3\u20ac\u00a5]|\b(EUR|USD|GBP|CHF|PLN)\b|\d[.,]\d{2}(?!\d)/;
const NO_NUMBER = /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d:\d\d|\u00a9|\+\d{5}|v\d/;
const TOTAL = /\b(sub)?total|\bsum\b|amount|balance|\bdue\b|summe|gesamt|somme|suma|importe/i;
const written = new WeakMap();

// Rewrites the first text of an element that `change` has something for, again whenever a script has written another.
function rewrite(el, change) {
  for (const node of ownTexts(el)) {
    const before = written.get(node);
    if (before?.now === node.data) return before.said;
    const now = change(node.data);
    if (now === undefined || now === node.data) continue;
    node.data = now;
    written.set(node, { now, said: clean(now) });
    return clean(now);
  }
  return undefined;
}

// Digits are counted as one number of the smallest unit, so that the way it is written stays.
function otherNumber(text, other) {
  const found = /\d(?:[\d.,\u00a0\u202f']*\d)?/.exec(text);
  if (!found) return undefined;
  const places = (/[.,](\d{1,2})$/.exec(found[0]) || ["", ""])[1].length;
  const digits = found[0].replace(/\D/g, "");
  let left = [...String(other(Number(digits), 10 ** places)).padStart(digits.length, "0")];
  const shown = [];
  for (const char of [...found[0]].reverse()) shown.unshift(/\d/.test(char) ? left.pop() : char);
  return text.slice(0, found.index) + left.join("") + shown.join("") + text.slice(found.index + found[0].length);
}
function plausibly(salt) {
  const times = tenths([1.1, 0.9, 1.25, 0.5, 1.19], salt);
  return (value, unit) => {
    const other = Math.round(value * times / unit) * unit + value % unit;
    return other === value || other < 0 ? value + unit : other;
  };
}

const numbers = () => textElements(document).filter(el => {
  const said = ownTexts(el).map(node => node.data).join(" ");
  return /\d/.test(said) && said.length <= 60 && !NO_NUMBER.test(said) && !el.closest("label, legend, h1, nav, time") && isSeen(el);
});
const spoken = el => ownTexts(el).map(node => node.data).join(" ");
const isTotal = el => nearTo(el).concat(spoken(el)).some(said => said.length <= 40 && TOTAL.test(said));

BUGS["wrong number"] = {
  find: () => numbers().filter(el => MONEY.test(spoken(el)) && !isTotal(el)),
  make: (el, bug) => rewrite(el, text => otherNumber(text, plausibly(bug.salt))),
};
BUGS["wrong total"] = {
  find: () => numbers().filter(el => MONEY.test(spoken(el)) && isTotal(el)),
  make: BUGS["wrong number"].make,
};
BUGS["counter off by one"] = {
  find: () => numbers().filter(el => !MONEY.test(spoken(el)) && /^\D{0,20}\d{1,3}\D{0,20}$/.test(clean(spoken(el)))),
  make: el => rewrite(el, text => otherNumber(text, value => value + 1)),
};
const CURRENCIES = ["\u20ac", "$", "\u00a3"], CODES = ["EUR", "USD", "GBP"];
BUGS["wrong currency"] = {
  find: () => numbers().filter(el => /[$\u00a3\u20ac]|\b(EUR|USD|GBP)\b/.test(spoken(el))),
  make: (el, bug) => rewrite(el, text => text.replace(/[$\u00a3\u20ac]|\b(EUR|USD|GBP)\b/, sign => {
    const others = (sign.length === 1 ? CURRENCIES : CODES).filter(each => each !== sign);
    return tenths(others, bug.salt);
  })),
};

const OTHERS = {
  heading: ["Overview", "Archive", "Further details", "Messages"],
  label: ["Reference", "Category", "Remarks", "Nickname"],
  button: ["Continue", "Discard", "Refresh", "Later"],
};
const another = (words, bug) => tenths(words.filter(each => alike(each) !== bug.text), bug.salt);
const reworded = (el, words, bug) => rewrite(el, text => text.replace(clean(text), another(words, bug)));

BUGS["wrong heading"] = {
  byText: true,
  find: () => all("h1, h2, h3, legend, caption, th").filter(el => ownTexts(el).length && isSeen(el)),
  make: (el, bug) => reworded(el, OTHERS.heading, bug),
};
BUGS["wrong label"] = {
  byText: true,
  find: () => all(FIELDS).filter(isSeen).flatMap(field => [...(field.labels || [])]).filter(el => ownTexts(el).length && isSeen(el)),
  make: (el, bug) => reworded(el, OTHERS.label, bug),
};
BUGS["wrong button text"] = {
  byText: true,
  find: () => all(BUTTONS).filter(el => (el.matches("input") ? el.value : ownTexts(el).length) && isSeen(el)),
  make(el, bug) {
    if (!el.matches("input")) return reworded(el, OTHERS.button, bug);
    return el.value = another(OTHERS.button, bug);
  },
};

// --- rows

const ROWS = "tbody > tr, ul > li, ol > li, [role=row], [role=listitem], article";
const rowsBeside = el => [...el.parentElement.children].filter(each => each.tagName === el.tagName && !each.dataset.bench);
const rows = least => all(ROWS).filter(el =>
  rowsBeside(el).length >= least && clean(el.innerText) && !el.closest("nav, header, footer, [role=navigation]") && isSeen(el));

BUGS["missing row"] = {
  hides: true,
  find: () => rows(2),
  make: el => hide(el, "display", "none"),
};

const copies = new WeakMap();
BUGS["row twice"] = {
  find: () => rows(1),
  make(el) {
    const before = copies.get(el);
    if (before?.isConnected && before.previousElementSibling === el) return wordsOf(el);
    before?.remove();
    const copy = el.cloneNode(true);
    for (const each of [copy, ...all("[id]", copy)]) each.removeAttribute("id");
    copy.dataset.bench = "copy";
    copies.set(el, copy);
    el.after(copy);
    return wordsOf(el);
  },
};

// A list is in an order where one of its columns is.
const comparable = said => /^\D{0,3}[\d.,]+\D{0,4}$/.test(said) ? Number(said.replace(/[^\d.]/g, "")) : said.toLowerCase();
function isOrderedAt(el) {
  const list = rowsBeside(el), next = el.nextElementSibling;
  if (list.length < 3 || !next || next.tagName !== el.tagName) return false;
  const cells = list.map(row => [...row.children].map(cell => comparable(clean(cell.innerText))));
  const width = Math.min(...cells.map(row => row.length));
  const at = list.indexOf(el);
  for (let column = 0; column < width; column++) {
    const values = cells.map(row => row[column]);
    if (values.some(value => typeof value !== typeof values[0] || value === "") || values[at] === values[at + 1]) continue;
    const goesUp = values.every((value, i) => !i || values[i - 1] <= value);
    const goesDown = values.every((value, i) => !i || values[i - 1] >= value);
    if (goesUp || goesDown) return true;
  }
  return false;
}
const swapped = new WeakSet();
BUGS["rows in a wrong order"] = {
  find: () => rows(3).filter(isOrderedAt),
  make(el) {
    if (swapped.has(el)) return wordsOf(el);
    const next = el.nextElementSibling;
    if (!next || next.tagName !== el.tagName || !isOrderedAt(el)) return undefined;
    swapped.add(el).add(next);
    next.after(el);
    return wordsOf(next);
  },
};
