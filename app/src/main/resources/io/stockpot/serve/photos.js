// What the soup says of the photos: a page of them, each with what its ingredients say.

import {Newest, photoAddress} from './api.js';
import {button, counted, find, make, say, select, tight} from './dom.js';
import {choose, learn, on, state} from './state.js';
import {same} from './weights.js';

const EACH = 24;
const MANY = 50; // photos of which those in sight are asked first
const PAUSE = 60; // milliseconds that the hand must rest before the network is asked

const asker = new Newest('/api/mix', PAUSE);
const settings = {order: 'changed', first: 0, class: null, against: 'last'};
let parts;
let shown = null; // the newest answer
let heard;

export function sure(confidence) {
  return tight(`${Math.round(100 * confidence)} %`);
}

// the mixture that changes are counted against
function since() {
  return settings.against === 'last' ? state.before : state.scale.alone(Number(settings.against));
}

function current() {
  return shown !== null && same(state.scale.read(shown.weights), state.weights);
}

function mark() {
  const old = !current();
  parts.answer.toggleAttribute('data-old', old);
  parts.answer.removeAttribute('data-seen');
  parts.answer.setAttribute('aria-busy', old);
  parts.old.textContent = old && shown ? `Old: this is what ${state.scale.formula(state.scale.read(shown.weights))} says; asking again …`
    : old ? 'Asking …' : '';
}

// nothing is asked for a panel that is closed; when it is opened again, it is
async function ask() {
  mark();
  if (parts.host.hidden) {
    asker.cancel();
    return;
  }
  const before = since();
  const question = {
    weights: state.scale.texts(state.weights),
    since: before && !same(before, state.weights) ? state.scale.texts(before) : null
  };
  try {
    if (!await glance(question)) {
      return;
    }
    const answer = await asker.ask({
      ...question,
      first: settings.first,
      count: EACH,
      order: settings.order,
      class: settings.class
    });
    if (answer) {
      shown = answer;
      show();
      learn(answer.weights, answer.right, answer.n);
      heard('');
    }
  } catch (failure) {
    parts.old.textContent = failure.message;
    heard(failure.status === 0 ? failure.message : '');
  }
}

// The photos in sight are answered first where there are many others: those take longer. What is counted stays old
// until all are. Returns whether this is still the newest question.
async function glance(question) {
  const inSight = shown === null ? [] : shown.photos.map(photo => photo.index);
  if (inSight.length === 0 || state.view.photos.count < MANY || current()) {
    return true;
  }
  const answer = await asker.ask({...question, only: inSight});
  if (!answer) {
    return false;
  }
  tiles(answer.photos);
  parts.answer.setAttribute('data-seen', '');
  parts.old.textContent = 'The photos in sight are answered; counting all …';
  return true;
}

function again() {
  shown = null;
  ask();
}

function turn(by) {
  settings.first += by * EACH;
  shown = null;
  ask();
}

// one mark per ingredient: filled where it is right, hollow where it is wrong
function says(host, photo) {
  const list = make(host, 'span', {class: 'says', 'aria-hidden': 'true'});
  photo.ingredients.forEach((answer, i) => {
    const right = photo.label === null ? answer.predicted === photo.predicted : answer.predicted === photo.label;
    const title = `${state.names[i]}: ${answer.predicted}, ${sure(answer.confidence)}`;
    make(list, 'span', {class: right ? 'yes' : 'no', title});
  });
}

function changed(photo) {
  return photo.before !== null && photo.before !== undefined && photo.before !== photo.predicted;
}

function words(photo) {
  const verdict = photo.label === null ? '' : photo.predicted === photo.label ? 'right: ' : `wrong, it is ${photo.label}: `;
  return `${photo.file}, ${verdict}${photo.predicted}, ${sure(photo.confidence)}`
    + (changed(photo) ? `, before ${photo.before}` : '');
}

