// The page's own account: what its elements received, what its fields hold, how far its panes are scrolled,
// and which element lies under a point. It runs in every document of a page and knows nothing of handeye.
(() => {
  const NOTED = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'mousedown', 'mouseup', 'click', 'auxclick',
    'dblclick', 'contextmenu', 'wheel', 'input', 'dragstart', 'dragend', 'drop', 'keydown'];
  const MODIFIERS = {ctrl: 'ctrlKey', shift: 'shiftKey', alt: 'altKey', meta: 'metaKey'};
  const FINEST = 0.02;  // the browser itself places things to 1/64 px
  const roots = [document];
  const shades = new WeakMap();  // host -> its shadow root, closed ones too: the page made them
  const entries = new WeakMap();
  let log = [], held = null;

  // A nameless element belongs to the nearest named one around it, a shadow root's host included.
  const named = el => !el?.closest ? null : el.closest('[data-id]') ?? named(el.getRootNode().host);
  const idOf = el => named(el)?.dataset.id ?? 'page';
  const everywhere = selector => roots.flatMap(root => [...root.querySelectorAll(selector)]);
  const find = id => everywhere(`[data-id="${id}"]`)[0];

  // A deeper root hears of an event later and knows its target better.
  function note(event) {
    const target = event.composedPath()[0];
    const id = idOf(target);
    const cell = event.type === 'pointerdown' && target.localName === 'canvas' ? cellOf(target, event.clientX, event.clientY) : '';
    if (entries.has(event)) return void Object.assign(entries.get(event), {id, cell});
    if (event.type === 'pointermove' && !event.buttons) return;
    const entry = {type: event.type, id, cell, x: event.clientX, y: event.clientY, button: event.button, detail: event.detail,
      held: Object.keys(MODIFIERS).filter(name => event[MODIFIERS[name]]), dx: event.deltaX ?? 0, dy: event.deltaY ?? 0,
      data: event.type === 'drop' ? event.dataTransfer.getData('text/plain') : ''};
    entries.set(event, entry);
    log.push(entry);
  }

  function listen(root) {
    for (const type of NOTED) {
      // A listener that might object is asked before anything scrolls, so it hears what was under the pointer then.
      if (type !== 'wheel' || window.hearsWheel) root.addEventListener(type, note, {capture: true, passive: false});
    }
    const on = (type, selector, act) => root.addEventListener(type, event => {
      const el = event.target.closest?.(selector);
      if (el) act(el, event);
    });
    for (const type of ['click', 'auxclick', 'contextmenu']) on(type, 'a', (_, event) => event.preventDefault());
    on('pointerdown', '[data-kind=handle]', (el, event) => {
      el.setPointerCapture(event.pointerId);
      held = {el, x: event.clientX, y: event.clientY};
    });
    on('pointermove', '[data-kind=handle]', (el, event) => {
      if (held?.el === el) el.dataset.moved = `${event.clientX - held.x},${event.clientY - held.y}`;
    });
    on('pointerup', '[data-kind=handle]', () => { held = null; });
    on('dragstart', '[data-kind=parcel]', (el, event) => event.dataTransfer.setData('text/plain', el.dataset.id));
    on('dragover', '[data-kind=zone]', (_, event) => event.preventDefault());
    on('drop', '[data-kind=zone]', (_, event) => event.preventDefault());
  }

  function shade(root) {
    for (const template of root.querySelectorAll('template[data-shadow]')) {
      const host = template.parentElement, inner = host.attachShadow({mode: template.dataset.shadow});
      inner.append(template.content.cloneNode(true));
      template.remove();
      shades.set(host, inner);
      roots.push(inner);
      listen(inner);
      shade(inner);
    }
  }

  function paint(canvas) {
    const context = canvas.getContext('2d'), cells = JSON.parse(canvas.dataset.cells);
    const w = canvas.width / cells[0].length, h = canvas.height / cells.length;
    cells.forEach((row, j) => row.forEach((color, i) => { context.fillStyle = color; context.fillRect(i * w, j * h, w, h); }));
  }

  function cellOf(canvas, x, y) {
    const rect = canvas.getBoundingClientRect(), cells = JSON.parse(canvas.dataset.cells);
    return `${Math.floor((x - rect.left) / rect.width * cells[0].length)},${Math.floor((y - rect.top) / rect.height * cells.length)}`;
  }

  function deepest(x, y) {
    let el = document.elementFromPoint(x, y);
    for (let root; el && (root = shades.get(el));) {
      const inner = root.elementFromPoint(x, y);
      if (!inner || inner === el) break;
      el = inner;
    }
    return el;
  }

  // How an iframe's own CSS px lie in this document's: origin, px per px.
  function inside(el) {
    const rect = el.getBoundingClientRect(), style = getComputedStyle(el), ratio = rect.width / el.offsetWidth;
    const px = name => parseFloat(style[name]) || 0;
    return {x: rect.left + (px('borderLeftWidth') + px('paddingLeft')) * ratio, y: rect.top + (px('borderTopWidth') + px('paddingTop')) * ratio,
      w: el.clientWidth - px('paddingLeft') - px('paddingRight'), h: el.clientHeight - px('paddingTop') - px('paddingBottom'), ratio};
  }

  const frame = name => inside(everywhere(`iframe[name="${name}"]`)[0]);

  function onBar(el, x, y) {
    if (el === document.documentElement || el === document.body)
      return x >= document.documentElement.clientWidth || y >= document.documentElement.clientHeight;
    const box = el.getBoundingClientRect(), ratio = box.width / el.offsetWidth;
    if (el.scrollHeight <= el.clientHeight && el.scrollWidth <= el.clientWidth) return false;
    const left = box.left + el.clientLeft * ratio, top = box.top + el.clientTop * ratio;
    const right = left + (el.clientWidth - 1) * ratio, bottom = top + (el.clientHeight - 1) * ratio;  // both are rounded
    const bars = el.offsetWidth - el.clientWidth - 2 * el.clientLeft > 3 || el.offsetHeight - el.clientHeight - 2 * el.clientTop > 3;
    return bars && (x >= right || y >= bottom);
  }

  const parentOf = el => el.assignedSlot || el.parentElement || el.getRootNode().host || null;

  function scrollers(el) {
    const chain = [];
    for (; el; el = parentOf(el)) {
      const top = el === document.documentElement;
      if (el === document.body) continue;
      const style = getComputedStyle(el), can = name => top || ['auto', 'scroll'].includes(style[name]);
      if (!el.dataset.id && !top) continue;
      const spare = {right: el.scrollWidth - el.clientWidth - el.scrollLeft, left: el.scrollLeft,
        down: el.scrollHeight - el.clientHeight - el.scrollTop, up: el.scrollTop};
      if (!can('overflowX')) spare.left = spare.right = 0;
      if (!can('overflowY')) spare.up = spare.down = 0;
      chain.push({id: top ? 'page' : el.dataset.id, zoom: top ? 1 : el.currentCSSZoom, ...spare});  // a viewport is not zoomed
    }
    return chain;
  }

  // What lies at a point of this document; another document's business when `frame` is set.
  // `slack`: how far the point may be off, because it came through an iframe that is not on whole pixels.
  function at(x, y, slack = 0) {
    if (!(x >= 0 && y >= 0 && x < innerWidth && y < innerHeight)) return null;
    const el = deepest(x, y);
    if (!el) return null;
    const owner = named(el), box = el.localName === 'iframe' ? inside(el) : null;
    if (box) {
      const inner = [(x - box.x) / box.ratio, (y - box.y) / box.ratio];
      const whole = [box.x, box.y].every(v => Math.abs(v * devicePixelRatio - Math.round(v * devicePixelRatio)) < 1e-3) && box.ratio === 1;
      const off = slack / box.ratio + (whole ? 0 : 0.75 * Math.max(1, 1 / box.ratio)), edges = [...inner, box.w - inner[0], box.h - inner[1]];
      if (edges.some(edge => Math.abs(edge) <= Math.max(off, 1))) return null;  // whose edge it is, is rounded
      if (edges.every(edge => edge > 0)) return {frame: el.name, inner, ratio: box.ratio, zoom: el.currentCSSZoom, slack: off, scrollers: scrollers(parentOf(el))};
    }
    const cell = el.localName === 'canvas' ? cellOf(el, x, y) : '', off = Math.max(slack, FINEST);
    const steady = [[-off, -off], [off, -off], [-off, off], [off, off]].every(([dx, dy]) => {
      const near = deepest(x + dx, y + dy);
      return named(near) === owner && (!cell || cell === cellOf(el, x + dx, y + dy));
    }) && !cell.includes('-');
    return {id: idOf(el), kind: owner?.dataset.kind ?? '', cell, steady, bar: onBar(el, x, y), scrollers: scrollers(el)};
  }

  // All that lies within two px of a point.
  function around(x, y, px) {
    const steps = [-2, -1, 0, 1, 2];
    return [...new Set(steps.flatMap(i => steps.map(j => idOf(deepest(x + i * px, y + j * px)))))];
  }

  function dice(seed) {
    return () => {
      seed = (seed + 0x6D2B79F5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  // A random element of a kind ('' for any) and a random point that is on it, often just inside an edge.
  function pick(seed, kind) {
    const random = dice(seed), all = everywhere(kind ? `[data-kind="${kind}"]` : '[data-id]');
    for (let tries = 0; all.length && tries < 30; tries++) {
      const el = all[Math.floor(random() * all.length)], rects = [...el.getClientRects()];
      const rect = rects[Math.floor(random() * rects.length)];
      if (!rect) continue;
      const along = (from, length) => {
        const near = random() * Math.min(length, 0.9), where = random();
        return where < 0.15 ? from + near : where < 0.3 ? from + length - near : from + random() * length;
      };
      const x = along(rect.left, rect.width), y = along(rect.top, rect.height), hit = at(x, y);
      if (hit && !hit.frame && hit.id === el.dataset.id && !hit.bar) return {id: hit.id, x, y};
    }
    return null;
  }

  function report() {
    const said = {log, values: {}, scrolls: {page: [scrollX, scrollY]}};
    log = [];
    for (const el of everywhere('[data-id]')) {
      const id = el.dataset.id;
      if (el.dataset.kind === 'field' || el.dataset.kind === 'slider') said.values[id] = el.value ?? el.innerText;
      if (el.dataset.moved) said.values[id] = el.dataset.moved;
      if (el.dataset.kind === 'pane' || el.localName === 'textarea' || el.isContentEditable) said.scrolls[id] = [el.scrollLeft, el.scrollTop];
    }
    return said;
  }

  // Where a slider's thumb is now and where it is for another value.
  function slide(id, share) {
    const el = find(id), rect = el.getBoundingClientRect(), ratio = rect.width / el.offsetWidth, thumb = 16 * ratio;
    const [min, max, step] = [+el.min, +el.max, +el.step], value = min + Math.round(share * (max - min) / step) * step;
    const x = v => rect.left + thumb / 2 + (v - min) / (max - min) * (rect.width - thumb), y = rect.top + rect.height / 2;
    return {value: String(value), from: [x(+el.value), y], to: [x(value), y]};
  }

  // A drag near the edge of what can still scroll makes it scroll, and the letters flee.
  const EDGE = 40;
  function liesStill(el, x, y) {
    for (; el; el = parentOf(el)) {
      if (el === document.body || el.scrollWidth <= el.clientWidth && el.scrollHeight <= el.clientHeight) continue;
      const box = el === document.documentElement ? {left: 0, top: 0, right: innerWidth, bottom: innerHeight} : el.getBoundingClientRect();
      if (x < box.left + EDGE || x > box.right - EDGE || y < box.top + EDGE || y > box.bottom - EDGE) return false;
    }
    return true;
  }

  // Two places between letters, and what the page itself selects between them.
  function words(seed) {
    const random = dice(seed), blocks = everywhere('[data-kind=prose]').filter(el => el.getRootNode() === document);
    for (let tries = 0; blocks.length && tries < 20; tries++) {
      const block = blocks[Math.floor(random() * blocks.length)];
      const texts = [...block.childNodes].filter(node => node.nodeType === 3 && node.data.trim().length > 3);
      const ends = [0, 1].map(() => {
        const node = texts[Math.floor(random() * texts.length)], from = Math.floor(random() * node.data.length), range = new Range();
        range.setStart(node, from);
        range.setEnd(node, from + 1);
        const rect = range.getClientRects()[0];
        return rect && {x: rect.left + rect.width * (random() < 0.5 ? 0.25 : 0.75), y: rect.top + rect.height / 2};
      });
      if (!ends.every(end => end && at(end.x, end.y)?.id === block.dataset.id && liesStill(block, end.x, end.y))) continue;
      const [from, to] = ends.map(end => document.caretPositionFromPoint(end.x, end.y)), selection = getSelection();
      selection.setBaseAndExtent(from.offsetNode, from.offset, to.offsetNode, to.offset);
      const text = selection.toString();
      selection.removeAllRanges();
      if (text) return {id: block.dataset.id, text, from: [ends[0].x, ends[0].y], to: [ends[1].x, ends[1].y]};
    }
    return null;
  }

  const edits = el => el && (el.isContentEditable || ['input', 'textarea'].includes(el.localName));

  // A frame that is out of sight is never drawn, so time ends the waiting too.
  const drawn = () => new Promise(done => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
    setTimeout(() => done(false), 100);
  });

  // Drops the selection, that no later drag takes it along; not under a caret, which would come back by itself
  // and scroll to where it was.
  function calm(blur) {
    let el = document.activeElement;
    for (let root; el && (root = shades.get(el)) && root.activeElement;) el = root.activeElement;
    if (blur) el?.blur();
    if (blur || !edits(el)) getSelection().removeAllRanges();
  }

  listen(document);
  window.truth = {at, around, pick, report, slide, words,
    enter: (name, x, y) => { const box = frame(name); return [(x - box.x) / box.ratio, (y - box.y) / box.ratio]; },
    leave: (name, x, y) => { const box = frame(name); return [box.x + x * box.ratio, box.y + y * box.ratio]; },
    takes_lines: id => { const el = find(id); return el.localName === 'textarea' || el.contentEditable === 'plaintext-only'; },
    drawn,
    selected: () => getSelection().toString(),
    calm,
  };
  addEventListener('DOMContentLoaded', () => {
    shade(document);
    everywhere('canvas').forEach(paint);
  });
})();
