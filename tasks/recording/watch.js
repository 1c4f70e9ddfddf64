// What a person does on this page, told as it happens: run in a world of its own, which no script of the page can reach.
// `hintsOf` says what can be used here (hints.js). Only trusted events count: what a page makes up itself is no step.
(hintsOf) => {
  if (globalThis.recording) return;

  const TEXT = new Set(['text', 'search', 'email', 'tel', 'url', 'password', 'number', 'date', 'time', 'month', 'week', 'datetime-local']);
  const WITH_MEANING = new Set(['Enter', 'Escape']), HELD = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);
  const EDITS = new Set(['a', 'c', 'v', 'x', 'y', 'z']), CARET = new Set(['Home', 'End', 'ArrowLeft', 'ArrowRight', 'Backspace', 'Delete']);
  const CHECK_KEY = 'F8', MOVED_PX = 8, LONGEST = 200, MOST_SAID = 60, LONGEST_VALUE = 10000;
  const SAYS = 'h1,h2,h3,h4,legend,[role=heading],[role=alert],[role=status],[aria-live=polite],[aria-live=assertive],output,dialog,[role=dialog]';
  const tidy = text => (text || '').replace(/\s+/g, ' ').trim();
  const now = () => performance.timeOrigin + performance.now();
  const tell = (event, more) => globalThis.handeyeTell(JSON.stringify({event, at_ms: now(), ...more}));

  let pressed = null;        // what the pointer is or was down on
  let into = null;           // the control that the keyboard works on, once it was told
  let typed = new WeakMap(); // what was told of a field last
  let hasKeys = null;        // the field that a person has typed into
  let entered = false;       // Enter is down in a field: the click that follows is the browser's
  let at = {x: -1, y: -1};   // the pointer
  let chosen = [];           // the files that were chosen last

  function natureOf(el) {
    if (!el || !el.localName) return 'other';
    if (el.localName === 'select') return 'choice';
    if (el.localName === 'textarea' || el.isContentEditable) return 'lines';
    if (el.localName !== 'input') return 'other';
    if (['checkbox', 'radio'].includes(el.type)) return 'tick';
    if (['file', 'range', 'color'].includes(el.type)) return el.type;
    return TEXT.has(el.type) ? 'text' : 'other';
  }

  // The control that an event is about: a label stands for its own.
  function controlOf(event) {
    const path = event.composedPath().filter(each => each.nodeType === 1);
    for (const each of path) {
      if (each.localName === 'label' && each.control) return each.control;
      if (natureOf(each) !== 'other') return each.isContentEditable ? each.closest('[contenteditable]') || each : each;
    }
    return path[0] || document.documentElement;
  }

  const keys = () => globalThis[Symbol.for('handeye.keys')]?.of ?? new WeakMap();
  // The key of the nearest thing around an element that hints speak of.
  function keyOf(el, told) {
    const known = new Set(told.map(each => each.key));
    for (let each = el; each; each = each.assignedSlot || each.parentElement || (each.getRootNode().host ?? null)) {
      const key = keys().get(each);
      if (known.has(key)) return key;
      if (each.localName === 'label' && each.control && known.has(keys().get(each.control))) return keys().get(each.control);
    }
    return '';
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

  // What nobody is to read, whatever it is made of.
  const SECRET = new Set(['current-password', 'new-password', 'one-time-code', 'cc-csc']);
  const isSecret = el => el.localName === 'input' && (el.type === 'password' || SECRET.has((el.autocomplete || '').split(' ').pop()) ||
    (getComputedStyle(el).webkitTextSecurity || 'none') !== 'none');

  function hintsNow() {
    const hints = hintsOf(null), secret = new Set();
    for (const el of everything(document)) if (el.localName === 'input' && isSecret(el)) secret.add(keys().get(el));
    for (const hint of hints) if (secret.has(hint.key)) { hint.value = ''; hint.state = [...new Set([...hint.state, 'masked'])]; }
    return hints;
  }

  const heldOf = event => ['ctrl', 'alt', 'shift', 'meta'].filter(name => event[name + 'Key']);
  const boxOf = el => { const rect = el.getBoundingClientRect(); return [rect.left, rect.top, rect.width, rect.height]; };

  // All that could be used now, which of it this is about, and the text of the smallest element there.
  function seenAt(el, x, y) {
    const hints = hintsNow();
    return {hints, key: keyOf(el, hints), ...textAt(el, x, y)};
  }

  function textAt(el, x, y) {
    const hit = deepest(x, y) || el;
    return {x, y, text: tidy(hit.innerText).slice(0, LONGEST), around: boxOf(hit)};
  }

  // What stands beside a text as its label: the term of a list, the head of a row.
  function labelOf(el) {
    const given = el.closest('dd'), cell = el.closest('td'), output = el.closest('output');
    if (given) {
      let term = given.previousElementSibling;
      while (term && term.localName !== 'dt') term = term.previousElementSibling;
      return tidy(term && term.innerText);
    }
    if (cell) return tidy(cell.parentElement.querySelector('th')?.innerText);
    return tidy(output?.labels?.[0]?.innerText);
  }

  const hasMeaning = el => getComputedStyle(el).cursor === 'pointer' || Boolean(el.closest('[onclick],a[href],button,summary,[role]'));

  // ---- the pointer

  const isCheck = event => event.altKey && event.button === 0;
  const keepFromPage = event => { event.preventDefault(); event.stopImmediatePropagation(); };
  const check = (el, x, y) => tell('check', {...seenAt(el, x, y), label: labelOf(el).slice(0, LONGEST)});

  function pointerDown(event) {
    at = {x: event.clientX, y: event.clientY};
    if (isCheck(event)) {
      keepFromPage(event);
      pressed = null;
      check(event.composedPath()[0], at.x, at.y);
      return;
    }
    const el = controlOf(event), nature = natureOf(el);
    pressed = {x: at.x, y: at.y, nature, moved: false, dragged: false, clicked: false};
    tell('press', {...seenAt(el, at.x, at.y), nature, button: event.button, held: heldOf(event)});
  }

  function pointerUp(event) {
    if (isCheck(event)) { keepFromPage(event); return; }
    if (!pressed || event.button !== 0) return;
    pressed.moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > MOVED_PX;
    if (pressed.moved && !pressed.dragged && pressed.nature === 'other' && getSelection().isCollapsed) {
      tell('drop', textAt(event.target, event.clientX, event.clientY));
    }
  }

  function drop(event) {
    if (pressed && pressed.dragged) tell('drop', textAt(event.target, event.clientX, event.clientY));
  }

  function click(event) {
    if (event.altKey) { keepFromPage(event); return; }
    const el = controlOf(event), nature = natureOf(el);
    if (!['other', 'text', 'lines'].includes(nature)) return;  // what is chosen there is told by its change
    if (event.detail === 0) {
      // Of the keyboard; what Enter in a field presses, and what a label passes on, is the browser's doing.
      if (nature === 'other' && !entered && into === el && !(pressed && !pressed.clicked)) tell('click', {count: 1, by_key: true, is_sure: true});
      return;
    }
    if (!pressed || pressed.moved) return;
    pressed.clicked = true;
    const isSure = nature === 'other' && hasMeaning(event.composedPath()[0]);
    tell('click', {count: event.detail, is_sure: isSure});
  }

  function contextMenu(event) {
    if (!pressed) return;
    setTimeout(() => { if (event.defaultPrevented) tell('click', {count: 1, button: 2, is_sure: true}); });
  }

  // ---- the keyboard, and what comes of it

  function tellInto(el) {
    if (into === el) return;
    into = el;
    tell('into', {...seenAt(el, at.x, at.y), nature: natureOf(el)});
  }

  const valueOf = el => el.isContentEditable ? el.innerText : el.value;

  function twinOf(el) {
    const others = [...el.getRootNode().querySelectorAll('input')].filter(isSecret);
    return others.slice(0, others.indexOf(el)).find(other => other.value && other.value === el.value);
  }

  function tellTyped(el) {
    const value = valueOf(el);
    if (typed.get(el) === value) return;
    typed.set(el, value);
    const key = keys().get(el) || '';
    if (!isSecret(el)) { tell('typed', {key, value: value.slice(0, LONGEST_VALUE)}); return; }
    const twin = twinOf(el);  // what was typed is nobody's business; that it is the same again is
    tell('typed', {key, masked: true, value: '', same_as: (twin && keys().get(twin)) || ''});
  }

  function input(event) {
    const el = controlOf(event), nature = natureOf(el);
    if (nature !== 'text' && nature !== 'lines') return;
    tellInto(el);
    tellTyped(el);
  }

  function change(event) {
    const el = controlOf(event), nature = natureOf(el), key = keys().get(el) || '';
    if (nature === 'choice') {
      tellInto(el);
      tell('chosen', {key: keys().get(el) || '', values: [...el.selectedOptions].map(each => tidy(each.label)), many: el.multiple});
    } else if (nature === 'tick') {
      tellInto(el);
      tell('ticked', {key: keys().get(el) || '', on: el.checked});
    } else if (nature === 'file') {
      chosen = [...el.files];
      tell('files', {key, values: chosen.map(file => file.name)});
    } else if (nature === 'range' || nature === 'color') {
      tell('moved', {key, value: el.value});
    } else if (nature === 'text' || nature === 'lines') {
      tellTyped(el);
    }
  }

  const nameOf = key => key === ' ' ? 'space' : key.startsWith('Arrow') ? key.slice(5).toLowerCase() : key.toLowerCase();

  function keyDown(event) {
    if (event.key === CHECK_KEY && !heldOf(event).length) {
      keepFromPage(event);
      if (!event.repeat && at.x >= 0) check(deepest(at.x, at.y) || document.documentElement, at.x, at.y);
      return;
    }
    if (HELD.has(event.key) || event.key === 'Tab' || event.isComposing || event.key === 'Dead') return;
    const el = controlOf(event), nature = natureOf(el), held = heldOf(event), isLetter = event.key.length === 1;
    if (nature === 'text' || nature === 'lines') hasKeys = el;
    tellInto(el);
    const said = {values: [...held.filter(name => !(isLetter && name === 'shift')), nameOf(event.key)]};
    if (nature === 'text' || nature === 'lines') {
      if ((isLetter && !held.includes('ctrl') && !held.includes('meta')) || CARET.has(event.key)) return;
      if (isLetter && EDITS.has(event.key.toLowerCase())) return;
    }
    if (isLetter && event.key === ' ' && (nature === 'tick' || el.matches('button,summary,a,[role]'))) return;
    const isEntered = event.key === 'Enter' && (nature === 'text' || nature === 'tick') && !held.length;
    if (isEntered) {
      entered = true;
      if (nature === 'text') tellTyped(el);
    }
    if (isEntered || (event.key === 'Escape' && !held.length)) tell('key', said);
    // Of all other keys those have a meaning that the page takes for itself.
    else setTimeout(() => { if (event.defaultPrevented && !(event.key === 'Enter' && nature === 'choice')) tell('key', said); });
  }

  function focusOut(event) {
    const el = controlOf(event);
    if (hasKeys === el) {
      // A page may have put in another spelling of what was typed.
      tellTyped(el);
      hasKeys = null;
    }
    if (into === el) tell('left', {key: keys().get(el) || ''});
    into = null;
  }

  // ---- all of it

  const HEARS = {
    pointerdown: pointerDown, pointerup: pointerUp, click, contextmenu: contextMenu, drop,
    dragstart: () => { if (pressed) pressed.dragged = true; },
    pointermove: event => { at = {x: event.clientX, y: event.clientY}; },
    mousedown: event => { if (isCheck(event)) keepFromPage(event); },
    mouseup: event => { if (isCheck(event)) keepFromPage(event); },
    keydown: keyDown, keyup: event => { if (event.key === 'Enter') entered = false; },
    input, change, focusin: () => { into = null; }, focusout: focusOut, submit: () => tell('submit', {}),
  };
  const hear = event => { if (event.isTrusted) HEARS[event.type](event); };
  const listen = () => { for (const type of Object.keys(HEARS)) addEventListener(type, hear, true); };
  listen();

  function* everything(root) {
    for (const el of root.querySelectorAll('*')) {
      yield el;
      if (el.shadowRoot) yield* everything(el.shadowRoot);
    }
  }

  function said() {
    const found = [];
    for (const el of everything(document)) {
      if (!el.matches(SAYS) || !el.checkVisibility({visibilityProperty: true})) continue;
      const box = boxOf(el), [x, y, w, h] = box, text = tidy(el.innerText), role = el.getAttribute('role') || '';
      if (!text || text.length > LONGEST || y + h < 0 || y > innerHeight || x + w < 0 || x > innerWidth) continue;
      const isNews = ['alert', 'status'].includes(role) || el.hasAttribute('aria-live') || el.localName === 'output';
      const level = /^h[1-4]$/.test(el.localName) ? Number(el.localName[1]) : 5;
      found.push({kind: isNews ? 'news' : 'heading', level, text, box});
      if (found.length >= MOST_SAID) break;
    }
    return found;
  }

  globalThis.recording = {
    // How the page is now; a page that is written anew has lost its listeners.
    look() {
      listen();
      const hints = hintsNow(), under = at.x < 0 ? null : deepest(at.x, at.y);
      return {hints, over: under ? keyOf(under, hints) : '', said: said()};
    },
    file: number => chosen[number],
  };
}