function kind(photo) {
  return photo.label === null ? 'open' : photo.predicted === photo.label ? 'right' : 'wrong';
}

function tile(list, photo) {
  const item = make(list, 'li', {class: kind(photo)});
  const made = button(item, '', () => choose('photo', photo.index), {'aria-label': words(photo), title: photo.file,
    'data-photo': photo.index, 'aria-pressed': state.photo === photo.index});
  make(made, 'img', {src: photoAddress(photo.index), alt: '', width: 96, height: 96});
  const line = make(made, 'span', {class: 'line'});
  if (photo.label !== null) {
    make(line, 'span', {class: 'verdict', 'aria-hidden': 'true'}, kind(photo) === 'right' ? '✓' : '✗');
  }
  make(line, 'span', {class: 'says-class'}, photo.predicted);
  const middle = make(made, 'span', {class: 'line'});
  make(middle, 'span', {class: 'sure'}, sure(photo.confidence));
  says(middle, photo);
  make(made, 'span', {class: 'line was'}, kind(photo) === 'wrong' ? `is ${photo.label}` : changed(photo) ? `was ${photo.before}` : '');
  if (changed(photo)) {
    const mark = kind(photo) === 'right' ? '+' : photo.before === photo.label ? '−' : '≠';
    make(made, 'span', {class: 'changed', 'aria-hidden': 'true'}, mark);
  }
}

function summary() {
  const formula = state.scale.formula(state.scale.read(shown.weights));
  const accuracy = shown.n > 0 ? counted(shown.right, shown.n) : null;
  parts.accuracy.textContent = accuracy ? tight(accuracy.split(' (')[0]) : '';
  parts.interval.textContent = accuracy ? `${accuracy.slice(accuracy.indexOf('(')).replace(/[()]/g, '')} right` :
    'These photos have no labels, so nothing is counted as right.';
  const change = shown.changed;
  const against = settings.against === 'last' ? 'the mixture before' : state.names[settings.against];
  parts.change.textContent = !change ? '' : shown.n > 0
    ? tight(`Against ${against}: +${change.gained} −${change.lost}, ${change.other} wrong otherwise`)
    : `Against ${against}: ${change.gained + change.lost + change.other} other answers`;
  const {mixing, network} = shown.seconds;
  parts.time.textContent = `mixed in ${Math.round(1000 * mixing)} ms, asked in ${Math.round(1000 * network)} ms`;
  say(`${formula}: ${accuracy ?? ''} right. ${parts.change.textContent}`);
}

function tiles(photos) {
  const at = document.activeElement?.dataset?.photo;
  parts.list.replaceChildren();
  photos.forEach(photo => tile(parts.list, photo));
  if (at !== undefined) {
    parts.list.querySelector(`[data-photo="${at}"]`)?.focus();
  }
}

function show() {
  summary();
  tiles(shown.photos);
  const last = Math.min(shown.total, settings.first + EACH);
  parts.page.textContent = shown.total === 0 ? 'No photo of this class.' : `${settings.first + 1} – ${last} of ${shown.total}`;
  parts.back.disabled = settings.first === 0;
  parts.on.disabled = last >= shown.total;
  mark();
  detail();
}

