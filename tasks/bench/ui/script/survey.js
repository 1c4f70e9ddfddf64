// Survey: tells which places each kind of bug could be put at, as far as a person sees them, whenever the page has changed.

function tell(kind, what) {
  const bytes = new TextEncoder().encode(JSON.stringify({ page: pageNow(), ...what }));
  const said = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_");
  fetch(`/__handeye_bench__/${kind}?${said}`, { keepalive: true, cache: "no-store" }).catch(() => {});
}

function survey() {
  const told = new Set();
  const AT_ONCE = 24;
  // What a page is built of, so that pages of one make are known: which kinds of elements lie in which.
  function buildOf() {
    const name = el => [el.tagName.toLowerCase(), ...el.classList].join(".");
    return [...new Set(all("body *").filter(el => !el.dataset.bench).map(el => `${name(el.parentElement)}>${name(el)}`))].slice(0, 300);
  }
  function placesOf([kind, bug]) {
    return bug.find().map(found => found instanceof Element ? { el: found } : found).map(({ el, ...more }) => ({
      kind, path: bug.byKind ? kindOf(el) : pathOf(el), tag: el.tagName.toLowerCase(), text: alike(wordsOf(el)), more,
      words: [wordsOf(el).slice(0, 160), spoken(el), more.also].filter(Boolean), near: nearTo(el), brief: !!bug.brief,
    }));
  }
  function look() {
    if (!document.body) return;
    const build = buildOf(), made = [pageNow(), ...build].join();
    if (!told.has(made)) { told.add(made); tell("visit", { build }); }
    const fresh = atOnce(() => Object.entries(BUGS).flatMap(placesOf)).filter(({ kind, path, text }) => {
      const key = [pageNow(), kind, path, text].join("\n");
      return !told.has(key) && told.add(key);
    });
    watcher.takeRecords();
    for (let at = 0; at < fresh.length; at += AT_ONCE) tell("places", { places: fresh.slice(at, at + AT_ONCE) });
  }
  let since = 0, timer;
  function soon() {  // once it is still for a moment, or it has not been still for long
    since ||= performance.now();
    clearTimeout(timer);
    timer = setTimeout(() => { since = 0; look(); }, performance.now() - since > 400 ? 0 : 120);
  }
  // What a script puts above the page and takes away again is a message.
  function notice(record) {
    for (const el of record.addedNodes) {
      if (document.readyState !== "complete" || el.nodeType !== 1) continue;
      if (getComputedStyle(el).position === "fixed" && !el.querySelector(FIELDS)) cameLater.add(el);
    }
  }
  const watcher = new MutationObserver(records => { records.forEach(notice); soon(); });
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  tell("visit", { build: [] });
  for (const event of ["load", "hashchange", "popstate", "transitionend", "animationend"]) addEventListener(event, soon);
  addEventListener("pagehide", look);
}

// Keeps one bug in its place, whatever scripts do, and tells when it is to be seen.
function plant(bug) {
  const kind = BUGS[bug.kind];
  let now, told = false;
  const theirs = new WeakSet();
  const isIt = el => !kind.byText || theirs.has(el) || alike(wordsOf(el)) === bug.text;
  function places() {
    if (!new RegExp(`^(?:${bug.pages})$`).test(pageNow())) return [];
    const there = all(bug.path);
    if (kind.byKind) return there;
    if (there[0] && isIt(there[0])) return there.slice(0, 1);
    return kind.byText ? all(bug.tag).filter(isIt).slice(0, 1) : [];
  }
  function keep() {
    for (const el of document.body ? places() : []) {
      const said = kind.make(el, bug);
      if (said === undefined) continue;
      theirs.add(el);
      now = said;
      confirm(el);
    }
    watcher.takeRecords();
  }
  function confirm(el) {
    if (told || document.readyState === "loading") return;
    const shown = kind.shown ? kind.shown(el) : el;
    if (kind.hides ? !wouldBeSeen(shown) || !clean(shown.textContent + wordsOf(el) + labelOf(el)) && !el.matches("img, svg") : !isSeen(shown)) return;
    if (kind.holds && !kind.holds(el)) return;
    told = true;
    tell("planted", { now });
  }
  const watcher = new MutationObserver(keep);
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  for (const event of ["DOMContentLoaded", "load", "hashchange", "popstate"]) addEventListener(event, keep);
  if (kind.follows) for (const event of ["scroll", "resize"]) addEventListener(event, keep, true);
  setInterval(() => { if (!told || kind.follows) keep(); }, 60);
}
