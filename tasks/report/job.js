// The list of a job's rows: found, chosen and sorted here; only those in sight are in the page, and one of them in full.
'use strict';
(() => {
  const named = id => document.getElementById(id);
  const listing = document.querySelector('.listing'), large = named('large');

  document.addEventListener('click', event => {
    const picture = event.target.closest('.picture-of img');
    if (!picture) return;
    const [image, said] = large.children;
    image.src = picture.src;
    image.alt = said.textContent = picture.alt;
    large.showModal();
  });
  large.addEventListener('click', () => large.close());

  if (!listing) return;
  const { key, columns, captures, states, groups, piece, rows: told } = JSON.parse(named('data').textContent);
  const rows = told.map(([number, key, state, why, took, ended, film, group, cells, captured], at) =>
    ({ at, number, key, state: states[state], why, took, ended, film, group, cells, captured }));
  const scroll = named('scroll'), body = named('window'), one = named('one');
  const find = named('find'), state = named('state'), only = named('group'), count = named('count');
  const headings = document.querySelector('.headings');
  const LONGEST = 400, SPARE = 12;
  const worst = ['failed', 'rejected', 'unknown', 'ready', 'submitting', 'filling', 'pending', 'confirmed'];

  const make = (name, said = '', attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = said;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const seconds = spent => spent === null ? '' : spent < 120 ? `${spent.toFixed(1)} s` : `${Math.round(spent / 60)} min`;
  const moment = at => at === null ? '' : new Date(at * 1000).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' });
  const days = new Set(rows.filter(row => row.ended !== null).map(row => Math.floor(row.ended / 86400)));
  const clocked = new Intl.DateTimeFormat([], days.size > 1 ? { dateStyle: 'short', timeStyle: 'short' } : { timeStyle: 'medium' });
  const clock = at => at === null ? '' : clocked.format(at * 1000);

  // Each column: its name, how wide it may be, what it says of a row, and by what it is sorted.
  const kinds = [
    ['n', '#', '52px', row => row.number],
    ['key', key || 'key', 'minmax(120px, 1.3fr)', row => row.key],
    ['state', 'status', '112px', row => row.state, row => worst.indexOf(row.state)],
    ['why', 'reason', 'minmax(120px, 2fr)', row => row.why],
    ...captures.slice(0, 3).map((name, n) => ['captured', name, 'minmax(70px, 1fr)', row => row.captured[n]]),
    ['took', 'took', '64px', row => seconds(row.took), row => row.took],
    ['ended', 'last changed', days.size > 1 ? '150px' : '104px', row => clock(row.ended), row => row.ended],
    ['reel', 'film', '44px', row => row.film],
  ];
  const aside = ['captured', 'took', 'ended'];
  // Beside an open row there is room for less.
  const widths = () => kinds.filter(([kind]) => opened === null || !aside.includes(kind)).map(([, , width]) => width).join(' ');
  let chosen = rows, sorted = 0, falls = false, group = null, here = -1, from = 0, until = 0, opened = null;

  // ---- which rows, and in which order

  function choose() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    chosen = rows.filter(row => {
      if (state.value && row.state !== state.value && !(state.value === 'pending' && ['filling', 'submitting'].includes(row.state))) return false;
      if (group !== null && row.group !== group) return false;
      if (!words.length) return true;
      row.said ??= [row.number, row.key, row.state, row.why, ...row.cells, ...row.captured].join('\n').toLowerCase();
      return words.every(word => row.said.includes(word));
    });
    order();
    only.hidden = group === null;
    only.textContent = group === null ? '' : `✕ ${groups[group]}`;
    count.textContent = chosen.length === rows.length ? `${rows.length} row${rows.length === 1 ? '' : 's'}` : `${chosen.length} of ${rows.length} rows`;
    here = opened === null ? -1 : chosen.indexOf(opened);
    scroll.scrollTop = 0;
    list(true);
  }

  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  function order() {
    const by = kinds[sorted][4] ?? kinds[sorted][3], way = falls ? -1 : 1;
    const keyed = chosen.map(row => [by(row), row]);
    // What says nothing stands last either way.
    const empty = value => value === '' || value === null || value === undefined;
    keyed.sort(([a, one], [b, other]) => {
      if (empty(a) || empty(b)) return empty(a) - empty(b) || one.at - other.at;
      return way * (typeof a === 'number' ? a - b : collator.compare(a, b)) || one.at - other.at;
    });
    chosen = keyed.map(([, row]) => row);
    for (const [n, heading] of [...headings.children].entries()) {
      if (n === sorted) heading.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
      else heading.removeAttribute('aria-sort');
    }
  }

  // ---- the rows that are in sight

  const high = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));

  function list(anew = false) {
    const px = high(), first = Math.floor(scroll.scrollTop / px), last = Math.min(chosen.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / px));
    body.style.height = `${Math.max(chosen.length * px, 1)}px`;
    if (!anew && first >= from && last <= until) return;
    headings.style.gridTemplateColumns = widths();
    from = Math.max(0, first - SPARE);
    until = Math.min(chosen.length, Math.max(last, first + Math.ceil(760 / px)) + SPARE);
    body.replaceChildren(...chosen.slice(from, until).map((row, n) => drawn(row, from + n, px)));
    if (!chosen.length) {
      body.append(make('p', 'No row is like that.', { class: 'none' }));
      body.style.height = '110px';
    }
    named('table').setAttribute('aria-rowcount', chosen.length);
  }

  function drawn(row, n, px) {
    const line = make('div', '', { class: n === here ? 'row here' : 'row', role: 'row', 'aria-rowindex': n + 1, id: `at-${n}` });
    line.style.top = `${n * px}px`;
    line.style.gridTemplateColumns = widths();
    for (const [kind, , , says] of kinds) {
      const said = String(says(row) ?? '');
      const cell = make('span', kind === 'reel' ? '' : said.slice(0, LONGEST), { class: kind === 'state' ? `state ${row.state}` : kind, role: 'cell', dir: 'auto' });
      if (kind === 'reel' && said) cell.append(make('a', 'film', { href: said, title: 'What was seen and done' }));
      if (kind === 'why' && said) cell.title = said.slice(0, 2000);
      line.append(cell);
    }
    return line;
  }

  function move(to) {
    if (!chosen.length) return;
    here = Math.max(0, Math.min(to, chosen.length - 1));
    const px = high(), top = here * px;
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top + px > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + px - scroll.clientHeight;
    list();
    for (const line of body.querySelectorAll('.row')) line.classList.toggle('here', line.id === `at-${here}`);
    scroll.setAttribute('aria-activedescendant', `at-${here}`);
    if (opened !== null && opened !== chosen[here]) open(chosen[here]);
  }

  // ---- one row in full

  const pieces = [];
  const more = row => (pieces[Math.floor(row.at / piece)] ??= JSON.parse(named(`more-${Math.floor(row.at / piece)}`).textContent))[row.at % piece];

  function table(pairs) {
    const made = make('dl');
    for (const [name, value] of pairs) {
      const pair = made.appendChild(make('div'));
      pair.append(make('dt', name, { dir: 'auto' }), value instanceof Node ? value : make('dd', value, { dir: 'auto' }));
    }
    return made;
  }

  const request = ({ method, to, status }) => [method, to, status].filter(part => part || part === 0).join(' ');

  function tree(name, value, folder) {
    const said = make('dd');
    if (Array.isArray(value)) said.append(...value.map(each => tree('', each, folder)).flatMap((each, n) => n ? ['\n', ...each.childNodes] : [...each.childNodes]));
    else if (typeof value?.method === 'string') said.textContent = request(value);
    else if (value !== null && typeof value === 'object') said.append(table(Object.entries(value).map(([inner, each]) => [inner, tree(inner, each, folder)])));
    else if (folder && typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) said.append(make('a', `${value.slice(0, 12)}….png`, { href: `${folder}/frames/${value}.png` }));
    else if (typeof value === 'number' && value > 1e9 && /^at$|_s$|time/.test(name)) said.textContent = moment(value);
    else said.textContent = value === null ? '–' : value === true ? 'yes' : value === false ? 'no' : String(value);
    said.dir = 'auto';
    return said;
  }

  function open(row) {
    const anew = opened === null || one.hidden;
    opened = row;
    const [line, source, attempts, run, folder, receipt] = more(row);
    const head = make('header');
    head.append(make('h3', row.key || `row ${row.number}`, { dir: 'auto' }));
    head.appendChild(make('button', '✕', { type: 'button', 'aria-label': 'Close', title: 'Key: Escape' })).addEventListener('click', close);
    const parts = [head, make('p', row.state, { class: `state ${row.state}` })];
    if (row.why) parts.push(make('p', row.why, { class: 'why', dir: 'auto' }));
    const links = make('p', '', { class: 'links' });
    if (row.film) links.append(make('a', 'Its film', { href: row.film }));
    if (folder) links.append(make('a', 'Its record', { href: `${folder}/` }));
    if (links.childNodes.length) parts.push(links);
    const section = (title, made) => { if (made.childNodes.length) parts.push(make('h4', title), made); };
    section('Read off the screen', table(captures.map((name, n) => [name, row.captured[n]]).filter(([, value]) => value)));
    section('Receipt', table(Object.entries(receipt ?? {}).map(([name, value]) => [name, tree(name, value, folder)])));
    section('Values', table(columns.map((name, n) => [name, row.cells[n] || '–'])));
    section('Row', table([
      ['number', String(row.number)], ['line', source ? `${line} of ${source}` : String(line)], ['tries', String(attempts)],
      ['took', seconds(row.took) || '–'], ['last changed', moment(row.ended) || '–'], ['record', run || '–'],
    ]));
    one.replaceChildren(...parts);
    one.hidden = false;
    one.scrollTop = 0;
    listing.classList.add('open');
    if (anew) list(true);
    history.replaceState(null, '', `#row-${row.number}`);
  }

  function close() {
    opened = null;
    one.hidden = true;
    listing.classList.remove('open');
    history.replaceState(null, '', '#rows');
    scroll.focus({ preventScroll: true });
    list(true);
  }

  // ---- hands

  for (const [n, [kind, name]] of kinds.entries()) {
    const heading = headings.appendChild(make('div', '', { role: 'columnheader', class: kind === 'n' || aside.includes(kind) ? kind : '' }));
    const button = heading.appendChild(make('button', '', { type: 'button', title: `Sort by ${name}` }));
    button.append(make('span', name, { dir: 'auto' }));
    button.addEventListener('click', () => {
      falls = n === sorted && !falls;
      sorted = n;
      order();
      here = opened === null ? -1 : chosen.indexOf(opened);
      scroll.scrollTop = 0;
      list(true);
    });
  }
  for (const each of worst.filter(each => rows.some(row => row.state === each)))
    state.append(make('option', { ready: 'waiting for a yes', pending: 'not done yet' }[each] ?? each, { value: each }));

  find.addEventListener('input', choose);
  state.addEventListener('change', choose);
  only.addEventListener('click', () => { group = null; choose(); });
  scroll.addEventListener('scroll', () => list(), { passive: true });
  addEventListener('resize', () => list(true));
  body.addEventListener('click', event => {
    const line = event.target.closest('.row');
    if (!line || event.target.closest('a') || String(getSelection())) return;
    here = Number(line.id.slice(3));
    open(chosen[here]);
    move(here);
  });
  const page = () => Math.max(1, Math.floor(scroll.clientHeight / high()) - 1);
  const keys = {
    ArrowDown: () => move(here + 1), ArrowUp: () => move(here - 1), PageDown: () => move(here + page()), PageUp: () => move(here - page()),
    Home: () => move(0), End: () => move(chosen.length - 1), Enter: () => { if (here >= 0) open(chosen[here]); },
  };
  scroll.addEventListener('keydown', event => {
    const does = keys[event.key];
    if (!does || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest('a')) return;
    event.preventDefault();
    does();
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && opened !== null && !large.open) close();
    if (event.key !== '/' || event.target.closest('input, select')) return;
    event.preventDefault();
    find.focus();
  });

  // #failed shows the failed ones, #group-2 those of one reason, #row-17 that row.
  function follow() {
    const [, kind, n] = /^#(\w+?)(?:-(\d+))?$/.exec(location.hash) ?? [];
    if (kind === 'row' && n) {
      const row = rows.find(row => row.number === Number(n));
      if (!row || row === opened) return;
      if (!chosen.includes(row)) { find.value = state.value = ''; group = null; choose(); }
      open(row);
      move(chosen.indexOf(row));
    } else if (kind === 'group' && groups[n] !== undefined) {
      group = Number(n);
      find.value = state.value = '';
      choose();
    } else if (states.includes(kind)) {
      state.value = kind;
      find.value = '';
      group = null;
      choose();
    } else return;
    named('rows').scrollIntoView();
  }
  addEventListener('hashchange', follow);
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, '', link.getAttribute('href'));
    follow();
  });

  for (const hidden of document.querySelectorAll('.finding, .listing')) hidden.hidden = false;
  for (const off of document.querySelectorAll('.off')) off.hidden = true;
  choose();
  follow();
})();
