// The pictures of a session, decoded when they are first shown; outlines over them; and the player of one film.
'use strict';

function albumOf(pictures) {
  let images = [];
  const image = n => images[n] ??= Object.assign(new Image(), { src: `data:image/webp;base64,${document.getElementById(`picture-${n}`).textContent}` });
  return {
    size: n => pictures[n].slice(0, 2),
    forget: () => { images = []; },

    // A picture is a whole one with those laid over it that tell what changed since.
    async layers(n) {
      const chain = [];
      for (let each = n; each !== undefined; each = pictures[each][2]) chain.unshift(each);
      await Promise.all(chain.map(each => image(each).decode()));
      return chain;
    },

    draw(chain, onto, [x, y, w, h]) {
      Object.assign(onto, { width: w, height: h });
      const brush = onto.getContext('2d');
      for (const n of chain) {
        const [, , on, left = 0, ...bands] = pictures[n], picture = image(n);
        if (on === undefined) brush.drawImage(picture, -x, -y);
        for (let row = 0, at = 0; at < bands.length; row += bands[at + 1], at += 2) {
          const [top, tall] = bands.slice(at, at + 2);
          brush.drawImage(picture, 0, row, picture.width, tall, left - x, top - y, picture.width, tall);
        }
      }
    },
  };
}

// The target over the picture before, what changed and the evidence over the one after.
function outline(svg, canvas, scene, side) {
  const { width: w, height: h } = canvas, px = w / (canvas.clientWidth || w);
  svg.replaceChildren();
  svg.setAttribute('viewBox', `0 0 ${w} ${h}`);
  if (!scene) return;
  const shape = (name, kind, values) => {
    for (const layer of ['halo', 'mark']) {
      const drawn = svg.appendChild(document.createElementNS(svg.namespaceURI, name));
      for (const [key, value] of Object.entries({ class: `${layer} ${kind}`, ...values })) drawn.setAttribute(key, value);
    }
  };
  const boxes = kind => scene[kind].forEach(([x, y, width, height]) => {
    const left = Math.max(x - 4 * px, px), top = Math.max(y - 4 * px, px);
    const right = Math.min(x + width + 4 * px, w - px), bottom = Math.min(y + height + 4 * px, h - px);
    if (right > left && bottom > top) shape('rect', kind, { x: left, y: top, width: right - left, height: bottom - top, rx: 4 * px });
  });
  if (side === 'after') return ['changed', 'evidence'].forEach(boxes);
  boxes('target');
  if (scene.points.length > 1) shape('polyline', 'target', { points: scene.points.join(' '), 'fill-opacity': 0 });
  for (const [cx, cy] of scene.points) shape('circle', 'target', { cx, cy, r: 7 * px });
}

// Shows one step at a time, before or after; `told` is called with each step that somebody chose.
function playerOf(film, scenes, album, told) {
  const find = selector => film.querySelector(selector);
  const [canvas, svg, lost] = find('.picture').children;
  const view = find('.view'), list = find('nav'), place = find('.place');
  const articles = scenes.map(scene => find(`#${scene.id}`)), links = scenes.map(scene => list.querySelector(`a[href="#${scene.id}"]`));
  const buttons = Object.fromEntries([...film.querySelectorAll('[data-does]')].map(button => [button.dataset.does, button]));
  let at = -1, side = 'after', drawing = 0;
  const has = (scene, which) => scene[which] !== null || which in scene.lost;
  const shown = scene => has(scene, side) ? side : has(scene, 'after') ? 'after' : 'before';

  async function paint() {
    const scene = scenes[at], mine = ++drawing, which = shown(scene), n = scene[which];
    for (const name of ['before', 'after']) {
      buttons[name].disabled = !has(scene, name);
      buttons[name].setAttribute('aria-pressed', name === which && has(scene, name));
    }
    const like = n ?? scene.before ?? scene.after, [w, h] = like === null ? [1280, 720] : album.size(like);
    // At once, so that nothing moves later.
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const layers = n === null ? [] : await album.layers(n);
    if (mine !== drawing) return;
    album.draw(layers, canvas, [0, 0, w, h]);
    canvas.setAttribute('aria-label', `${which}: ${articles[at].querySelector('h2').textContent}`);
    canvas.dataset.shows = n === null ? '' : `${scene.id} ${which}`;
    lost.hidden = n !== null;
    lost.textContent = scene.lost[which] || 'There is no picture here.';
    outline(svg, canvas, buttons.marks.getAttribute('aria-pressed') === 'true' ? scene : null, which);
    for (const near of [at - 1, at + 1]) if ((scenes[near]?.[side] ?? null) !== null) album.layers(scenes[near][side]);
  }

  async function cut(crop) {
    const n = Number(crop.dataset.picture), [x, y, w, h] = crop.dataset.box.split(' ').map(Number), room = 10, [wide, high] = album.size(n);
    const left = Math.max(0, Math.floor(x - room)), top = Math.max(0, Math.floor(y - room));
    const right = Math.min(wide, Math.ceil(x + w + room)), bottom = Math.min(high, Math.ceil(y + h + room));
    const layers = await album.layers(n);
    if (right > left && bottom > top) album.draw(layers, crop, [left, top, right - left, bottom - top]);
  }

  function show(wanted) {
    const next = Math.min(Math.max(wanted, 0), scenes.length - 1);
    if (next === at) return;
    articles[at]?.classList.remove('current');
    links[at]?.removeAttribute('aria-current');
    at = next;
    articles[at].classList.add('current');
    links[at].setAttribute('aria-current', 'step');
    articles[at].querySelectorAll('.proofs canvas').forEach(cut);
    place.textContent = `${at + 1} of ${scenes.length}`;
    const link = links[at].getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (link.top < frame.top) list.scrollTop += link.top - frame.top - 8;
    if (link.bottom > frame.bottom) list.scrollTop += link.bottom - frame.bottom + 8;
    paint();
  }

  function go(wanted, which) {
    side = which ?? side;
    show(wanted);
    if (which) paint();
    told(scenes[at].id);
  }

  function flip(wanted) {
    side = wanted ?? (shown(scenes[at]) === 'after' ? 'before' : 'after');
    paint();
  }

  function toggle(button) {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', on);
    return on;
  }

  function resize() {
    view.classList.toggle('full', toggle(buttons.size));
    const scene = scenes[at], [x, y, w, h] = [...scene.target, ...scene.evidence, ...scene.changed][0] ?? [0, 0, 0, 0];
    view.scrollTo(x + w / 2 - view.clientWidth / 2, y + h / 2 - view.clientHeight / 2);
    paint();
  }

  const does = {
    back: () => go(at - 1), on: () => go(at + 1), before: () => flip('before'), after: () => flip('after'),
    marks: () => { toggle(buttons.marks); paint(); }, size: resize,
  };
  for (const [name, button] of Object.entries(buttons)) button.addEventListener('click', event => {
    does[name]();
    // After a mouse, keys belong to the film again; who came by keys stays where they are.
    if (event.detail) button.blur();
  });
  view.addEventListener('click', () => flip());
  for (const [n, link] of links.entries()) link.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(n);
  });
  const keys = { ArrowLeft: does.back, ArrowRight: does.on, Home: () => go(0), End: () => go(scenes.length - 1), ' ': () => flip(), m: does.marks, z: resize };
  return { show, go, keys, paint, number: id => scenes.findIndex(scene => scene.id === id) };
}
