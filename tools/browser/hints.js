// What can be used on this page: [{role, name, group, value, state, options, box, key}], boxes in CSS px of this frame.
// With a point, only what lies there: {hint} or {frame: element} when that is another frame's business.
// With {role, name, key}: what has the focus, {role, name, meant: whether it is that one}; null where nothing here has it.
(asked) => {
  const SELECTOR = 'a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,label,' +
    '[contenteditable=""],[contenteditable=true],[contenteditable=plaintext-only],[onclick],[role],[tabindex]';
  const USED = new Set(['button', 'link', 'textbox', 'searchbox', 'checkbox', 'radio', 'combobox', 'listbox',
    'option', 'slider', 'spinbutton', 'switch', 'tab', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'treeitem',
    'gridcell', 'textarea', 'clickable']);
  const INPUT = {button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox',
    radio: 'radio', range: 'slider', number: 'spinbutton', search: 'searchbox', file: 'file', color: 'color',
    date: 'date', time: 'time', month: 'date', week: 'date', 'datetime-local': 'date'};
  // Fields that may be made of several elements, of which an inner one has the focus.
  const FIELDS = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton']);
  const TICKS = ['checkbox', 'radio'];
  // What values are put into, whatever it is made of.
  const CONTROL = 'input:not([type=hidden]),select,textarea,button,[contenteditable=""],[contenteditable=true],' +
    '[role=combobox],[role=textbox],[role=searchbox],[role=listbox],[role=spinbutton],[role=checkbox],[role=radio],[role=button]';
  const LONGEST = 300, LONGEST_BESIDE = 60;
  const tidy = text => (text || '').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
  const own = (el, name) => el.getAttribute && el.getAttribute(name);

  function roleOf(el) {
    const said = (own(el, 'role') || '').trim().split(/\s+/)[0].toLowerCase();
    if (said) return said;
    switch (el.localName) {
      case 'a': case 'area': return 'link';
      case 'button': case 'summary': return 'button';
      case 'select': return el.multiple || el.size > 1 ? 'listbox' : 'combobox';
      case 'textarea': return 'textbox';
      case 'input': return el.list ? 'combobox' : INPUT[el.type] || 'textbox';
    }
    if (el.isContentEditable) return 'textbox';
    return 'clickable';
  }

  function textOf(el, isLeftOut = () => false) {
    let text = '';
    for (const node of el.childNodes) {
      if (node.nodeType === 3) text += node.data;
      else if (node.nodeType === 1 && !['SCRIPT', 'STYLE', 'SELECT', 'TEXTAREA'].includes(node.nodeName) && !isLeftOut(node)) {
        if (node.nodeName === 'IMG' || own(node, 'aria-label')) text += ' ' + (own(node, 'aria-label') || node.alt || '') + ' ';
        else text += (getComputedStyle(node).display === 'inline' ? '' : ' ') + textOf(node, isLeftOut);
      }
    }
    return text;
  }

  // What a label says is not what stands in or hangs from the control that it is around.
  const labelOf = label => bare(textOf(label, node => node.matches(CONTROL + ',[role=option],[role=menu]')));
  const bare = text => tidy(text).replace(/\s*[:：]$/, '');
  const isNative = el => ['input', 'select', 'textarea'].includes(el.localName) || el.isContentEditable;
  const isField = el => isNative(el) ? !(el.localName === 'input' && INPUT[el.type] === 'button') : FIELDS.has(own(el, 'role'));

  function namedBy(el) {
    const root = el.getRootNode();
    return (own(el, 'aria-labelledby') || '').split(/\s+/).filter(Boolean).map(id => root.getElementById?.(id))
      .filter(other => other && !(isField(el) && el.contains(other)))  // what stands in a field is its value
      .map(other => [...el.labels || []].find(label => other.contains(label)) || other);
  }

  // The select that a script has put something else in place of, for which labels still speak.
  function standsFor(el) {
    if (isNative(el) || own(el, 'role') !== 'combobox') return null;
    const inside = el.querySelector('select');
    if (inside) return shown(inside) ? null : inside;
    for (let at = el, n = 0; at && n < 4; at = at.parentElement, n++) {
      const before = at.previousElementSibling;
      if (before) return before.localName === 'select' && !boxOf(before) ? before : null;
    }
    return null;
  }

  // What stands before a field, in its own line or in the one above, or after a box; '' where that can be no name.
  function beside(el, way) {
    let text = '', at = el, mayBeAbove = way === 'previousSibling';
    while (true) {
      const next = at[way];
      if (!next) {
        at = at.parentElement;
        if (!at || at.matches('td,th,label,form,fieldset,body') || getComputedStyle(at).display.startsWith('inline') === false) break;
        continue;
      }
      at = next;
      if (at.nodeType === 1) {
        if (at.localName === 'br' && mayBeAbove && !text.trim()) {
          mayBeAbove = false;
          continue;
        }
        if (at.matches('br,label,script,style') || at.matches(SELECTOR) || at.querySelector(SELECTOR)) break;
        if (!shown(at)) continue;
        if (!getComputedStyle(at).display.startsWith('inline')) break;
      }
      const part = at.nodeType === 3 ? at.data : at.nodeType === 1 ? textOf(at) : '';
      text = way === 'nextSibling' ? text + part : part + text;
    }
    const said = bare(text);
    return said.length <= LONGEST_BESIDE && /\p{L}{2}|^\p{L}$/u.test(said) && !/[.!;,]$/.test(said) ? said : '';
  }

  // What the first cells of a row say of those after them, in a table whose columns have no heads.
  function rowHead(el) {
    const cell = el.closest('td,th'), table = cell && cell.closest('table'), first = table && table.rows[0];
    if (!cell || !first || table.tHead || first.cells.length > 1 && [...first.cells].every(one => one.localName === 'th')) return '';
    for (let at = cell.previousElementSibling; at; at = at.previousElementSibling) {
      if (at.querySelector(CONTROL)) continue;
      const plain = bare(textOf(at, node => node.localName === 'a')), said = /\p{L}/u.test(plain) ? plain : bare(textOf(at));
      if (/\p{L}/u.test(said)) return said.length <= LONGEST_BESIDE ? said : '';
    }
    return '';
  }

  // Labels that belong to no control, or to one that is not there any more, speak of those after them in their row.
  const roots = new WeakMap();
  function rowLabels(root) {
    if (roots.has(root)) return roots.get(root);
    const found = new Map();
    roots.set(root, found);
    for (const label of root.querySelectorAll('label')) {
      if (label.control || !shown(label) || !labelOf(label)) continue;
      let row = label.parentElement;
      while (row && !row.matches('form,fieldset,table,body,main') && !row.querySelector(CONTROL)) row = row.parentElement;
      if (!row || row.matches('table,body,main')) continue;
      for (const el of row.querySelectorAll(CONTROL)) {
        if (label.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) found.set(el, label);
      }
    }
    return found;
  }

  function groupOf(el) {
    if (!isField(el)) return '';
    const label = rowLabels(el.getRootNode()).get(el);
    return label ? labelOf(label) : rowHead(el);
  }

  function byPlace(el) {
    if (TICKS.includes(el.type)) return beside(el, 'nextSibling') || (el.type === 'checkbox' ? rowHead(el) : '');
    const head = groupOf(el), before = beside(el, 'previousSibling');
    return head && before ? `${head} ${before}` : head || before;
  }

  function nameOf(el) {
    const by = tidy(namedBy(el).map(other => isField(el) ? labelOf(other) : textOf(other)).join(' '));
    if (by) return by;
    if (tidy(own(el, 'aria-label'))) return tidy(own(el, 'aria-label'));
    if (el.labels && el.labels.length) {
      const said = tidy([...el.labels].map(labelOf).join(' '));
      if (said) return said;
    }
    const hidden = standsFor(el);
    if (hidden) return nameOf(hidden);
    if (el.localName === 'input' && ['button', 'submit', 'reset'].includes(el.type))
      return tidy(el.value || {submit: 'Submit', reset: 'Reset'}[el.type]);
    if (el.localName === 'input' && el.type === 'image') return tidy(el.alt || el.title);
    if (isField(el) && byPlace(el)) return byPlace(el);
    if (!isField(el) && !isNative(el) && own(el, 'role') !== 'listbox' && tidy(textOf(el))) return tidy(textOf(el));
    return tidy(own(el, 'title') || own(el, 'placeholder') || own(el, 'alt') || '');
  }

  function valueOf(el) {
    if (el.localName === 'select') return [...el.selectedOptions].map(option => tidy(option.label)).join('; ');
    if (el.localName === 'input') {
      if (['checkbox', 'radio', 'button', 'submit', 'reset', 'image'].includes(el.type)) return '';
      if (el.type === 'file') return [...el.files].map(file => file.name).join('; ');
      return el.type === 'password' ? '\u2022'.repeat(el.value.length) : el.value;
    }
    if (el.localName === 'textarea') return el.value;
    if (el.isContentEditable) return el.innerText;
    return own(el, 'aria-valuetext') || own(el, 'aria-valuenow') || (isField(el) ? shownIn(el) : '');
  }

  // What stands in a field that is made of other elements; a list that hangs from it is outside.
  function shownIn(el) {
    const box = el.getBoundingClientRect(), texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT), range = document.createRange();
    let said = '';
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.data.trim() || !shown(node.parentElement) || node.parentElement.closest('button,[role=button],option')) continue;
      range.selectNodeContents(node);
      const at = range.getBoundingClientRect(), x = at.x + at.width / 2, y = at.y + at.height / 2;
      if (at.width && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) said += ' ' + node.data;
    }
    return tidy(said).replace(/^[×✕✖]\s*|\s*[×✕✖]$/g, '');  // the sign that empties it
  }

  function stateOf(el, active) {
    const state = [], aria = name => own(el, 'aria-' + name);
    const tick = ['checkbox', 'radio'].includes(el.type) && el.localName === 'input';
    const checked = tick ? (el.indeterminate ? 'mixed' : String(el.checked)) : aria('checked') ?? aria('pressed');
    if (checked) state.push({true: 'checked', false: 'unchecked', mixed: 'mixed'}[checked] || 'unchecked');
    if (el.matches(':disabled') || aria('disabled') === 'true') state.push('disabled');
    if (el.matches(':read-only') && ['input', 'textarea'].includes(el.localName) && el.readOnly) state.push('readonly');
    if (el.required || aria('required') === 'true') state.push('required');
    if (el === active) state.push('focused');
    if (aria('expanded')) state.push(aria('expanded') === 'true' ? 'expanded' : 'collapsed');
    if (aria('selected') === 'true') state.push('selected');
    if (aria('invalid') === 'true' || el.matches(':user-invalid')) state.push('invalid');
    if (el.type === 'password') state.push('masked');
    if (el.multiple) state.push('multiple');
    return state;
  }

  function rectOf(el) {
    // A link over two lines: its largest piece, so that the middle of the box is on it.
    const rects = [...el.getClientRects()].filter(r => r.width > 0 && r.height > 0);
    return rects.sort((a, b) => b.width * b.height - a.width * a.height)[0];
  }

  function cut(rect) {
    const x = Math.max(rect.left, 0), y = Math.max(rect.top, 0);
    const right = Math.min(rect.right, innerWidth), bottom = Math.min(rect.bottom, innerHeight);
    return right - x > 1 && bottom - y > 1 ? [x, y, right - x, bottom - y] : null;
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

  const up = el => el.assignedSlot || el.parentElement || (el.getRootNode().host ?? null);

  function belongs(hit, el) {
    for (let at = hit; at; at = up(at)) {
      if (at === el || (at.localName === 'label' && at.control === el)) return true;
    }
    return false;
  }

  function reachable(el, [x, y, w, h]) {
    const spots = [[.5, .5], [.25, .5], [.75, .5], [.5, .2], [.5, .8]];
    return spots.some(([fx, fy]) => { const hit = deepest(x + w * fx, y + h * fy); return hit && belongs(hit, el); });
  }

  function shown(el) {
    return el.checkVisibility ? el.checkVisibility({visibilityProperty: true}) : getComputedStyle(el).visibility === 'visible';
  }

  function active() {
    let el = document.activeElement;
    while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement;
    return el;
  }

  // Of what is scrolled half out of a list only that part which is to be seen.
  function inView(el, box) {
    const [x, y, w, h] = box, hit = deepest(x + w / 2, y + h / 2);
    if (hit && belongs(hit, el)) return box;
    let [left, top, right, bottom] = [x, y, x + w, y + h];
    for (let at = up(el); at && at !== document.body && at !== document.documentElement; at = up(at)) {
      const style = getComputedStyle(at);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const around = at.getBoundingClientRect();
      left = Math.max(left, around.left); right = Math.min(right, around.right);
      top = Math.max(top, around.top); bottom = Math.min(bottom, around.bottom);
    }
    return right - left > 1 && bottom - top > 1 ? [left, top, right - left, bottom - top] : box;
  }

  function boxOf(el) {
    const labels = el.localName === 'input' && [...TICKS, 'file'].includes(el.type) ? el.labels : [];
    for (const part of [el, ...labels]) {  // a hidden box is used through its label
      if (!shown(part)) continue;
      const rect = rectOf(part), box = rect && cut(rect);
      if (box && reachable(part === el ? el : part, box)) return inView(part, box);
    }
    return null;
  }

  // What shows the choice of a combobox is no field of its own, nor an entry; the list that hangs from it may be one.
  function isPartOfField(el, role) {
    if (isNative(el) || !['textbox', 'listbox', 'searchbox', 'option'].includes(role)) return false;
    const list = role === 'option' && el.closest('[role=listbox]');
    if (list && !isPartOfField(list, 'listbox')) return false;
    const host = el.parentElement && el.parentElement.closest('[role=combobox]'), outer = host && rectOf(host), inner = rectOf(el);
    return Boolean(outer && inner && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1);
  }

  function hintFor(el, focus) {
    const role = roleOf(el);
    if (el.localName === 'label') return null;  // it speaks through its control
    if (!USED.has(role) && !['file', 'color', 'date', 'time'].includes(role)) return null;
    if (role === 'clickable' && !el.hasAttribute('onclick') && !(el.tabIndex >= 0)) return null;
    if (isPartOfField(el, role)) return null;
    const box = boxOf(el);
    if (!box) return null;
    const options = el.localName === 'select' ? [...el.options].slice(0, 500).map(o => tidy(o.label)) : [];
    const name = nameOf(el), group = groupOf(el);
    return {role, name, group: group === name ? '' : group, value: valueOf(el).slice(0, 10000), state: stateOf(el, focus), options, box, key: keyOf(el)};
  }

  // What makes an element itself while its document stands: two may be called the same.
  function keys() {
    const place = Symbol.for('handeye.keys');
    if (!globalThis[place]) {
      const kept = {document: Math.random().toString(36).slice(2), last: 0, of: new WeakMap()};
      Object.defineProperty(globalThis, place, {value: kept});
    }
    return globalThis[place];
  }

  function keyOf(el) {
    const kept = keys();
    if (!kept.of.has(el)) kept.of.set(el, `${kept.document}.${++kept.last}`);
    return kept.of.get(el);
  }

  function* everything(root) {
    for (const el of root.querySelectorAll('*')) {
      yield el;
      if (el.shadowRoot) yield* everything(el.shadowRoot);
    }
  }

  // Also another element in its place, where that one is gone and no other is called so.
  function isMeant(el) {
    const kept = keys(), isCalledSo = other => roleOf(other) === asked.role && nameOf(other) === asked.name;
    if (!isCalledSo(el)) return false;
    if (kept.of.get(el) === asked.key) return true;
    if (asked.key && !asked.key.startsWith(kept.document + '.')) return false;
    for (const other of everything(document)) {
      if (other === el) continue;
      if (asked.key && kept.of.get(other) === asked.key) return false;
      if (other.matches(SELECTOR) && other.localName !== 'label' && shown(other) && isCalledSo(other)) return false;
    }
    return true;
  }

  function focused() {
    const focus = active();
    if (!document.hasFocus() || !focus || ['iframe', 'frame', 'object', 'embed'].includes(focus.localName)) return null;
    if (focus === document.documentElement || focus === document.body && !focus.isContentEditable) return null;
    for (let at = up(focus); at; at = up(at)) {
      if (FIELDS.has(roleOf(at)) && keys().of.get(at) === asked.key && nameOf(at) === asked.name) return {role: asked.role, name: asked.name, meant: true};
    }
    return {role: roleOf(focus), name: nameOf(focus), meant: isMeant(focus)};
  }

  if (asked && !Array.isArray(asked)) return focused();

  if (Array.isArray(asked)) {
    const hit = deepest(asked[0], asked[1]);
    if (hit && ['iframe', 'frame'].includes(hit.localName)) return hit;
    for (let at = hit; at; at = up(at)) {
      const el = at.localName === 'label' && at.control ? at.control : at;
      const hint = el.matches(SELECTOR) ? hintFor(el, active()) : null;
      if (hint) return {hint};
    }
    return {hint: null};
  }

  const hints = [], focus = active();
  for (const el of everything(document)) {
    const hint = el.matches(SELECTOR) && hintFor(el, focus);
    if (hint) hints.push(hint);
  }
  return hints.slice(0, 2000);
}
