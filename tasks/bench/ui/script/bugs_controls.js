// Bugs in what can be used: buttons that are dead or alive when they should not be, links, choices, focus.

BUGS["dead button"] = {
  byText: true,
  find: () => all(BUTTONS).filter(el => !el.disabled && el.getAttribute("aria-disabled") !== "true" && isSeen(el)),
  make(el) {
    if ("disabled" in el) { if (!el.disabled) el.disabled = true; }
    else if (el.getAttribute("aria-disabled") !== "true") el.setAttribute("aria-disabled", "true");
    put(el, "pointer-events", "none");
    return wordsOf(el);
  },
};

const LOOKS = ["color", "backgroundColor", "opacity", "borderTopColor", "filter", "backgroundImage"];
const looksOf = el => LOOKS.map(name => getComputedStyle(el)[name]).join();
function looksAlive(el, alive) {
  put(el, "transition", "none");
  const before = looksOf(el);
  alive();
  const after = looksOf(el);
  el.style.removeProperty("transition");
  return before !== after;
}
BUGS["button that should be off"] = {
  byText: true,
  find: () => all("button:disabled, input[type=submit]:disabled").filter(el => {
    if (!isSeen(el)) return false;
    const differs = looksAlive(el, () => { el.disabled = false; });
    el.disabled = true;
    return differs;
  }),
  make(el) {
    if (el.disabled) el.disabled = false;
    return wordsOf(el);
  },
};

// A pane over a button, in the page's own place for it, so that it scrolls along.
const panes = new WeakMap();
function cover(el, looks) {
  let pane = panes.get(el);
  if (!pane?.isConnected) {
    pane = document.createElement("div");
    pane.dataset.bench = "pane";
    panes.set(el, pane);
    (el.closest("dialog") || document.body).append(pane);
  }
  const box = el.getBoundingClientRect(), home = pane.offsetParent?.getBoundingClientRect();
  const isHome = pane.offsetParent && pane.offsetParent !== document.body;
  const [x, y] = isHome ? [home.left, home.top] : [-scrollX, -scrollY];
  const css = `all: initial; position: absolute; z-index: 2147483646; left: ${Math.round(box.left - x)}px; top: ${Math.round(box.top - y)}px; `
    + `width: ${Math.round(box.width)}px; height: ${Math.round(box.height)}px; display: ${box.width ? "block" : "none"}; ${looks}`;
  if (pane.dataset.css !== css) { pane.dataset.css = css; pane.style.cssText = css; }
  return wordsOf(el);
}
const coverable = () => all(BUTTONS).filter(el => !el.disabled && isSeen(el) && shownBox(el).width >= 20);
const isCovered = el => {
  const [x, y] = middle(shownBox(el));
  return y < 0 || y >= innerHeight || document.elementFromPoint(x, y) === panes.get(el);
};
BUGS["button under glass"] = {
  byText: true, follows: true, find: coverable, holds: isCovered,
  make: el => cover(el, "background: transparent"),
  shown: el => panes.get(el) || el,
};
BUGS["button covered"] = {
  byText: true, follows: true, find: coverable, holds: isCovered,
  make: (el, bug) => cover(el, `background: ${tenths(["#d8dce2", "#fff3c4", "#2b3440"], bug.salt)}`),
  shown: el => panes.get(el) || el,
};

const local = el => el.origin === location.origin && el.protocol.startsWith("http");
const leads = el => el.pathname + el.search + (el.pathname === location.pathname ? el.hash : "");
BUGS["link leads elsewhere"] = {
  byText: true,
  find() {
    const links = all("a[href]").filter(el => local(el) && wordsOf(el) && isSeen(el) && !/log.?out|sign.?out/i.test(el.href));
    const to = [...new Set(links.map(leads))];
    return links.filter(el => leads(el) !== location.pathname + location.search).map(el => {
      const others = to.filter(each => each.split(/[?#]/)[0] !== el.pathname);
      return { el, leads: others };
    }).filter(each => each.leads.length);
  },
  make(el, bug) {
    const to = tenths(bug.leads, bug.salt);
    if (el.getAttribute("href") !== to) el.setAttribute("href", to);
    if (!bug.listens) {
      bug.listens = true;
      addEventListener("click", event => {
        const link = event.target.closest?.("a[href]");
        if (!link || link.getAttribute("href") !== to || bug.now !== link) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        location.href = to;
      }, true);
    }
    bug.now = el;
    return to;
  },
};

// Once for each box: what people do with it later counts.
const turned = new WeakMap();
BUGS["ticked the other way"] = {
  find: () => all("input[type=checkbox]").filter(el => !el.disabled && isSeen(el.labels?.[0] || el)),
  make(el) {
    if (!turned.has(el)) turned.set(el, el.checked = !el.checked);
    return labelOf(el);
  },
  holds: el => el.checked === turned.get(el),
  shown: el => el.labels?.[0] || el,
};
BUGS["another option chosen"] = {
  find: () => all("select:not([multiple])").filter(el => !el.disabled && el.options.length >= 2 && isSeen(el))
    .map(el => ({ el, also: clean(el.selectedOptions[0]?.text) })),
  make(el, bug) {
    if (!turned.has(el)) {
      if (el.options.length < 2) return undefined;
      const step = 1 + bug.salt % (el.options.length - 1);
      turned.set(el, el.selectedIndex = (Math.max(0, el.selectedIndex) + step) % el.options.length);
    }
    return clean(el.options[turned.get(el)]?.text);
  },
  holds: el => el.selectedIndex === turned.get(el),
};

// Whatever tells that a control has the focus is set back to how it looks without.
const TELLS = ["outline-style", "box-shadow", "border-top-color", "border-right-color", "border-bottom-color", "border-left-color",
  "background-color", "color", "text-decoration-line", "border-top-width", "border-bottom-width"];
const atRest = new WeakMap();
const looksNow = el => Object.fromEntries(TELLS.map(name => [name, getComputedStyle(el).getPropertyValue(name)]));
BUGS["no focus ring"] = {
  byText: true,
  find: () => all(`a[href], ${BUTTONS}, ${FIELDS}`).filter(el => !el.disabled && el.tabIndex >= 0 && isSeen(el)),
  make(el) {
    if (document.activeElement !== el && !el.matches(":hover")) atRest.set(el, looksNow(el));
    put(el, "transition", "none");
    put(el, "outline", "none");
    if (!turned.has(el)) {
      turned.set(el, true);
      el.addEventListener("focus", () => {
        for (const [name, value] of Object.entries(atRest.get(el) || {})) {
          if (getComputedStyle(el).getPropertyValue(name) !== value) put(el, name, value);
        }
      });
      el.addEventListener("blur", () => TELLS.filter(name => name !== "outline-style").forEach(name => el.style.removeProperty(name)));
    }
    return `${wordsOf(el)} focus`;
  },
};
