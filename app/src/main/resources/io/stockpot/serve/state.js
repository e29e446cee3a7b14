// What the page is at: the mixture, the photo, the threat and the open panel. All of it stands in the fragment of the
// address, so a link restores the view; the server keeps none of it.

import {Scale, same} from './weights.js';

const PAUSE = 150; // milliseconds between changes of the address, which browsers limit
const MOST = 200; // mixtures that can be undone

export const state = {
  view: null,
  scale: null,
  names: [],
  weights: [],
  before: null, // the mixture that changes are counted against
  undone: [],
  photo: null,
  threat: null,
  tab: null
};

const listeners = {};
let writing;
let held = null; // the mixture when the hand took hold of it

// events: "weights" at each change, "dropped" once the hand has let go, "known" when more was measured, "photo", "threat", "tab"
export function on(event, act) {
  (listeners[event] ||= []).push(act);
}

function emit(event) {
  (listeners[event] || []).forEach(act => act());
}

export function start(view) {
  state.view = view;
  state.names = view.ingredients.map(ingredient => ingredient.name);
  const known = [...view.known, ...view.buttons].map(mixture => mixture.weights);
  state.scale = new Scale(state.names, [...known, [view.lattice.step, view.lattice.least, view.lattice.greatest]]);
  state.known = view.known.map(mixture => ({...mixture, right: [...mixture.right], at: state.scale.read(mixture.weights)}));
  state.threat = view.threats[0]?.text ?? null;
  state.weights = view.buttons.length > 0 ? state.scale.read(view.buttons[0].weights) : state.scale.alone(0);
  read();
  addEventListener('hashchange', () => {
    if (read()) {
      emit('weights');
    }
    ['photo', 'threat', 'tab'].forEach(emit);
  });
}

// takes what the address says, and returns whether the mixture is another one
function read() {
  const said = new URLSearchParams(location.hash.slice(1));
  const photo = Number(said.get('photo') ?? NaN);
  state.photo = Number.isInteger(photo) && photo >= 0 && photo < state.view.photos.count ? photo : state.photo;
  state.threat = said.get('threat') ?? state.threat;
  state.tab = said.get('show') ?? state.tab;
  try {
    const weights = said.has('w') ? state.scale.parse(said.get('w')) : state.weights;
    const other = !same(weights, state.weights);
    state.weights = weights;
    return other;
  } catch (wrong) {
    return false; // a link of other models: the mixture stays
  }
}

// where the address leads back to this view
export function link() {
  const said = new URLSearchParams({w: state.scale.key(state.weights)});
  [['photo', state.photo], ['threat', state.threat], ['show', state.tab]]
    .filter(([, value]) => value !== null)
    .forEach(([name, value]) => said.set(name, value));
  return '#' + said.toString().replace(/%2C/g, ',').replace(/%2F/g, '/');
}

function write() {
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(null, '', link()), PAUSE);
}

function moved(from) {
  state.before = from;
  state.undone.push(from);
  state.undone.splice(0, state.undone.length - MOST);
}

// goes to a mixture at once
export function go(weights) {
  held = null;
  if (!same(weights, state.weights)) {
    moved(state.weights);
  }
  state.weights = weights;
  emit('weights');
  write();
}

// follows a hand that moves: what is undone later, and what changes are counted against, is where it began
export function drag(weights) {
  if (same(weights, state.weights)) {
    return;
  }
  if (held === null) {
    held = state.weights;
    moved(held);
  }
  state.weights = weights;
  emit('weights');
  write();
}

export function drop() {
  if (held && same(held, state.weights)) {
    state.undone.pop();
  }
  held = null;
  emit('dropped');
}

// the mixture when the hand took hold
export function origin() {
  return held ?? state.weights;
}

export function undo() {
  const last = state.undone.pop();
  if (last) {
    state.before = state.weights;
    state.weights = last;
    emit('weights');
    write();
  }
}

// the two columns to begin with: what was measured of most mixtures, first without a threat and then under one
export function telling() {
  const {columns} = state.view;
  const most = list => list.reduce((best, i) => (best < 0 || columns[i].measured > columns[best].measured ? i : best), -1);
  const all = columns.map((column, i) => i);
  const clean = Math.max(0, most(all.filter(i => !columns[i].threat)));
  const robust = most(all.filter(i => columns[i].threat));
  const other = robust >= 0 ? robust : most(all.filter(i => i !== clean));
  return [clean, other >= 0 ? other : clean];
}

// the column that says how many of the page's own photos are right, or -1
function ownColumn() {
  const {columns, photos} = state.view;
  return columns.findIndex(column => column.words === photos.source && column.n === photos.count && !column.threat);
}

// what was measured of a mixture on the page's own photos, while it was asked about them, belongs to what is known
export function learn(texts, right, n) {
  const column = ownColumn();
  if (column < 0 || n !== state.view.columns[column].n) {
    return;
  }
  const at = state.scale.read(texts);
  let mixture = state.known.find(each => same(each.at, at));
  if (!mixture) {
    mixture = {weights: texts, at, right: state.view.columns.map(() => null)};
    state.known.push(mixture);
  }
  if (mixture.right[column] !== right) {
    mixture.right[column] = right;
    emit('known');
  }
}

export function choose(name, value) {
  if (state[name] !== value) {
    state[name] = value;
    emit(name);
    write();
  }
}
