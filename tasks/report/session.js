// The list of a session's tests: found, chosen and ordered here; a test is unpacked when it is opened.
'use strict';
(() => {
  const named = id => document.getElementById(id);
  const list = named('list'), one = named('test'), page = named('page'), tests = named('tests');
  const find = named('find'), ending = named('ending'), order = named('order'), none = list.querySelector('.none');
  const { runs, signs, pictures } = JSON.parse(named('data').textContent);
  const album = albumOf(pictures);
  const rows = [...tests.children].map((line, at) => ({
    line, at, ending: line.dataset.ending, first: Number(line.dataset.first), tries: line.dataset.tries.split('\n'),
    took: Number(line.dataset.took), flaky: Number(line.dataset.flaky), name: line.querySelector('b').textContent, link: line.firstElementChild,
  }));
  let chosen = rows, opened = null, film = null, opening = 0, scrolled = 0;

  // ---- which tests, and in which order

  function choose() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    chosen = rows.filter(row => {
      if (ending.value && row.ending !== ending.value) return false;
      if (!words.length) return true;
      row.said ??= `${[...row.line.querySelector('.what').children].map(part => part.textContent).join('\n')}\n${row.ending}\n${row.tries.join('\n')}`.toLowerCase();
      return words.every(word => row.said.includes(word));
    });
    const shown = new Set(chosen);
    for (const row of rows) row.line.hidden = !shown.has(row);
    none.hidden = chosen.length > 0;
    named('count').textContent = chosen.length === rows.length ? `${rows.length} test${rows.length === 1 ? '' : 's'}` : `${chosen.length} of ${rows.length} tests`;
    arrange();
  }

  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const orders = {
    worst: (a, b) => a.at - b.at,
    slowest: (a, b) => b.took - a.took || a.at - b.at,
    flaky: (a, b) => b.flaky - a.flaky || a.at - b.at,
    name: (a, b) => collator.compare(a.name, b.name) || a.at - b.at,
  };

  function arrange() {
    chosen.sort(orders[order.value]);
    if (chosen.some((row, n) => n && chosen[n - 1].line.compareDocumentPosition(row.line) & Node.DOCUMENT_POSITION_PRECEDING))
      tests.append(...chosen.map(row => row.line));
  }

  // What a mark stands for is said when somebody asks.
  tests.addEventListener('pointerover', event => {
    const mark = event.target.closest('.marks i');
    if (!mark || mark.title) return;
    const told = mark.closest('li').dataset.runs.split(' '), marks = [...mark.parentElement.children], n = marks.indexOf(mark);
    mark.title = [signs[mark.textContent], told[n] === '-' ? '' : `${told[n]} s`, runs[runs.length - marks.length + n]].filter(Boolean).join(' · ');
  });

  // ---- one test

  async function unpacked(n) {
    const bytes = Uint8Array.from(atob(named(`try-${n}`).textContent), letter => letter.charCodeAt(0));
    return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text());
  }

  function address(id, step) {
    return `#test=${encodeURIComponent(id)}${step ? `&step=${step}` : ''}`;
  }

  async function open(row, id, step) {
    const mine = ++opening, anew = one.hidden;
    const told = await unpacked(row.first + row.tries.indexOf(id));
    if (mine !== opening) return;
    if (anew) scrolled = scrollY;
    opened = row;
    delete page.dataset.shows;
    album.forget();
    // It was made where this page was: all that strangers said in it is text.
    page.innerHTML = told.page;
    list.hidden = document.querySelector('.head').hidden = true;
    one.hidden = false;
    const player = page.querySelector('.film');
    film = player && playerOf(player, told.scenes, album, step => history.replaceState(null, '', address(id, step)));
    const wanted = film ? film.number(step) : -1;
    film?.show(wanted < 0 ? told.first : wanted);
    await Promise.all([...page.querySelectorAll('.pair .picture')].map(picture => beside(picture, told.scenes)));
    if (mine !== opening) return;
    const at = chosen.indexOf(row);
    named('which').textContent = at < 0 ? '' : `${at + 1} of ${chosen.length}`;
    named('previous').disabled = at <= 0;
    named('next').disabled = at < 0 || at === chosen.length - 1;
    scrollTo(0, 0);
    page.querySelector('h2').focus({ preventScroll: true });
    if (wanted >= 0) player.scrollIntoView();
    page.dataset.shows = id;
  }

  async function beside(picture, scenes) {
    const [canvas, svg] = picture.children, n = Number(picture.dataset.picture), { scene, side } = picture.dataset;
    album.draw(await album.layers(n), canvas, [0, 0, ...album.size(n)]);
    outline(svg, canvas, scenes[scene], side);
    picture.addEventListener('click', () => {
      if (scene === undefined) return;
      film.go(Number(scene), side);
      page.querySelector('.film').scrollIntoView({ behavior: 'smooth' });
    });
  }

  function close() {
    opening++;
    if (one.hidden) return;
    one.hidden = true;
    page.replaceChildren();
    delete page.dataset.shows;
    list.hidden = document.querySelector('.head').hidden = false;
    film = null;
    scrollTo(0, scrolled);
    opened.link.focus({ preventScroll: true });
    opened = null;
  }

  const go = row => { if (row) location.hash = row.link.getAttribute('href'); };
  const step = by => { const at = chosen.indexOf(opened); if (at >= 0) go(chosen[at + by]); };
  const leave = () => { location.hash = '#tests'; };
  named('previous').addEventListener('click', () => step(-1));
  named('next').addEventListener('click', () => step(1));

  // ---- hands

  find.addEventListener('input', choose);
  ending.addEventListener('change', choose);
  order.addEventListener('change', choose);
  addEventListener('resize', () => film?.paint());

  function move(by) {
    const at = chosen.findIndex(row => row.link === document.activeElement);
    chosen[at < 0 ? 0 : Math.min(Math.max(at + by, 0), chosen.length - 1)]?.link.focus();
  }

  const inList = { ArrowDown: () => move(1), ArrowUp: () => move(-1), '/': () => find.focus() };
  const inTest = { Escape: leave, n: () => step(1), p: () => step(-1) };
  document.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey && event.key !== '/' || event.target.closest('input, select')) return;
    if (event.key === ' ' && event.target.closest('button, summary')) return;
    const does = opened ? inTest[event.key] ?? film?.keys[event.key] : inList[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  // #failed shows the failed ones, #test=… one of them, and #test=…&step=… a step of its film.
  function follow() {
    const said = new URLSearchParams(location.hash.slice(1)), id = said.get('test');
    if (id !== null) {
      const row = rows.find(each => each.tries.includes(id));
      if (row) return open(row, id, said.get('step'));
    }
    close();
    const wanted = location.hash.slice(1);
    if (![...ending.options].some(option => option.value && option.value === wanted)) return;
    ending.value = wanted;
    find.value = '';
    choose();
    list.scrollIntoView();
  }
  addEventListener('hashchange', follow);

  for (const option of [...ending.options]) if (option.value && !rows.some(row => row.ending === option.value)) option.remove();
  for (const off of document.querySelectorAll('.off')) off.hidden = true;
  list.querySelector('.finding').hidden = false;
  choose();
  follow();
})();
