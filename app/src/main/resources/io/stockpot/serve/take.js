// Takes the soup away: written into the folder of --out, or as a link that restores the view.

import {call} from './api.js';
import {button, copy, make, tick} from './dom.js';
import {link, on, state} from './state.js';

const NAME = /^[A-Za-z0-9._-]{1,80}$/;
const FORMATS = [['safetensors', 'safetensors, with its card'], ['onnx', 'ONNX']];

let parts;

function say(words, wrong) {
  parts.said.className = wrong ? 'note error' : 'note';
  parts.said.textContent = words;
}

async function write(overwrite) {
  const name = parts.name.value.trim();
  const formats = FORMATS.map(([format]) => format).filter((format, i) => parts.formats[i].checked);
  parts.over.hidden = true;
  if (!NAME.test(name)) {
    say('A name is up to 80 letters, digits, dots, dashes and underscores, without a folder: my-soup.', true);
    return;
  }
  if (formats.length === 0) {
    say('Tick at least one format.', true);
    return;
  }
  parts.write.disabled = true;
  say('Writing …');
  const weights = state.weights;
  try {
    const {files} = await call('POST', '/api/export', {weights: state.scale.texts(weights), name, formats, overwrite});
    say(`Wrote ${files.join(', ')}: ${state.scale.formula(weights)}.`);
  } catch (failure) {
    say(failure.message, true);
    parts.over.hidden = failure.status !== 409;
  } finally {
    parts.write.disabled = false;
  }
}

function files(host) {
  if (!state.view.can.export) {
    make(host, 'p', {class: 'note'}, 'Start the server with --out FOLDER, and the soup can be written there from here. The command beside the sliders writes it, too.');
    return;
  }
  parts.formula = make(host, 'p', {class: 'explanation'});
  const fields = make(host, 'div', {class: 'fields'});
  const field = make(fields, 'div', {class: 'field'});
  make(field, 'label', {for: 'take-name'}, 'Name');
  parts.name = make(field, 'input', {id: 'take-name', type: 'text', value: 'my-soup', autocomplete: 'off', spellcheck: 'false'});
  parts.formats = FORMATS.map(([, words], i) => tick(fields, words, i === 0, () => {}));
  parts.write = button(fields, 'Write this soup', () => write(false), {class: 'main'});
  parts.over = button(fields, 'Write over it', () => write(true), {hidden: ''});
  parts.said = make(host, 'p', {class: 'note', role: 'status'});
  parts.name.addEventListener('input', () => { parts.over.hidden = true; });
}

export function showTake(host) {
  parts = {};
  make(host, 'h3', {}, 'As files');
  files(host);
  make(host, 'h3', {}, 'As a link');
  make(host, 'p', {class: 'explanation'}, 'It brings this mixture, photo and threat back, in a browser that has opened this server before.');
  const line = make(host, 'div', {class: 'command'});
  const code = make(line, 'code', {tabindex: '0', 'aria-label': 'link to this view'});
  const done = make(host, 'p', {class: 'note', role: 'status'});
  button(line, 'Copy', () => copy(code.textContent, words => { done.textContent = words; }), {'aria-label': 'copy the link'});
  function update() {
    code.textContent = `${location.origin}/${link()}`;
    done.textContent = '';
    if (parts.formula) {
      parts.formula.textContent = `Writes ${state.scale.formula(state.weights)} into the folder of --out. Nothing is overwritten without asking.`;
    }
  }
  ['weights', 'photo', 'threat', 'tab'].forEach(event => on(event, update));
  update();
}
