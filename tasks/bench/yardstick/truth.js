// What the page itself knows of its words and widgets; the rest comes from a snapshot (snapshot.py).
window.yard = (() => {
  let ids = new Set();
  let numbered = [];
  const at = n => numbered[n];
  const boxOf = r => [r.left, r.top, r.width, r.height];

  function stateOf(el) {
    const state = [], aria = name => el.getAttribute('aria-' + name);
    const tick = el.localName === 'input' && ['checkbox', 'radio'].includes(el.type);
    const checked = tick ? (el.indeterminate ? 'mixed' : String(el.checked)) : aria('checked');
    if (checked) state.push({true: 'checked', false: 'unchecked', mixed: 'mixed'}[checked]);
    if (el.matches(':disabled') || aria('disabled') === 'true') state.push('disabled');
    if (el.readOnly && el.hasAttribute('readonly')) state.push('readonly');
    if (el.required || aria('required') === 'true') state.push('required');
    if (el === document.activeElement) state.push('focused');
    if (aria('expanded')) state.push(aria('expanded') === 'true' ? 'expanded' : 'collapsed');
    if (aria('selected') === 'true') state.push('selected');
    if (aria('invalid') === 'true') state.push('invalid');
    if (el.type === 'password') state.push('masked');
    return state;
  }

  function valueOf(el) {
    if (el.localName === 'select') return el.selectedOptions[0]?.label ?? '';
    if (el.localName === 'textarea') return el.value;
    if (el.localName !== 'input' || ['checkbox', 'radio', 'submit', 'button', 'file'].includes(el.type)) return null;
    return el.type === 'password' ? '\u2022'.repeat(el.value.length) : el.value;
  }

  // A link is a button to whoever looks at it when it has a fill or a frame of its own.
  function looksPressed(el) {
    const style = getComputedStyle(el), sides = ['Top', 'Right', 'Bottom', 'Left'];
    const solid = colour => { const parts = colour.match(/[\d.]+/g); return parts && (parts.length < 4 || +parts[3] > 0.08); };
    const framed = sides.every(side => parseFloat(style[`border${side}Width`]) > 0.4 && style[`border${side}Style`] !== 'none'
      && solid(style[`border${side}Color`]));
    return framed || solid(style.backgroundColor) || style.backgroundImage !== 'none' || style.boxShadow !== 'none';
  }

  // The words and pictures of a link; where it wraps inside a line of text, its largest piece.
  function inside(el) {
    const range = document.createRange();
    range.selectNodeContents(el);
    let rects = [...range.getClientRects(), ...[...el.querySelectorAll('svg,img')].map(e => e.getBoundingClientRect())];
    rects = rects.filter(r => r.width > 1 && r.height > 1);
    if (!rects.length) return boxOf(el.getBoundingClientRect());
    if (getComputedStyle(el).display === 'inline' && el.getClientRects().length > 1)
      rects = [rects.sort((a, b) => b.width * b.height - a.width * a.height)[0]];
    const x = Math.min(...rects.map(r => r.left)), y = Math.min(...rects.map(r => r.top));
    return [x, y, Math.max(...rects.map(r => r.right)) - x, Math.max(...rects.map(r => r.bottom)) - y];
  }

  function collect() {
    numbered = [...document.querySelectorAll('*')];
    numbered.forEach((el, n) => { el.dataset.n = n; });
    ids = new Set();
    const widgets = [...document.querySelectorAll('[data-w]')].map(outline => {
      const {w: id, part} = outline.dataset;
      let kind = outline.dataset.kind;
      ids.add(id);
      const el = document.getElementById(id) || outline;
      if (kind === 'link' && looksPressed(outline)) kind = 'button';
      const worded = ['button', 'link', 'tab'].includes(kind) && el.localName !== 'input';
      const texts = [...(el.labels || [])].map(label => label.innerText);
      if (worded) texts.push(el.innerText);
      else if (kind === 'button' && outline !== el) texts.push(outline.innerText);
      const box = kind === 'link' ? inside(outline) : boxOf(outline.getBoundingClientRect());
      return {id, kind, part, n: +outline.dataset.n, control: +el.dataset.n, said: JSON.parse(outline.dataset.said), box,
        type: el.type || '', value: valueOf(el), texts, state: stateOf(el).filter(word => kind !== 'select' || word !== 'readonly')};
    });
    return {widgets, scroll: [scrollX, scrollY], ratio: devicePixelRatio};
  }

  const pen = document.createElement('canvas').getContext('2d');
  pen.lang = document.documentElement.lang;  // which decides what "sans-serif" is

  let last = {};

  function styled(el, pseudo) {
    if (last.el === el && last.pseudo === pseudo) return last.style;
    const style = getComputedStyle(el, pseudo || null);
    last = {el, pseudo, style};
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fontStretch = {'75%': 'condensed', '87.5%': 'semi-condensed'}[style.fontStretch] || 'normal';
    pen.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
    pen.wordSpacing = style.wordSpacing === 'normal' ? '0px' : style.wordSpacing;
    pen.fontVariantCaps = style.fontVariantCaps;
    pen.fontKerning = style.fontKerning;
    return style;
  }

  // A select cuts what it shows at its padding.
  function contentOf(el, style) {
    const rect = el.getBoundingClientRect(), px = side => parseFloat(style['border' + side + 'Width']) + parseFloat(style['padding' + side]);
    const x = rect.left + px('Left'), y = rect.top + px('Top');
    return [x, y, rect.right - px('Right') - x, rect.bottom - px('Bottom') - y];
  }

  // Where the ink of every word of a run lies, as [start, end, x, y, w, h]; the run is one line in its box.
  function measure({n, pseudo, text, box}) {
    const style = styled(at(n), pseudo);
    const whole = pen.measureText(text), gaps = text.trim().split(/\s+/).length - 1;
    const apart = style.textAlign === 'justify' && gaps ? (box[2] - whole.width) / gaps : 0;
    const stretch = whole.width > 0 && !apart ? box[2] / whole.width : 1;
    let before = 0;
    const ascent = Math.round(whole.fontBoundingBoxAscent), descent = Math.round(whole.fontBoundingBoxDescent);
    const tall = ascent + descent > 0 ? box[3] / (ascent + descent) : 1;
    const words = [...text.matchAll(/[^\s\u200b]+/g)].map(found => {
      const word = found[0], ink = pen.measureText(word), spacing = parseFloat(pen.letterSpacing) || 0;
      const start = pen.measureText(text.slice(0, found.index + word.length)).width - ink.width;
      const left = start - ink.actualBoundingBoxLeft, right = start + Math.max(ink.actualBoundingBoxRight, ink.width * 0.3) ;
      const top = ascent - ink.actualBoundingBoxAscent, bottom = ascent + ink.actualBoundingBoxDescent;
      return [found.index, found.index + word.length, box[0] + left * stretch + apart * before++, box[1] + top * tall,
        (Math.min(right, start + ink.width - spacing + 2) - left) * stretch, (bottom - top) * tall];
    });
    return {words, inner: at(n).localName === 'select' ? contentOf(at(n), style) : null, size: parseFloat(style.fontSize), caps: style.fontVariantCaps !== 'normal', family: style.fontFamily};
  }

  const remembered = make => { const known = new Map(); return el => known.get(el) ?? (known.set(el, make(el)), known.get(el)); };

  const solidity = remembered(el => {
    const own = parseFloat(getComputedStyle(el).opacity);
    return el.parentElement ? own * solidity(el.parentElement) : own;
  });

  const paints = remembered(el => {
    if (['IMG', 'CANVAS', 'VIDEO', 'IFRAME'].includes(el.nodeName)) return 1;
    const style = getComputedStyle(el), parts = style.backgroundColor.match(/[\d.]+/g) || [];
    const alpha = parts.length === 4 ? +parts[3] : 1;
    return (style.backgroundImage !== 'none' ? 1 : alpha) * solidity(el);
  });

  const ellipsis = remembered(el => {
    const style = getComputedStyle(el);
    const cuts = style.textOverflow === 'ellipsis' && style.overflowX !== 'visible' && el.scrollWidth > el.clientWidth;
    if (cuts) return el.getBoundingClientRect().right - parseFloat(style.fontSize) * 1.3;
    return el.parentElement ? ellipsis(el.parentElement) : Infinity;
  });

  // 1 where an element shows at a point, 0 where it does not, between where something thin lies over it.
  function shows(el, [x, y], isText) {
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return 0;
    let through = 1;
    for (const hit of document.elementsFromPoint(x, y)) {
      if (hit === el || el.contains(hit)) return through;
      const label = hit.closest('label');  // one that lies in its own field covers what is written there, but not the field
      if (label && !isText && (label.htmlFor === el.id || (label.control && el.contains(label.control)))) continue;
      if (!hit.contains(el)) through *= 1 - paints(hit);
      if (through < 0.05) return 0;
    }
    return 0;
  }

  // For each {n, points, box} of a text or of a widget: how much of it is to be seen at each point.
  function visible(things, areTexts) {
    const style = document.createElement('style');
    style.textContent = '* { pointer-events: auto !important }';
    document.head.append(style);
    try {
      return things.map(({n, points, box}) => {
        const el = at(n);
        if (!el.checkVisibility({visibilityProperty: true}) || solidity(el) < 0.05) return points.map(() => 0);
        const faint = solidity(el) < 0.35 ? 0.5 : 1;
        const seen = points.map(point => shows(el, point, areTexts) * faint);
        return box[0] + box[2] > ellipsis(el) ? seen.map(part => part / 2) : seen;
      });
    } finally {
      style.remove();
    }
  }

  function hit(x, y) {
    for (let el = document.elementFromPoint(x, y); el; el = el.parentElement) {
      const known = el.dataset.w || el.dataset.hit || (ids.has(el.id) && el.id);
      if (known) return known;
      if (el.localName === 'label' && el.control) return el.control.id;
    }
    return '';
  }

  return {collect, measure: runs => runs.map(measure), visible, hit};
})();
for (const el of document.querySelectorAll('[data-mixed]')) el.indeterminate = true;
