// What is known of the mixture: per column what was measured, and where nothing was, an estimate with its error.

import {call} from './api.js';
import {button, find, make, numbers, percent, say, tight} from './dom.js';
import {on, state} from './state.js';
import {reach} from './sliders.js';
import {same} from './weights.js';

const listeners = [];
const cards = [];
let shown = null; // the newest answer
let asking = false;
let legend;
let trouble;

// act hears of each estimate that comes, and of each that became old
export function onEstimate(act) {
  listeners.push(act);
}

// the columns' estimates if they are of the mixture that the page is at, else null
export function estimates() {
  return shown && shown.key === state.scale.key(state.weights) ? shown.columns : null;
}

// asks what surfaces and measurements say of mixtures, a few at once
export async function askEstimates(mixtures) {
  const answers = new Array(mixtures.length);
  let next = 0;
  async function work() {
    while (next < mixtures.length) {
      const i = next++;
      answers[i] = (await call('POST', '/api/estimate', {weights: state.scale.texts(mixtures[i])})).columns;
    }
  }
  await Promise.all([work(), work()]);
  return answers;
}

// One question at a time; when its answer comes and the mixture has moved on, the next is asked. An answer is
// headed by its own mixture, and marked as old as long as the page is at another.
async function ask() {
  mark();
  if (asking) {
    return;
  }
  asking = true;
  try {
    let key;
    do {
      key = state.scale.key(state.weights);
      const answer = await call('POST', '/api/estimate', {weights: state.scale.texts(state.weights)});
      const at = state.scale.read(answer.weights);
      shown = {at, key: state.scale.key(at), columns: answer.columns, formula: state.scale.formula(at)};
      complete();
      show();
    } while (key !== state.scale.key(state.weights));
    trouble('');
  } catch (failure) {
    trouble(failure.message);
  } finally {
    asking = false;
  }
}

// what the page has measured itself since the server began is more than an estimate
function complete() {
  const known = state.known.find(mixture => same(mixture.at, shown.at));
  shown.columns = shown.columns.map((answer, i) => {
    const right = known?.right[i];
    if (answer.exact || right === null || right === undefined) {
      return answer;
    }
    const {value, low, high, total} = numbers.accuracy(right, state.view.columns[i].n);
    return {...answer, estimate: value, error: 0, exact: true, nearest: {weights: known.weights, right, n: total, low, high}};
  });
}

function mark() {
  const old = estimates() === null;
  find('known').toggleAttribute('data-old', old);
  find('known').setAttribute('aria-busy', old);
  listeners.forEach(act => act());
}

function card(list, column) {
  const item = make(list, 'li');
  const threat = column.threat && column.threat !== column.name ? column.threat : '';
  const head = make(item, 'h3', {title: column.words || ''}, threat.startsWith(column.name) ? threat : column.name);
  if (threat && !threat.startsWith(column.name)) {
    make(head, 'small', {}, ` ${threat}`);
  }
  const value = make(item, 'p', {class: 'value'});
  const kind = make(item, 'p', {class: 'kind'});
  const track = make(item, 'div', {class: 'track', 'aria-hidden': 'true'});
  const spans = ['interval', 'nearest', 'error', 'estimate'].map(name => make(track, 'span', {class: name}));
  const nearest = make(item, 'p', {class: 'kind nearest-words'});
  return {value, kind, spans, nearest, item};
}

// the track shows all that was measured in this column
function bounds(column, i) {
  const rights = state.known.map(mixture => mixture.right[i]).filter(right => right !== null && right !== undefined);
  if (rights.length === 0) {
    return [0, 1];
  }
  const low = numbers.accuracy(Math.min(...rights), column.n).low;
  const high = numbers.accuracy(Math.max(...rights), column.n).high;
  return high > low ? [low, high] : [0, 1];
}

function stretch(span, from, to, [low, high]) {
  const place = share => 100 * Math.max(0, Math.min(1, (share - low) / (high - low)));
  span.hidden = from === null;
  if (from !== null) {
    span.style.left = `${place(from)}%`;
    span.style.width = `${Math.max(0, place(to) - place(from))}%`;
  }
}

