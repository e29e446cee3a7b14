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

// events: "weights" at each change, "settled" once the hand has let go, "photo", "threat", "tab"
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
  state.known = view.known.map(mixture => ({...mixture, at: state.scale.read(mixture.weights)}));
  state.threat = view.threats[0]?.text ?? null;
  state.weights = view.buttons.length > 0 ? state.scale.read(view.buttons[0].weights) : state.scale.alone(0);
  read();
  addEventListener('hashchange', () => {
    if (read()) {
      emit('weights');
      emit('settled');
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

function settle(from) {
  if (!same(from, state.weights)) {
    state.before = from;
    state.undone.push(from);
    state.undone.splice(0, state.undone.length - MOST);
    emit('settled');
  }
}

// goes to a mixture at once
export function go(weights) {
  held = null;
  const from = state.weights;
  state.weights = weights;
  emit('weights');
  settle(from);
  write();
}

// follows a hand that moves: what is undone later is where it began
export function drag(weights) {
  held ??= state.weights;
  if (!same(weights, state.weights)) {
    state.weights = weights;
    emit('weights');
    write();
  }
}

export function drop() {
  const from = held;
  held = null;
  if (from) {
    settle(from);
  }
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
    emit('settled');
    write();
  }
}

export function choose(name, value) {
  if (state[name] !== value) {
    state[name] = value;
    emit(name);
    write();
  }
}
