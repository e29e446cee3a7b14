// Labels photos that have none: the most informative first, one key per class, undo, saved as folders or a CSV.

import {call, photoAddress} from './api.js';
import {button, counted, isField, make, say} from './dom.js';
import {state} from './state.js';
import {reach} from './sliders.js';

const KEYS = '1234567890abcdefghijklmnopqrstvwxyz'; // without u, which undoes

let parts;
let next = null; // what the server wants to know
let busy = false;

async function tell(method, path, body) {
  if (busy) {
    return;
  }
  busy = true;
  parts.host.setAttribute('aria-busy', true);
  try {
    const answer = await call(method, path, body);
    next = answer.photo === undefined ? await call('GET', '/api/labels/next') : answer;
    parts.said.className = 'note';
    parts.said.textContent = '';
    show();
  } catch (failure) {
    parts.said.className = 'note error';
    parts.said.textContent = failure.message;
  } finally {
    busy = false;
    parts.host.removeAttribute('aria-busy');
  }
}

function label(name) {
  if (next && next.photo !== null) {
    tell('POST', '/api/labels', {photo: next.photo, class: name});
  }
}

// after a click by pointer the keys are free for the next photo
function byHand(event, act) {
  act();
  if (event.detail > 0) {
    parts.host.focus();
  }
}

function undo() {
  tell('DELETE', '/api/labels/last');
}

async function save(as) {
  try {
    const answer = await call('POST', '/api/labels/save', {as});
    parts.said.className = 'note';
    parts.said.textContent = `Saved: ${(answer.files ?? [as]).join(', ')}.`;
  } catch (failure) {
    parts.said.className = 'note error';
    parts.said.textContent = failure.message;
  }
}

function show() {
  const left = next.photo !== null && next.photo !== undefined;
  parts.picture.hidden = !left;
  if (left) {
    parts.picture.src = photoAddress(next.photo);
    parts.picture.alt = `photo ${next.photo}, to be labelled`;
  }
  parts.why.textContent = left ? `Why this one: ${next.why}.` : 'All photos are labelled or skipped.';
  parts.count.textContent = `${next.labelled} labelled, ${next.left} left`;
  parts.advice.textContent = next.advice ?? '';
  parts.classes.forEach(made => { made.disabled = !left; });
  parts.skip.disabled = !left;
  parts.soup.replaceChildren();
  if (next.soup && next.soup.n > 0) {
    const weights = state.scale.read(next.soup.weights);
    parts.soup.append('Best by the labels so far: ');
    button(parts.soup, state.scale.formula(weights), () => reach(weights), {class: 'link'});
    parts.soup.append(`, ${counted(next.soup.right, next.soup.n)}.`);
  }
  say(left ? `Photo ${next.photo}. ${parts.count.textContent}.` : parts.why.textContent);
}

// space goes to buttons that have the focus, as everywhere; classes have keys of their own
function keys(event) {
  if (parts.host.hidden || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isField(event.target)) {
    return;
  }
  const at = KEYS.indexOf(event.key.toLowerCase());
  const act = event.key === ' ' && !event.target.matches('button, input, a') ? () => label(null)
    : event.key === 'u' ? undo
    : at >= 0 && at < state.view.classes.length ? () => label(state.view.classes[at]) : null;
  if (act) {
    event.preventDefault();
    act();
  }
}

export function showLabel(host) {
  if (!state.view.can.label) {
    make(host, 'p', {class: 'note'}, state.view.photos.count > 0 && state.view.photos.labelled
      ? 'These photos have labels. Start the server with --photos FOLDER of pictures without class folders, and with --out FOLDER, to label them here.'
      : 'To label photos here, start the server with --photos FOLDER of pictures without class folders, and with --out FOLDER for the labels.');
    return;
  }
  parts = {host};
  const screen = make(host, 'div', {class: 'label-screen'});
  const left = make(screen, 'div');
  parts.picture = make(left, 'img', {class: 'to-label', alt: '', width: 288, height: 288});
  parts.why = make(left, 'p', {class: 'note'});
  const side = make(screen, 'div');
  parts.count = make(side, 'p', {class: 'formula', role: 'status'});
  const classes = make(side, 'div', {class: 'classes', role: 'group', 'aria-label': 'classes'});
  parts.classes = state.view.classes.map((name, i) => {
    const made = button(classes, '', event => byHand(event, () => label(name)), i < KEYS.length ? {'aria-keyshortcuts': KEYS[i]} : {});
    if (i < KEYS.length) {
      make(made, 'kbd', {'aria-hidden': 'true'}, KEYS[i]);
    }
    made.append(' ' + name);
    return made;
  });
  const more = make(side, 'div', {class: 'buttons'});
  parts.skip = button(more, 'Skip (space)', event => byHand(event, () => label(null)), {'aria-keyshortcuts': 'Space'});
  button(more, 'Undo (u)', undo, {'aria-keyshortcuts': 'u'});
  parts.advice = make(side, 'p', {class: 'advice'});
  parts.soup = make(side, 'p', {class: 'note'});
  const saving = make(side, 'div', {class: 'buttons'});
  button(saving, 'Save as class folders', () => save('folders'));
  button(saving, 'Save as CSV', () => save('csv'));
  parts.said = make(side, 'p', {class: 'note', role: 'status'});
  addEventListener('keydown', keys);
  tell('GET', '/api/labels/next');
}
