// How this document would hear a text of so many letters that is typed into what has the focus: asked before the first one.
// null: nothing here has the focus. {unheard}: no listener would notice, so that it may be put in at once. {field}: what the
// field is, a number that is the same in every copy of the page. Unless that is known, the page is now watched: `isLate` tells
// whether it still moved value, caret or focus when it had handled the first letter; `frame` waits for a picture.
(known, length) => {
  const UNDRAWN_MS = 250;
  const HEARD = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'textInput', 'compositionstart', 'compositionupdate',
    'compositionend', 'selectionchange'];
  const PLAIN = ['text', 'search', 'email', 'tel', 'url', 'password'];
  const active = () => {
    let el = document.activeElement;
    while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement;
    return el;
  };
  const el = active();
  if (!el || !document.hasFocus() || ['iframe', 'frame', 'object', 'embed'].includes(el.localName)) return null;

  // Only a plain field with room for the text, below which nothing is drawn, and in no shadow tree. A document that nobody has
  // used yet would feel the first key. Our own listeners, which note what the page's do, are none of the page's.
  const isUnheard = () => {
    const plain = el.localName === 'textarea' || el.localName === 'input' && PLAIN.includes(el.type) && !el.list;
    if (!plain || !navigator.userActivation?.hasBeenActive) return false;
    if (el.maxLength >= 0 && el.value.length + length > el.maxLength) return false;
    const way = [window], own = globalThis[Symbol.for('handeye.touched')]?.begin;
    for (let node = el; node; node = node.parentNode) way.push(node);
    return way.includes(document) && !way.some(node => {
      const heard = getEventListeners(node);
      return HEARD.some(type => heard[type]?.some(each => each.listener !== own));
    });
  };
  if (typeof getEventListeners === 'function' && isUnheard()) return {unheard: true};

  const worn = [...el.attributes].filter(({name}) => !['value', 'style'].includes(name)).map(({name, value}) => `${name}=${value}`);
  const labels = [...(el.labels ?? [])].map(label => label.textContent);
  const said = [location.origin + location.pathname, el.localName, ...worn, ...labels].join('\n');
  const field = [...said].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 2 ** 47, 7);
  if (known.includes(field)) return {field};

  const state = () => {
    const {anchorNode, anchorOffset} = getSelection() ?? {}, caret = el.contains(anchorNode) && anchorOffset;
    return [active() === el, el.value ?? el.textContent, el.selectionStart, el.selectionEnd, caret].join('\n');
  };
  // Handlers take their turn when a key goes down and when it comes up: what was so after them is so before the next ones.
  let noted, late = false;
  const note = () => queueMicrotask(() => { noted = state(); });
  const check = () => { late ||= noted !== undefined && noted !== state(); };
  const hear = method => {
    for (const type of ['keydown', 'keyup']) method(type, check, {capture: true, passive: true});
    for (const type of ['keydown', 'keypress', 'input', 'keyup']) method(type, note, {passive: true});
  };
  const frame = () => new Promise(done => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, UNDRAWN_MS);
  });
  const isLate = async () => {
    await frame();
    await frame();
    check();
    hear(removeEventListener);
    return late;
  };
  hear(addEventListener);
  Object.defineProperty(globalThis, Symbol.for('handeye.letters'), {configurable: true, value: {isLate, frame}});
  return {field, watched: true};
}
