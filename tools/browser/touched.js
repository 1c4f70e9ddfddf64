// Notes which nodes of this document change while an event of the user's own is being handled: by the page's handlers, and
// by what they do before anything else happens. Timers and answers that come later are not among it, nor what moves by itself.
(() => {
  const BEGINS = ['pointerdown', 'mousedown', 'keydown'];
  const EVENTS = [...BEGINS, 'pointerup', 'mouseup', 'click', 'auxclick', 'dblclick', 'contextmenu', 'keypress', 'beforeinput',
    'input', 'change', 'keyup', 'submit', 'reset', 'toggle', 'drop', 'dragend'];
  const WHAT = {subtree: true, childList: true, characterData: true, attributes: true};
  const MOST = 200, ONE_GESTURE_MS = 100;
  const isThere = rect => rect && rect.width && rect.height;
  let nodes = new Map(), handling = false, awaited = false, last = -Infinity;
  const add = node => { if (!nodes.has(node)) nodes.set(node, null); };
  const note = records => {
    for (const {type, target, addedNodes, removedNodes} of nodes.size < MOST ? records : []) {
      const whole = target === document || target === document.documentElement || target === document.body;
      addedNodes.forEach(add);
      // What was taken away left room in what it was part of.
      if (!whole && (type !== 'childList' || removedNodes.length)) add(target);
    }
  };
  const observer = new MutationObserver(note);
  const after = globalThis.scheduler?.postTask
    ? work => scheduler.postTask(work, {priority: 'user-blocking'})
    : work => { const {port1, port2} = new MessageChannel(); port1.onmessage = work; port2.postMessage(0); };
  const nextPicture = globalThis.requestAnimationFrame.bind(globalThis);
  // What is shown only briefly stood where it was first drawn.
  const remember = () => {
    awaited = false;
    for (const node of nodes.keys()) {
      const at = rectOf(node);
      if (isThere(at)) nodes.set(node, at);
    }
  };
  const end = () => {
    note(observer.takeRecords());
    observer.disconnect();
    handling = false;
    if (nodes.size && !awaited) { awaited = true; nextPicture(remember); }
  };
  const begin = event => {
    if (!event.isTrusted) return;
    const starts = BEGINS.includes(event.type) || event.type === 'beforeinput' && !handling;  // a text that was put in has no keys
    if (starts && event.timeStamp - last > ONE_GESTURE_MS) nodes = new Map();
    last = event.timeStamp;
    observer.observe(document, WHAT);
    for (const node of event.composedPath()) if (node instanceof ShadowRoot) observer.observe(node, WHAT);
    if (!handling) after(end);
    handling = true;
  };
  for (const name of EVENTS) addEventListener(name, begin, {capture: true, passive: true});
  const rectOf = node => {
    if (node.getBoundingClientRect) return node.getBoundingClientRect();
    const range = document.createRange();
    try { range.selectNodeContents(node); } catch { return new DOMRect(); }
    return range.getBoundingClientRect();
  };
  const placeOf = ([node, drawn]) => { const now = rectOf(node); return isThere(now) ? now : drawn; };
  const tell = () => [...nodes].map(placeOf).filter(isThere).map(({x, y, width, height}) => [x, y, width, height]);
  tell.begin = begin;
  Object.defineProperty(globalThis, Symbol.for('handeye.touched'), {value: tell});
})();