function showTrack(parts, answer, range) {
  const [interval, nearest, error, estimate] = parts.spans;
  const measured = answer.nearest;
  const guess = answer.exact ? null : answer.estimate;
  stretch(interval, measured ? measured.low : null, measured?.high, range);
  stretch(nearest, measured ? measured.right / measured.n : null, measured ? measured.right / measured.n : 0, range);
  parts.item.toggleAttribute('data-guess', guess !== null && guess !== undefined);
  parts.item.toggleAttribute('data-unknown', !answer.exact && (guess === null || guess === undefined));
  stretch(error, guess === null ? null : guess - (answer.error ?? 0), guess + (answer.error ?? 0), range);
  stretch(estimate, guess, guess, range);
}

// the measured mixture, with its interval on a line of its own
function showMeasured(host, words, measured, accuracy) {
  host.replaceChildren();
  if (measured) {
    make(host, 'span', {}, `${words} ${measured.right} of ${measured.n}`);
    make(host, 'span', {}, tight(accuracy));
  }
}

function showColumn(parts, answer, column, i) {
  const measured = answer.nearest;
  const accuracy = measured ? numbers.accuracy(measured.right, measured.n) : null;
  showTrack(parts, answer, bounds(column, i));
  if (answer.exact) {
    parts.value.textContent = tight(accuracy.percent);
    parts.kind.textContent = 'measured';
    showMeasured(parts.nearest, 'right', measured, accuracy.interval);
    return `${column.name} ${parts.value.textContent} measured`;
  }
  showMeasured(parts.nearest, 'nearest:', measured, accuracy ? `${accuracy.percent} (${accuracy.interval})` : '');
  if (answer.estimate === null || answer.estimate === undefined) {
    parts.value.textContent = '–';
    parts.kind.textContent = 'not measured';
    return `${column.name} not known`;
  }
  parts.value.textContent = '≈ ' + percent(answer.estimate, column.n);
  const points = numbers.accuracy((answer.error ?? 0) * column.n, column.n).percent.replace(' %', '');
  parts.kind.textContent = tight(`estimate ± ${points} points`);
  return `${column.name} about ${percent(answer.estimate, column.n)}`;
}

// the measured mixtures that lie nearest, as buttons that lead there; mostly it is one for all columns
function showNearest(columns) {
  legend.replaceChildren();
  const found = new Map();
  columns.filter(answer => !answer.exact && answer.nearest).forEach(answer => {
    const at = state.scale.read(answer.nearest.weights);
    const known = found.get(state.scale.key(at)) ?? {at, names: []};
    found.set(state.scale.key(at), {at, names: [...known.names, answer.name]});
  });
  if (found.size === 0) {
    legend.append('Measured on these images. Bars: the 95 % interval.');
    return;
  }
  legend.append('Nearest measured: ');
  [...found.values()].forEach(({at, names}, i) => {
    legend.append(i > 0 ? ', ' : '');
    button(legend, state.scale.formula(at), () => reach(at), {class: 'link'});
    legend.append(found.size > 1 ? ` (${names.join(', ')})` : '');
  });
  legend.append('. Blue: it, with its 95 % interval; orange: an estimate from all measured mixtures, with its error.');
}

function show() {
  find('known-heading').textContent = `What is known of ${shown.formula}`;
  const words = state.view.columns.map((column, i) => showColumn(cards[i], shown.columns[i], column, i));
  showNearest(shown.columns);
  mark();
  if (estimates()) {
    say(`${shown.formula}: ${words.join(', ')}.`);
  }
}

// heard: what a failure of the server is told to
export function showKnown(heard) {
  trouble = heard;
  const host = find('known');
  const {columns} = state.view;
  if (columns.length === 0) {
    make(host, 'p', {class: 'note'}, 'Nothing was measured before; --outcomes FILE brings what a season or a recipe measured.');
    return;
  }
  const list = make(host, 'ul', {class: 'cards'});
  columns.forEach(column => cards.push(card(list, column)));
  legend = make(host, 'p', {class: 'note legend'});
  on('weights', ask);
  on('known', () => {
    if (shown) {
      complete();
      show();
    }
  });
  ask();
}
