// One slider per ingredient, tied so that the weights sum to 1; the weights as text and as a command.

import {button, copy, find, isField, make, say, select, tick} from './dom.js';
import {drag, drop, go, on, origin, state, undo} from './state.js';
import {move, same, withoutNegative} from './weights.js';

const rules = {negative: false, unit: 1, locked: []};
const rows = [];
let parts;

function limits() {
  const {lattice} = state.view;
  return {
    low: rules.negative ? state.scale.whole(lattice.least) : 0,
    high: rules.negative ? state.scale.whole(lattice.greatest) : state.scale.denominator,
    unit: rules.unit,
    fine: state.scale.whole('0.01'),
    locked: rules.locked
  };
}

// whether weights may be negative, which the map of the mixtures also wants to know
export function negative() {
  return rules.negative;
}

export function range() {
  const {low, high} = limits();
  return [low, high];
}

export function locks() {
  return state.names.map((name, i) => Boolean(rules.locked[i]));
}

export function step() {
  return rules.unit;
}

// the nearest whole step; where weights stand between steps, the next one in the direction of the key
function snapped(value) {
  return Math.round(value / rules.unit) * rules.unit;
}

function next(weight, direction, steps) {
  const unit = rules.unit;
  const start = direction > 0 ? Math.floor(weight / unit) * unit : Math.ceil(weight / unit) * unit;
  return start + direction * steps * unit;
}

function keys(i) {
  return event => {
    const here = state.weights[i];
    const {low, high} = limits();
    const wish = {
      ArrowRight: () => next(here, 1, 1),
      ArrowUp: () => next(here, 1, 1),
      ArrowLeft: () => next(here, -1, 1),
      ArrowDown: () => next(here, -1, 1),
      PageUp: () => next(here, 1, 5),
      PageDown: () => next(here, -1, 5),
      Home: () => low,
      End: () => high
    }[event.key];
    if (wish && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      go(move(state.weights, i, wish(), limits()));
      refused(state.weights[i] === here);
    }
  };
}

function refused(stands) {
  parts.note.textContent = stands && rules.locked.some(Boolean)
    ? 'The locked weights leave no other mixture that way.' : '';
}

function slider(host, name, i) {
  const {ingredients} = state.view;
  const row = make(host, 'div', {class: 'slider'});
  const id = `w${i}`;
  make(row, 'label', {for: id, title: ingredients[i].description || name}, name);
  const output = make(row, 'output', {for: id});
  const tools = make(row, 'span', {class: 'tools'});
  button(tools, 'alone', () => go(state.scale.alone(i)), {'aria-label': `${name} alone`});
  const lock = tick(tools, 'lock', false, ticked => {
    rules.locked[i] = ticked;
    input.disabled = ticked;
    parts.note.textContent = '';
  });
  lock.setAttribute('aria-label', `lock the weight of ${name}`);
  const input = make(row, 'input', {id, type: 'range', step: 1});
  input.addEventListener('keydown', keys(i));
  input.addEventListener('input', () => {
    const wish = snapped(Number(input.value));
    drag(move(origin(), i, wish, limits()));
    refused(state.weights[i] !== wish);
  });
  // a slider that comes back to where it was reports no change
  ['change', 'pointerup', 'pointercancel'].forEach(name => input.addEventListener(name, drop));
  return {input, output};
}

function typed(host) {
  const field = make(host, 'div', {class: 'field'});
  make(field, 'label', {for: 'typed'}, 'Weights');
  const input = make(field, 'input', {
    id: 'typed', type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'typed-wrong'
  });
  const wrong = make(host, 'p', {id: 'typed-wrong', class: 'note error', role: 'alert'});
  input.addEventListener('change', () => {
    try {
      reach(state.scale.parse(input.value));
    } catch (error) {
      input.setAttribute('aria-invalid', 'true');
      wrong.textContent = error.message;
    }
  });
  return {typed: input, wrong};
}

// the line that a shell takes, as the server writes it around the weights
function command() {
  const {before, after} = state.view.mixLine;
  return before + state.scale.key(state.weights) + after;
}

function commandLine(host) {
  const line = make(host, 'div', {class: 'command'});
  const code = make(line, 'code', {tabindex: '0', 'aria-label': 'the command that writes this mixture'});
  const done = make(host, 'p', {class: 'note', role: 'status'});
  button(line, 'Copy', () => copy(code.textContent, words => { done.textContent = words; }),
    {'aria-label': 'copy the command'});
  return {code, done};
}

function allow(negative) {
  rules.negative = negative;
  parts.negative.checked = negative;
  if (!negative && state.weights.some(weight => weight < 0)) {
    go(withoutNegative(state.weights));
  }
  parts.changed();
  update();
}

function steps(host) {
  const {scale, view} = state;
  const lattice = scale.whole(view.lattice.step);
  const units = [[lattice, `${view.lattice.step} (lattice)`], [scale.whole('0.05'), '0.05'], [scale.whole('0.01'), '0.01']]
    .filter(([unit], i, all) => unit > 0 && all.findIndex(other => other[0] === unit) === i);
  rules.unit = units[0][0];
  select(host, 'steps', 'Steps', units, value => { rules.unit = Number(value); });
}

function update() {
  const {low, high} = limits();
  rows.forEach(({input, output}, i) => {
    const weight = state.weights[i];
    input.min = low;
    input.max = high;
    // the one that is being dragged stays under the pointer
    if (!input.matches(':active')) {
      input.value = weight;
    }
    const text = state.scale.text(weight);
    input.setAttribute('aria-valuetext', text);
    output.textContent = text.replace('-', '−');
  });
  const formula = state.scale.formula(state.weights);
  find('formula').textContent = formula;
  say(formula);
  parts.typed.value = state.scale.texts(state.weights).join(', ');
  parts.typed.removeAttribute('aria-invalid');
  parts.wrong.textContent = '';
  parts.code.textContent = command();
  parts.done.textContent = '';
  parts.undo.disabled = state.undone.length === 0;
}

function known() {
  const host = find('best');
  state.view.buttons.forEach(mixture => {
    const weights = state.scale.read(mixture.weights);
    const made = button(host, mixture.label, () => reach(weights), {title: `${state.scale.formula(weights)}: ${mixture.words}`});
    on('weights', () => made.setAttribute('aria-pressed', same(weights, state.weights)));
    made.setAttribute('aria-pressed', same(weights, state.weights));
  });
}

// goes to a mixture wherever it lies
export function reach(weights) {
  if (!rules.negative && weights.some(weight => weight < 0)) {
    allow(true);
  }
  go(weights);
}

// changed: called when the range of the weights is another one
export function showSliders(changed) {
  const {names} = state;
  rules.locked = names.map(() => false);
  rules.negative = state.weights.some(weight => weight < 0);
  parts = {changed};
  names.forEach((name, i) => rows.push(slider(find('sliders'), name, i)));
  const moves = find('moves');
  parts.undo = button(moves, 'Undo', undo, {'aria-keyshortcuts': 'Control+Z'});
  steps(moves);
  if (state.scale.whole(state.view.lattice.least) < 0) {
    parts.negative = tick(moves, 'negative', rules.negative, allow);
    parts.negative.setAttribute('aria-label', 'allow negative weights');
  } else {
    parts.negative = {checked: false};
  }
  parts.note = make(find('text'), 'p', {class: 'note', role: 'status'});
  Object.assign(parts, typed(find('text')), commandLine(find('text')));
  known();
  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'z' && !isField(event.target)) {
      event.preventDefault();
      undo();
    }
  });
  on('weights', update);
  on('dropped', update);
  update();
}
