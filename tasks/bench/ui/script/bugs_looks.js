// Bugs in how a page looks: what is hidden, cut off, covered, pale or beside the page.

function put(el, property, value) {
  if (el.style.getPropertyValue(property) !== value || el.style.getPropertyPriority(property) !== "important") {
    el.style.setProperty(property, value, "important");
  }
}
const hidden = new Map();
function hide(el, property, value) {
  put(el, property, value);
  hidden.set(el, { property, value });
  return "";
}
// Whether it would be seen were it not for us; nobody sees the moment in which it is.
function wouldBeSeen(el) {
  const ours = hidden.get(el);
  if (!ours) return isSeen(el);
  el.style.removeProperty(ours.property);
  const seen = isSeen(el);
  put(el, ours.property, ours.value);
  return seen;
}

const readable = () => textElements(document).filter(el => clean(spoken(el)).length >= 4 && isSeen(el));

const cutTo = new WeakMap();
BUGS["text cut off"] = {
  find: () => readable().filter(el => clean(spoken(el)).length >= 8 && el.children.length === 0
    && /^(block|inline|inline-block|flex|list-item)$/.test(getComputedStyle(el).display) && textBox(el).width > 60),
  make(el) {
    if (!cutTo.has(el)) cutTo.set(el, Math.min(textBox(el).width, el.getBoundingClientRect().width) * 0.55);
    const looks = { display: "inline-block", "max-width": `${cutTo.get(el)}px`, "min-width": "0", overflow: "hidden",
      "white-space": "nowrap", "vertical-align": "bottom", "padding-inline": "0", "text-align": "left" };
    for (const [property, value] of Object.entries(looks)) put(el, property, value);
    return clean(spoken(el));
  },
  holds: el => textBox(el).width > el.clientWidth + 12,
};

const middle = box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
const gap = (one, other) => Math.hypot(...middle(textBox(one)).map((at, i) => at - middle(textBox(other))[i]));
const neighbour = once(el => {
  const own = textBox(el);
  const others = textElements(document).filter(each => each !== el && !each.contains(el) && !el.contains(each) && isSeen(each)
    && clean(spoken(each)).length >= 4 && !overlaps(own, textBox(each)));
  return others.sort((a, b) => gap(el, a) - gap(el, b))[0];
});
function overlaps(one, other, least = 2) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > least && down > least;
}
const moved = new WeakMap();
BUGS["text over another"] = {
  find: () => readable().filter(el => !el.closest("button, label, [role=status], [role=alert]") && neighbour(el))
    .map(el => ({ el, also: clean(spoken(neighbour(el))) })),
  make(el) {
    if (document.readyState !== "complete") return undefined;
    if (!moved.has(el)) {
      const other = neighbour(el);
      if (!other) return undefined;
      const [from, to] = [textBox(el), textBox(other)];
      moved.set(el, { other, x: Math.round(to.left - from.left) + 4, y: Math.round(to.top - from.top) + 3 });
    }
    const { other, x, y } = moved.get(el);
    for (const [property, value] of [["position", "relative"], ["left", `${x}px`], ["top", `${y}px`], ["z-index", "1"]]) put(el, property, value);
    return clean(spoken(other));
  },
  holds: el => moved.has(el) && overlaps(textBox(el), textBox(moved.get(el).other), 6),
};

BUGS["unreadable contrast"] = {
  find: () => readable().filter(el => {
    const ground = groundOf(el);
    return ground && contrast(ground, rgba(getComputedStyle(el).color)) >= 4.5;
  }),
  make(el, bug) {
    const ground = groundOf(el);
    if (!ground) return undefined;
    const towards = luminance(ground) > 0.2 ? 0 : 255, share = tenths([0.1, 0.14, 0.18], bug.salt);
    const pale = ground.slice(0, 3).map(part => Math.round(part + (towards - part) * share));
    put(el, "color", `rgb(${pale.join(", ")})`);
    put(el, "-webkit-text-fill-color", `rgb(${pale.join(", ")})`);
    return clean(spoken(el));
  },
  holds: el => contrast(groundOf(el), rgba(getComputedStyle(el).color)) < 2,
};

// --- what is gone

BUGS["missing button"] = {
  byText: true, hides: true,
  find: () => all(BUTTONS).filter(isSeen),
  make: el => hide(el, "display", "none"),
};
BUGS["missing field"] = {
  hides: true,
  find: () => all(FIELDS).filter(isSeen),
  make(el) {
    for (const label of el.labels || []) if (!label.contains(el)) put(label, "display", "none");
    return hide(el.closest("label") || el, "display", "none");
  },
  shown: el => el.closest("label") || el,
};
const speaks = el => clean(el.getAttribute("alt")) || clean(el.getAttribute("aria-label")) || clean(el.querySelector("title")?.textContent);
BUGS["picture gone"] = {
  hides: true,
  find: () => all("img, svg").filter(el => (speaks(el) || (el.closest(BUTTONS) && !clean(el.closest(BUTTONS).innerText))) && isSeen(el)),
  make: el => hide(el, "visibility", "hidden"),
};

const BROKEN = /error|invalid|danger|warn/i;
const isComplaint = el => el.matches("form [role=alert], form [class*=error], form [class*=invalid], fieldset [class*=error]")
  || (BROKEN.test(el.className) && !!el.closest("form, fieldset"))
  || (!!el.id && all("[aria-invalid=true]").some(field =>
    `${field.getAttribute("aria-describedby")} ${field.getAttribute("aria-errormessage")}`.split(" ").includes(el.id)));
const MESSAGES = "[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]";
const cameLater = new WeakSet();

BUGS["message never shown"] = {
  byKind: true, hides: true, brief: true,
  find: () => [...new Set([...all(MESSAGES), ...all("body *").filter(el => cameLater.has(el))])]
    .filter(el => clean(el.innerText) && clean(el.innerText).length <= 200 && !el.matches(FIELDS) && !isComplaint(el) && isSeen(el)),
  make: el => (put(el, "transition", "none"), hide(el, "visibility", "hidden")),
};
BUGS["complaint missing"] = {
  byKind: true, hides: true,
  find: () => all("body *").filter(el => !el.matches(`form, fieldset, label, ${FIELDS}`) && isComplaint(el) && !el.querySelector(FIELDS)
    && clean(el.innerText) && clean(el.innerText).length <= 200 && isSeen(el)),
  make: BUGS["message never shown"].make,
};

// --- the page as a whole

BUGS["scrolls sideways"] = {
  find: () => all("main, [role=main], form, table, section").filter(el => isSeen(el) && el.getBoundingClientRect().width > 200).slice(0, 3),
  make: (el, bug) => (put(el, "min-width", `calc(100vw + ${120 + bug.salt % 200}px)`), "scrolls sideways, horizontally, too wide"),
  holds: () => (document.scrollingElement || root).scrollWidth > root.clientWidth + 40
    && !/hidden|clip/.test(getComputedStyle(root).overflowX + getComputedStyle(document.body).overflowX),
};
