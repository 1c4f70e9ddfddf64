// The film: shows one step at a time, before or after, with what it was about drawn over the picture.
'use strict';
(() => {
  const film = document.querySelector('.film');
  if (!film) return;
  const { first, scenes, pictures } = JSON.parse(document.getElementById('data').textContent);
  const named = id => document.getElementById(id);
  const [canvas, svg, lost] = film.querySelector('.picture').children;
  const view = film.querySelector('.view'), list = film.querySelector('nav'), scrub = named('scrub');
  const articles = scenes.map(scene => named(scene.id));
  const links = scenes.map(scene => list.querySelector(`a[href="#${scene.id}"]`));
  const sides = { before: named('before'), after: named('after') };
  let at = -1, side = 'after', drawing = 0;

  const images = [];
  const image = n => images[n] ??= Object.assign(new Image(), { src: pictures[n].src });

  // A picture is a whole one with the pieces laid over it that changed since.
  async function layers(n) {
    const chain = [];
    for (let each = n; each !== undefined; each = pictures[each].on) chain.unshift(each);
    await Promise.all(chain.map(each => image(each).decode()));
    return chain;
  }

  function draw(chain, onto, [x, y, w, h]) {
    onto.width = w;
    onto.height = h;
    for (const n of chain) onto.getContext('2d').drawImage(image(n), (pictures[n].x ?? 0) - x, (pictures[n].y ?? 0) - y);
  }

  function shape(name, kind, values) {
    for (const layer of ['halo', 'mark']) {
      const drawn = svg.appendChild(document.createElementNS(svg.namespaceURI, name));
      drawn.setAttribute('class', `${layer} ${kind}`);
      for (const [key, value] of Object.entries(values)) drawn.setAttribute(key, value);
    }
  }

  function mark(scene, shown, w, h) {
    svg.replaceChildren();
    svg.setAttribute('viewBox', `0 0 ${w} ${h}`);
    if (named('marks').getAttribute('aria-pressed') !== 'true') return;
    const px = w / (canvas.clientWidth || w);
    const outline = kind => scene[kind].forEach(([x, y, width, height]) => {
      const left = Math.max(x - 4 * px, px), top = Math.max(y - 4 * px, px);
      const right = Math.min(x + width + 4 * px, w - px), bottom = Math.min(y + height + 4 * px, h - px);
      if (right > left && bottom > top) shape('rect', kind, { x: left, y: top, width: right - left, height: bottom - top, rx: 4 * px });
    });
    if (shown === 'after') {
      outline('changed');
      outline('evidence');
      return;
    }
    outline('target');
    if (scene.points.length > 1) shape('polyline', 'target', { points: scene.points.join(' '), 'fill-opacity': 0 });
    for (const [cx, cy] of scene.points) shape('circle', 'target', { cx, cy, r: 7 * px });
  }

  async function paint() {
    const scene = scenes[at], mine = ++drawing;
    const has = { before: scene.before !== null || scene.lost[0], after: scene.after !== null || scene.lost[1] };
    const shown = has[side] ? side : has.after ? 'after' : 'before';
    for (const [name, button] of Object.entries(sides)) {
      button.disabled = !has[name];
      button.setAttribute('aria-pressed', name === shown && has[name]);
    }
    const n = scene[shown];
    const { w, h } = pictures[n ?? scene.before ?? scene.after ?? 0] ?? { w: 1280, h: 720 };
    // At once, so that nothing moves later.
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const chain = n === null ? [] : await layers(n);
    if (mine !== drawing) return;
    draw(chain, canvas, [0, 0, w, h]);
    canvas.setAttribute('aria-label', `${shown}: ${articles[at].querySelector('h2').textContent}`);
    canvas.dataset.shows = n === null ? '' : `${scene.id} ${shown}`;
    lost.hidden = n !== null;
    lost.textContent = has[shown] ? 'This picture is missing; the head of this page says why.' : 'There is no picture here.';
    mark(scene, shown, w, h);
    for (const near of [at - 1, at + 1]) if (scenes[near] && scenes[near][side] !== null) layers(scenes[near][side]);
  }

  async function cut(crop) {
    const n = Number(crop.dataset.picture), [x, y, w, h] = crop.dataset.box.split(' ').map(Number), room = 10;
    const left = Math.max(0, Math.floor(x - room)), top = Math.max(0, Math.floor(y - room));
    const right = Math.min(pictures[n].w, Math.ceil(x + w + room)), bottom = Math.min(pictures[n].h, Math.ceil(y + h + room));
    const chain = await layers(n);
    if (right > left && bottom > top) draw(chain, crop, [left, top, right - left, bottom - top]);
  }

  function show(wanted) {
    const next = Math.min(Math.max(wanted, 0), scenes.length - 1);
    if (next === at) return;
    articles[at]?.classList.remove('current');
    links[at]?.removeAttribute('aria-current');
    at = next;
    articles[at].classList.add('current');
    links[at].setAttribute('aria-current', 'step');
    articles[at].querySelectorAll('canvas').forEach(cut);
    scrub.value = at + 1;
    scrub.setAttribute('aria-valuetext', articles[at].querySelector('h2').textContent);
    named('place').textContent = `${at + 1} of ${scenes.length}`;
    const link = links[at].getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (link.top < frame.top) list.scrollTop += link.top - frame.top - 8;
    if (link.bottom > frame.bottom) list.scrollTop += link.bottom - frame.bottom + 8;
    paint();
  }

  // The address names the step, so that it can be sent to somebody.
  function go(wanted) {
    show(wanted);
    history.replaceState(null, '', `#${scenes[at].id}`);
  }

  function flip(wanted) {
    side = wanted ?? (sides.after.getAttribute('aria-pressed') === 'true' ? 'before' : 'after');
    paint();
  }

  function toggle(button) {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', on);
    return on;
  }

  function resize() {
    view.classList.toggle('full', toggle(named('size')));
    const scene = scenes[at], [x, y, w, h] = [...scene.target, ...scene.evidence, ...scene.changed][0] ?? [0, 0, 0, 0];
    view.scrollTo(x + w / 2 - view.clientWidth / 2, y + h / 2 - view.clientHeight / 2);
  }

  const remark = () => { toggle(named('marks')); paint(); };
  const press = { back: () => go(at - 1), on: () => go(at + 1), before: () => flip('before'), after: () => flip('after'), marks: remark, size: resize };
  for (const [id, does] of Object.entries(press)) named(id).addEventListener('click', event => {
    does();
    // After a mouse, keys belong to the film again; who came by keys stays where they are.
    if (event.detail) named(id).blur();
  });
  scrub.addEventListener('input', () => go(scrub.value - 1));
  view.addEventListener('click', () => flip());

  const keys = { ArrowLeft: press.back, ArrowRight: press.on, Home: () => go(0), End: () => go(scenes.length - 1), ' ': () => flip(), m: remark, z: resize };
  document.addEventListener('keydown', event => {
    const does = keys[event.key];
    if (!does || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === ' ' && event.target.closest('button, summary')) return;
    event.preventDefault();
    does();
  });

  const linked = () => scenes.findIndex(scene => `#${scene.id}` === location.hash);
  function follow() {
    if (linked() < 0) return;
    show(linked());
    film.scrollIntoView();
  }
  addEventListener('hashchange', follow);
  addEventListener('resize', paint);
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(scenes.findIndex(scene => `#${scene.id}` === link.getAttribute('href')));
    const { top, bottom } = view.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) film.scrollIntoView();
  });

  film.classList.add('playing');
  show(linked() < 0 ? first : linked());
  if (linked() >= 0) film.scrollIntoView();
})();
