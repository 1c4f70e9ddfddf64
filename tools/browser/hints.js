// What can be used on this page: [{role, name, value, state, options, box, key}], boxes in CSS px of this frame.
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
  const LONGEST = 300;
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

  function textOf(el) {
    let text = '';
    for (const node of el.childNodes) {
      if (node.nodeType === 3) text += node.data;
      else if (node.nodeType === 1 && !['SCRIPT', 'STYLE', 'SELECT', 'TEXTAREA'].includes(node.nodeName)) {
        if (node.nodeName === 'IMG' || own(node, 'aria-label')) text += ' ' + (own(node, 'aria-label') || node.alt || '') + ' ';
        else text += (getComputedStyle(node).display === 'inline' ? '' : ' ') + textOf(node);
      }
    }
    return text;
  }

  function nameOf(el) {
    const by = (own(el, 'aria-labelledby') || '').split(/\s+/).filter(Boolean)
      .map(id => el.getRootNode().getElementById?.(id)).filter(Boolean).map(other => textOf(other));
    if (tidy(by.join(' '))) return tidy(by.join(' '));
    if (tidy(own(el, 'aria-label'))) return tidy(own(el, 'aria-label'));
    if (el.labels && el.labels.length) {
      const said = tidy([...el.labels].map(label => textOf(label)).join(' '));
      if (said) return said;
    }
    if (el.localName === 'input' && ['button', 'submit', 'reset'].includes(el.type))
      return tidy(el.value || {submit: 'Submit', reset: 'Reset'}[el.type]);
    if (el.localName === 'input' && el.type === 'image') return tidy(el.alt || el.title);
    if (!['input', 'select', 'textarea'].includes(el.localName) && !el.isContentEditable && tidy(textOf(el))) return tidy(textOf(el));
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
    return own(el, 'aria-valuetext') || own(el, 'aria-valuenow') || '';
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

  function boxOf(el) {
    for (const part of [el, ...(el.labels || [])]) {  // a hidden box is used through its label
      if (!shown(part)) continue;
      const rect = rectOf(part), box = rect && cut(rect);
      if (box && reachable(part === el ? el : part, box)) return box;
    }
    return null;
  }

  function hintFor(el, focus) {
    const role = roleOf(el);
    if (el.localName === 'label') return null;  // it speaks through its control
    if (!USED.has(role) && !['file', 'color', 'date', 'time'].includes(role)) return null;
    if (role === 'clickable' && !el.hasAttribute('onclick') && !(el.tabIndex >= 0)) return null;
    const box = boxOf(el);
    if (!box) return null;
    const options = el.localName === 'select' ? [...el.options].slice(0, 500).map(o => tidy(o.label)) : [];
    return {role, name: nameOf(el), value: valueOf(el).slice(0, 10000), state: stateOf(el, focus), options, box, key: keyOf(el)};
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