// the chosen photo with all that is said of it
function detail() {
  const photo = shown?.photos.find(each => each.index === state.photo);
  parts.list.querySelectorAll('button').forEach(made =>
    made.setAttribute('aria-pressed', Number(made.dataset.photo) === state.photo));
  parts.detail.replaceChildren();
  parts.detail.hidden = !photo;
  if (!photo) {
    return;
  }
  make(parts.detail, 'img', {src: photoAddress(photo.index), alt: photo.file, width: 128, height: 128});
  const side = make(parts.detail, 'div');
  make(side, 'h3', {}, photo.file + (photo.label === null ? '' : `: ${photo.label}`));
  const scroll = make(side, 'div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'answers'});
  const table = make(scroll, 'table');
  make(table, 'caption', {class: 'unseen'}, 'What the soup and its ingredients say of this photo');
  const body = make(table, 'tbody');
  [{name: 'the soup', ...photo}, ...photo.ingredients.map((answer, i) => ({name: state.names[i], ...answer}))]
    .forEach(answer => answerRow(body, answer, photo.label));
  const acts = make(parts.detail, 'div', {class: 'buttons'});
  if (state.view.can.attack) {
    button(acts, 'Attack', () => choose('tab', 'attack'), {class: 'main', 'aria-label': 'attack this photo'});
  }
  button(acts, 'Close', () => choose('photo', null), {'aria-label': 'close the chosen photo'});
}

function answerRow(body, answer, label) {
  const row = make(body, 'tr');
  make(row, 'th', {scope: 'row'}, answer.name);
  make(row, 'td', {}, (label === null ? '' : answer.predicted === label ? '✓ ' : '✗ ') + answer.predicted);
  const cell = make(row, 'td', {}, sure(answer.confidence));
  const bar = make(cell, 'span', {class: 'meter', 'aria-hidden': 'true'});
  make(bar, 'span').style.width = `${100 * answer.confidence}%`;
}

function controls(host) {
  const fields = make(host, 'div', {class: 'fields'});
  const {photos, classes} = state.view;
  const orders = [['changed', 'changed first'], ['wrong', 'wrong first'], ['index', 'as they come']]
    .filter(([order]) => photos.labelled || order !== 'wrong');
  select(fields, 'order', 'Order', orders, value => restart(() => { settings.order = value; }));
  select(fields, 'against', 'Changes against', [['last', 'the mixture before'], ...state.names.map((name, i) => [i, name])],
    value => restart(() => { settings.against = value; }));
  if (classes.length > 0) {
    select(fields, 'class', photos.labelled ? 'Class' : 'Taken for', [['', 'all'], ...classes.map(name => [name, name])],
      value => restart(() => { settings.class = value || null; }));
  }
}

function restart(change) {
  change();
  settings.first = 0;
  again();
}

export function showPhotos(host, trouble) {
  heard = trouble;
  if (state.view.photos.count === 0) {
    make(host, 'p', {class: 'note'}, 'There are no photos to ask: start the server with --photos FOLDER for pictures of your own, or --data NAME for test images.');
    return;
  }
  controls(host);
  const answer = make(host, 'div', {class: 'answer'});
  const line = make(answer, 'p', {class: 'summary'});
  parts = {
    host,
    answer,
    accuracy: make(line, 'strong'),
    interval: make(line, 'span'),
    change: make(line, 'span', {class: 'change'}),
    old: make(answer, 'p', {class: 'old', role: 'status'}),
    list: make(answer, 'ul', {class: 'tiles', 'aria-label': 'photos'}),
    detail: make(answer, 'div', {class: 'detail', role: 'group', 'aria-label': 'the chosen photo', hidden: ''})
  };
  const pages = make(host, 'div', {class: 'buttons pages'});
  parts.back = button(pages, 'Back', () => turn(-1), {'aria-label': 'the photos before'});
  parts.page = make(pages, 'span', {role: 'status'});
  parts.on = button(pages, 'On', () => turn(1), {'aria-label': 'the next photos'});
  parts.time = make(pages, 'span', {class: 'note'});
  make(host, 'p', {class: 'note'}, (state.view.photos.labelled ? 'Green frame: right; orange, dashed: wrong. ' : '')
    + `Marks under a photo: ${state.names.join(', ')}, filled where ${state.view.photos.labelled ? 'right' : 'of the soup’s opinion'}. `
    + 'In the corner: + became right, − became wrong, ≠ wrong otherwise.');
  on('weights', () => {
    settings.first = settings.order === 'changed' ? 0 : settings.first;
    ask();
  });
  on('photo', detail);
  on('tab', () => {
    if (!host.hidden && !current()) {
      ask();
    }
  });
  ask();
}
