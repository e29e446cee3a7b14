// Attacks one photo: the search for a point of the threat that the soup gets wrong, with progress, and what it found.

import {call, photoAddress, watch} from './api.js';
import {showFound} from './attack-found.js';
import {button, find, make, select, tick} from './dom.js';
import {choose, on, state} from './state.js';

const LEAST_STEPS = 1;
const MOST_STEPS = 1000;
const STEPS = 40;
const PARTS = 80; // of a slider whose radius is no fraction

let parts;
let job = null; // the number of the one that runs
let shown = null; // what was found last, and for what

function norm() {
  return state.threat.split(' ')[0];
}

function threat() {
  return state.view.threats.find(each => each.norm === norm()) ?? state.view.threats[0];
}

// the steps of the slider: fractions where the threat is written as one, so that 8/255 stays 8/255
function ladder() {
  const {radius, greatest} = threat();
  const under = radius.includes('/') ? Number(radius.split('/')[1]) : null;
  const size = under ? 1 / under : Number((greatest / PARTS).toPrecision(1));
  const steps = Math.floor(greatest / size + 1e-9);
  return {
    steps,
    text: step => (under ? `${step}/${under}` : String(Number((step * size).toPrecision(6)))),
    step: text => {
      const [over, beneath] = text.split('/').map(Number);
      return Math.max(1, Math.min(steps, Math.round(over / (beneath || 1) / size)));
    }
  };
}

function photoField(host) {
  const {count} = state.view.photos;
  const field = make(host, 'div', {class: 'field photo-field'});
  make(field, 'label', {for: 'attack-photo'}, 'Photo');
  const input = make(field, 'input', {id: 'attack-photo', type: 'number', min: 0, max: count - 1, step: 1});
  input.addEventListener('change', () => {
    const wish = Math.max(0, Math.min(count - 1, Math.round(Number(input.value))));
    choose('photo', wish);
    input.value = wish;
  });
  const picture = make(host, 'img', {class: 'chosen', alt: 'the photo to attack', width: 96, height: 96});
  return {photo: input, picture};
}

function threatFields(host) {
  const names = state.view.threats.map(each => [each.norm, each.norm]);
  const box = select(host, 'attack-norm', 'Threat', names, name =>
    choose('threat', state.view.threats.find(each => each.norm === name).text));
  const field = make(host, 'div', {class: 'field radius'});
  make(field, 'label', {for: 'attack-radius'}, 'ε');
  const slider = make(field, 'input', {id: 'attack-radius', type: 'range', min: 1, step: 1});
  const output = make(field, 'output', {for: 'attack-radius'});
  slider.addEventListener('input', () => choose('threat', `${norm()} ${ladder().text(Number(slider.value))}`));
  return {norm: box, slider, output};
}

function update() {
  const {steps, text, step} = ladder();
  const radius = state.threat.split(' ')[1];
  parts.norm.value = threat().norm;
  parts.slider.max = steps;
  parts.slider.value = step(radius);
  parts.slider.setAttribute('aria-valuetext', text(step(radius)));
  parts.output.textContent = text(step(radius));
  const photo = state.photo ?? 0;
  parts.photo.value = photo;
  parts.picture.src = photoAddress(photo);
  parts.button.textContent = job === null ? 'Attack' : 'Cancel';
  mark();
}

// what the page is at now, so that what was found for something else is seen to be old
function question() {
  const {text, step} = ladder();
  return {
    weights: state.scale.texts(state.weights),
    photo: state.photo ?? 0,
    threat: `${threat().norm} ${text(step(state.threat.split(' ')[1]))}`
  };
}

function mark() {
  const now = question();
  const differs = !shown ? [] : [
    shown.weights.join() !== now.weights.join() ? `of ${state.scale.formula(state.scale.read(shown.weights))}` : '',
    shown.photo !== now.photo ? `of photo ${shown.photo}` : '',
    shown.threat !== now.threat ? `under ${shown.threat}` : ''
  ].filter(Boolean);
  parts.found.toggleAttribute('data-old', differs.length > 0);
  parts.old.textContent = differs.length > 0 ? `Old: this was found ${differs.join(', ')}.` : '';
}

async function attack() {
  if (job !== null) {
    parts.button.disabled = true;
    await call('DELETE', `/api/jobs/${job}`).catch(failure => { parts.words.textContent = failure.message; });
    parts.button.disabled = false;
    return;
  }
  const asked = question();
  try {
    parts.words.textContent = 'Asked …';
    const started = await call('POST', '/api/attack', {...asked, steps: steps(), with: parts.ingredients.checked ? 'ingredients' : null});
    job = started.job;
    parts.progress.hidden = false;
    update();
    const ended = await watch(job, progress);
    parts.words.textContent = {done: 'Done.', cancelled: 'Cancelled.'}[ended.state] ?? ended.error ?? 'It failed.';
    if (ended.state === 'done') {
      shown = asked;
      showFound(parts.found, ended.result);
    }
  } catch (failure) {
    parts.words.textContent = failure.message;
  } finally {
    job = null;
    parts.progress.hidden = true;
    update();
  }
}

function steps() {
  const typed = Math.round(Number(parts.steps.value)) || STEPS;
  parts.steps.value = Math.max(LEAST_STEPS, Math.min(MOST_STEPS, typed));
  return Number(parts.steps.value);
}

function progress(now) {
  parts.progress.value = now.done ?? 0;
  parts.words.textContent = now.words ?? (now.state === 'waiting' ? 'Waiting …' : 'Running …');
}

export function showAttack(host) {
  if (!state.view.can.attack) {
    make(host, 'p', {class: 'note'}, 'There is nothing to attack: start the server with photos of your own, --photos FOLDER, or with test images, --data NAME.');
    return;
  }
  make(host, 'p', {class: 'explanation'}, 'The attack searches, inside the threat, for a picture close to this one that the soup gets wrong.');
  const form = make(host, 'div', {class: 'attack-form'});
  const {photo, picture} = photoField(form);
  const fields = make(form, 'div', {class: 'fields'});
  parts = {photo, picture, ...threatFields(fields)};
  const field = make(fields, 'div', {class: 'field'});
  make(field, 'label', {for: 'attack-steps'}, 'Steps');
  parts.steps = make(field, 'input', {id: 'attack-steps', type: 'number', min: LEAST_STEPS, max: MOST_STEPS, step: 1, value: STEPS});
  parts.ingredients = tick(fields, 'ingredients, too', true, () => {});
  parts.button = button(fields, 'Attack', attack, {class: 'main'});
  parts.progress = make(host, 'progress', {max: 1, value: 0, hidden: '', 'aria-label': 'progress of the attack'});
  parts.words = make(host, 'p', {class: 'note', role: 'status'});
  parts.old = make(host, 'p', {class: 'old', role: 'status'});
  parts.found = make(host, 'div', {class: 'answer found'});
  ['weights', 'photo', 'threat'].forEach(event => on(event, update));
  update();
}
