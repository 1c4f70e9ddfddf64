// What a page says of its texts, fields, pictures and controls, in CSS px of this frame: {texts, fields, images, covered, over}.
// Places are [x, y, w, h]. It only lets off or settles what pixels leave open, but for `covered`, which nobody else can tell.
() => {
  const CONTROLS = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=link],[role=tab],' +
    '[role=checkbox],[role=radio],[role=switch],[role=menuitem],[role=option],[role=combobox],[role=textbox]';
  const POPUPS = 'dialog,[popover],[role=dialog],[role=alertdialog],[role=menu],[role=listbox],[role=tooltip],[role=tree],[aria-modal=true]';
  const PICTURES = 'img,video,canvas,object,embed,iframe,meter,progress,input[type=image]';
  const VISIBLE = {visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true};
  const MOST = 3000, LARGE = 0.6;
  const tidy = text => (text || '').replace(/\s+/g, ' ').trim().slice(0, 300);
  const up = el => el.assignedSlot || el.parentElement || (el.getRootNode().host ?? null);
  const styles = new Map(), style = el => styles.get(el) || styles.set(el, getComputedStyle(el)).get(el);
  const side = rect => [rect.left, rect.top, rect.right, rect.bottom];
  const place = ([left, top, right, bottom]) => [left, top, Math.max(0, right - left), Math.max(0, bottom - top)];
  const both = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const isIn = ([x, y, right, bottom]) => right > 0 && bottom > 0 && x < innerWidth && y < innerHeight;
  const ALL = [-1e6, -1e6, 1e6, 1e6], WINDOW = [0, 0, innerWidth, innerHeight];

  // What lies left of and above a page, or beyond an edge that does not scroll, nobody gets to see.
  const stuck = axis => [document.documentElement, document.body].some(el => el && /hidden|clip/.test(getComputedStyle(el)['overflow' + axis]));
  const PAGE = [-scrollX, -scrollY, stuck('X') ? innerWidth : 1e6, stuck('Y') ? innerHeight : 1e6];

  const scrolls = {x: el => /auto|scroll/.test(style(el).overflowX) && el.scrollWidth > el.clientWidth,
    y: el => /auto|scroll/.test(style(el).overflowY) && el.scrollHeight > el.clientHeight};
  const wheels = el => el === document.documentElement || el === document.body;

  // What cuts an element for good, and what only until somebody scrolls; an element out of the flow escapes some of it.
  const clips = new Map();
  function clip(el) {
    if (clips.has(el)) return clips.get(el);
    const around = holder(el), own = style(el);
    let {hard, soft} = around ? clip(around) : {hard: own.position === 'fixed' ? WINDOW : PAGE, soft: ALL};
    if (!wheels(el) && (own.overflowX !== 'visible' || own.overflowY !== 'visible') && own.display !== 'inline' && own.display !== 'contents') {
      const outer = el.getBoundingClientRect(), left = outer.left + el.clientLeft, top = outer.top + el.clientTop;
      const inner = [left, top, left + el.clientWidth, top + el.clientHeight];
      const x = own.overflowX === 'visible' ? ALL : [inner[0], -1e6, inner[2], 1e6], y = own.overflowY === 'visible' ? ALL : [-1e6, inner[1], 1e6, inner[3]];
      if (scrolls.x(el)) soft = both(soft, x); else hard = both(hard, x);
      if (scrolls.y(el)) soft = both(soft, y); else hard = both(hard, y);
    }
    if (own.clipPath !== 'none' || own.clip !== 'auto' && own.position === 'absolute') {
      const r = side(el.getBoundingClientRect()), hides = /inset\((50|100)%|circle\(0|rect\((0|1)(px)?,? (0|1)(px)?,? (0|1)(px)?,? (0|1)/.test(own.clipPath + own.clip);
      hard = both(hard, hides ? [r[0], r[1], r[0], r[1]] : r);
    }
    clips.set(el, {hard, soft});
    return clips.get(el);
  }

  // What an element is laid out in: only that, and what that is laid out in, cuts it.
  function holder(el) {
    const position = style(el).position;
    let at = up(el);
    if (position !== 'absolute' && position !== 'fixed') return at;
    for (; at; at = up(at)) {
      const own = style(at);
      if (own.transform !== 'none' || own.filter !== 'none' || own.contain.includes('paint') || position === 'absolute' && own.position !== 'static') return at;
    }
    return null;
  }

  const dims = new Map();
  function isFaded(el) {
    if (dims.has(el)) return dims.get(el);
    const own = style(el), around = up(el);
    const faded = own.opacity !== '1' || own.filter !== 'none' || own.mixBlendMode !== 'normal' || Boolean(around && isFaded(around));
    dims.set(el, faded);
    return faded;
  }

  function isOff(el) {
    for (let at = el; at; at = up(at)) {
      if (at.matches(':disabled') || at.getAttribute('aria-disabled') === 'true' || at.inert) return true;
      if (at.localName === 'label' && at.control && at.control.matches(':disabled')) return true;
    }
    return false;
  }

  function deepest(x, y) {
    let el = document.elementFromPoint(x, y);
    while (el && el.shadowRoot) {
      const inner = el.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === el) break;
      el = inner;
    }
    return el;
  }

  const alpha = said => { const parts = (said.match(/[\d.]+/g) || []).map(Number); return parts.length > 3 ? parts[3] : parts.length ? 1 : 0; };
  const paints = el => alpha(style(el).backgroundColor) > 0.02 || style(el).backgroundImage !== 'none' || style(el).backdropFilter && style(el).backdropFilter !== 'none';
  const isOpaque = el => alpha(style(el).backgroundColor) > 0.9 || style(el).backgroundImage !== 'none';
  const holds = (outer, inner) => { for (let at = inner; at; at = up(at)) if (at === outer) return true; return false; };

  function isBare(el, [left, top, right, bottom]) {
    const hit = deepest((Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    return !hit || holds(hit, el) || holds(el, hit);
  }

  function colourOf(el, own = style(el)) {
    const said = (own.webkitTextFillColor || own.color).match(/^rgb\((\d+), (\d+), (\d+)\)$/);
    return said && !isFaded(el) && own.textShadow === 'none' ? said.slice(1).map(Number) : null;
  }

  function describe(el, text, own) {
    const {hard, soft} = clip(el), weight = parseInt(own.fontWeight) || 400;
    return {text, hard: place(hard), soft: place(soft), colour: el.namespaceURI.endsWith('svg') ? null : colourOf(el, own),
      size: parseFloat(own.fontSize), bold: weight >= 700, off: isOff(el), seen: el.checkVisibility(VISIBLE)};
  }

  function* roots(root) {
    yield root;
    for (const el of root.querySelectorAll('*')) if (el.shadowRoot) yield* roots(el.shadowRoot);
  }
  const every = [...roots(document)];

  const texts = [], rows = [], range = document.createRange();
  for (const root of every) {
    const walker = document.createTreeWalker(root === document ? document.body || root : root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && texts.length < MOST; node = walker.nextNode()) {
      const el = node.parentElement;
      if (!el || !node.data.trim() || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEXTAREA', 'OPTION', 'TITLE'].includes(el.nodeName)) continue;
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(rect => rect.width > 0.5 && rect.height > 0.5).map(side);
      if (!rects.some(isIn)) continue;
      const said = describe(el, tidy(node.data), style(el));
      const shown = both(both(rects.find(isIn), clip(el).hard), clip(el).soft);
      texts.push({...said, boxes: rects.map(place), bare: said.seen && isBare(el, shown)});
      if (said.seen) rects.filter(isIn).forEach(rect => rows.push({el, at: texts.length - 1, rect, shown: both(both(rect, clip(el).hard), clip(el).soft)}));
    }
  }

  // The text of a field is laid out inside of it, where nobody is told its place: it is asked how wide it would be.
  const pen = document.createElement('canvas').getContext('2d');
  function wide(text, own) {
    pen.font = `${own.fontStyle} ${own.fontWeight} ${own.fontSize} ${own.fontFamily}`;
    if (own.letterSpacing !== 'normal') pen.letterSpacing = own.letterSpacing;
    return pen.measureText(own.textTransform === 'uppercase' ? text.toUpperCase() : text).width;
  }

  const fields = [];
  const NO_TEXT = ['checkbox', 'radio', 'range', 'color', 'file', 'image', 'hidden'];
  for (const root of every) for (const el of root.querySelectorAll('input,textarea,select')) {
    const rect = el.getBoundingClientRect(), own = style(el), sides = side(rect);
    if (!isIn(sides) || rect.width < 2 || rect.height < 2) continue;
    const px = name => parseFloat(own[name]) || 0, isPressed = ['submit', 'button', 'reset'].includes(el.type);
    const written = el.localName === 'select' ? tidy([...el.selectedOptions].map(option => option.label)[0]) : el.value;
    const isHint = !written && !isPressed && Boolean(el.placeholder);
    const text = NO_TEXT.includes(el.type) ? '' : tidy(isHint ? el.placeholder : written || (isPressed ? {submit: 'Submit', reset: 'Reset'}[el.type] : ''));
    const inner = [rect.left + el.clientLeft + px('paddingLeft'), rect.top + el.clientTop + px('paddingTop'),
      rect.left + el.clientLeft + el.clientWidth - px('paddingRight'), rect.top + el.clientTop + el.clientHeight - px('paddingBottom')];
    const look = isHint ? getComputedStyle(el, '::placeholder') : own, said = describe(el, text, own);
    const isList = el.localName === 'select', arrow = isList && own.appearance !== 'none' ? 16 : 0;
    const one = el.localName !== 'textarea' && !(isList && (el.multiple || el.size > 1));
    fields.push({...said, whole: place(sides), boxes: [place(inner)], colour: isHint && look.opacity !== '1' ? null : colourOf(el, look), one,
      needs: one && text && (isHint || isPressed || isList) ? wide(text, own) + arrow : 0, bare: said.seen && isBare(el, sides)});
  }

  const images = every.flatMap(root => [...root.querySelectorAll(PICTURES)]).map(el => side(el.getBoundingClientRect())).filter(isIn).map(place);

  // Over: of two texts in one place, the lower one and the upper one, and how that hides it: as a dialog does, or as what only
  // comes after it does ("under").
  function hides([left, top, right, bottom], one, other) {
    const stack = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2), at = [one, other].map(each => stack.indexOf(each.el));
    if (at[0] < 0 && at[1] < 0) return null;
    // Text that sticks out of its element may not be in the stack: what comes later in a document lies on top.
    const isFirst = at[0] >= 0 && at[1] >= 0 ? at[0] < at[1] : Boolean(other.el.compareDocumentPosition(one.el) & Node.DOCUMENT_POSITION_FOLLOWING);
    const [lower, upper] = isFirst ? [other, one] : [one, other], from = stack.indexOf(upper.el), to = stack.indexOf(lower.el);
    if (from < 0) return null;
    const sheet = stack.slice(from, to < 0 ? stack.length : to).find(each => !holds(each, lower.el) && isOpaque(each));
    if (!sheet) return null;
    let lifted = false;
    for (let each = sheet; each && !holds(each, lower.el); each = up(each)) lifted ||= /absolute|fixed|sticky/.test(style(each).position);
    return [lower.at, upper.at, lifted ? 'hidden' : 'under'];
  }

  const over = [];
  rows.sort((a, b) => a.rect[1] - b.rect[1]);
  rows.forEach((one, at) => {
    for (let next = at + 1; next < rows.length && rows[next].rect[1] < one.rect[3]; next++) {
      const other = rows[next], shared = both(both(one.shown, other.shown), WINDOW), high = Math.min(one.rect[3] - one.rect[1], other.rect[3] - other.rect[1]);
      if (one.el === other.el || shared[2] - shared[0] < high / 3 || shared[3] - shared[1] < high / 4) continue;
      const how = hides(shared, one, other);
      if (how) over.push(how);
    }
  });

  // Covered: what would take a click in the middle of a control is neither it nor in it, nor around it, nor its label.
  function belongs(hit, el) {
    for (let at = hit; at; at = up(at)) if (at === el || at.localName === 'label' && at.control === el) return true;
    return holds(hit, el);
  }

  function nameOf(el) {
    const by = (el.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean).map(id => document.getElementById(id)).filter(Boolean);
    const labels = [...el.labels || []].map(label => label.innerText).join(' ');
    return tidy(by.map(other => other.innerText).join(' ')) || tidy(el.getAttribute('aria-label')) || tidy(labels) ||
      (el.matches('input,select,textarea') ? tidy(/submit|button|reset/.test(el.type) ? el.value : '') : tidy(el.innerText)) || tidy(el.title || el.placeholder || el.name);
  }

  function kindOf(el) {
    const role = (el.getAttribute('role') || '').split(/\s+/)[0];
    if (role) return role === 'textbox' ? 'field' : role;
    if (el.localName === 'a') return 'link';
    if (['button', 'summary'].includes(el.localName) || ['submit', 'button', 'reset', 'image'].includes(el.type)) return 'button';
    return ['checkbox', 'radio'].includes(el.type) ? el.type : el.localName === 'select' ? 'select' : 'field';
  }

  const isLarge = el => { const r = el.getBoundingClientRect(); return r.width * r.height >= LARGE * innerWidth * innerHeight; };

  // The outermost thing around what was hit that is not around the control: what lies over it as a whole.
  function overlay(hit, el) {
    let outer = hit;
    for (let at = up(hit); at && !holds(at, el); at = up(at)) outer = at;
    return outer;
  }

  // A dialog and what it makes dark, or a menu that stands open, is there to be closed first.
  function isMeant(over, hit, el, x, y) {
    if (hit.closest(POPUPS)) return true;
    const stack = document.elementsFromPoint(x, y), above = stack.slice(0, Math.max(0, stack.indexOf(el)));
    if (above.some(each => isLarge(each) && paints(each) && !holds(each, el))) return true;
    return isLarge(hit) && [...over.querySelectorAll('*')].some(each => { const r = each.getBoundingClientRect(); return r.width > 8 && r.height > 8 && each.checkVisibility(VISIBLE); });
  }

  // What stands still while its page is scrolled, as a header does, is no cover where the control can be scrolled out from under it.
  function comesOut(el, hit, over, y) {
    let still = null, above = 0, below = 0;
    for (let at = hit; at && !holds(at, el); at = up(at)) if (/fixed|sticky/.test(style(at).position)) still = at;
    for (let at = up(el); at && style(at).position !== 'fixed'; at = up(at)) {
      const moves = at === document.scrollingElement ? style(at).overflowY !== 'hidden' : scrolls.y(at);
      if (!moves || !still && holds(at, over)) continue;
      above += at.scrollTop;
      below += at.scrollHeight - at.clientHeight - at.scrollTop;
    }
    const cover = (still || over).getBoundingClientRect();
    return cover.bottom - y <= above || y - cover.top <= below;
  }

  const covered = [];
  for (const root of every) for (const el of root.querySelectorAll(CONTROLS)) {
    const rect = [...el.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height)[0];
    if (!rect || rect.width < 4 || rect.height < 4 || !el.checkVisibility(VISIBLE) || style(el).pointerEvents === 'none' || isOff(el)) continue;
    const shown = both(both(side(rect), clip(el).hard), clip(el).soft), x = (rect.left + rect.right) / 2, y = (rect.top + rect.bottom) / 2;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight || x < shown[0] || x > shown[2] || y < shown[1] || y > shown[3]) continue;
    const hit = deepest(x, y);
    if (!hit || belongs(hit, el)) continue;
    const taker = hit.closest(CONTROLS + ',label'), its = taker && taker.getBoundingClientRect(), shared = its && both(side(its), side(rect));
    if (its && (shared[2] - shared[0]) * (shared[3] - shared[1]) >= LARGE * Math.max(its.width * its.height, rect.width * rect.height)) continue;
    const whole = overlay(hit, el);
    if (isMeant(whole, hit, el, x, y) || comesOut(el, hit, whole, y)) continue;
    covered.push({name: nameOf(el), kind: kindOf(el), box: place(side(rect)), by: tidy(whole.innerText).slice(0, 60) || (taker ? `${nameOf(taker)} ${kindOf(taker)}`.trim() : ''), drawn: paints(hit) || paints(whole)});
  }

  return {texts, fields, images, covered, over};
}
