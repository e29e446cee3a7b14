// Elements of the page. Text only ever enters as text nodes, and attributes by their setters.

// the functions of the reports' explorers, so that numbers look the same everywhere
export const numbers = window.explorerNumbers;

const SVG = 'http://www.w3.org/2000/svg';
const QUIET = 500; // milliseconds until something is spoken, so that a moving slider does not chatter

let speaking;

function filled(made, parent, attributes, text) {
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return parent ? parent.appendChild(made) : made;
}

export function make(parent, name, attributes = {}, text) {
  return filled(document.createElement(name), parent, attributes, text);
}

export function draw(parent, name, attributes = {}, text) {
  return filled(document.createElementNS(SVG, name), parent, attributes, text);
}

export function find(id) {
  return document.getElementById(id);
}

export function button(parent, text, action, attributes = {}) {
  const made = make(parent, 'button', {type: 'button', ...attributes}, text);
  made.addEventListener('click', action);
  return made;
}

// a labelled box to tick; act hears whether it is ticked
export function tick(parent, text, checked, act) {
  const label = make(parent, 'label', {class: 'tick'});
  const box = make(label, 'input', {type: 'checkbox'});
  box.checked = checked;
  label.append(' ' + text);
  box.addEventListener('change', () => act(box.checked));
  return box;
}

// a labelled choice; options are pairs of a value and its words
export function select(parent, id, label, options, act) {
  const field = make(parent, 'span', {class: 'field'});
  make(field, 'label', {for: id}, label);
  const box = make(field, 'select', {id});
  options.forEach(([value, words]) => make(box, 'option', {value}, words));
  box.addEventListener('change', () => act(box.value));
  return box;
}

// what a screen reader says, once the hand rests; the newest goes before
export function say(words) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { find('said').textContent = words; }, QUIET);
}

// numbers that do not break before their unit or around their dash
export function tight(words) {
  return words.replace(/ %/g, '\u00a0%').replace(/ – /g, '\u00a0–\u00a0').replace(/± /g, '±\u00a0');
}

export function percent(share, total) {
  return tight(numbers.accuracy(share * total, total).percent);
}

// "41.1 % (38.1 – 44.2 %), 411 of 1000"
export function counted(right, total) {
  const accuracy = numbers.accuracy(right, total);
  return tight(`${accuracy.percent} (${accuracy.interval}), ${right} of ${total}`);
}

export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    done('Copied.');
  } catch (refused) {
    done('This browser lets no page copy here; select the text and copy it.');
  }
}

// whether keys belong to a field in which one types
export function isField(element) {
  return element.matches('input[type=text], input[type=number], select, textarea');
}
