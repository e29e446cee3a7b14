// What an attack found: the three pictures, the logits before and after, and at which radius each model falls.

import {Chart} from './charts.js';
import {make} from './dom.js';
import {state} from './state.js';

const SERIES = 6;
const DECIMALS = 100; // two of them

let chart = null; // of what was found last

// a radius in the unit of its threat: n/255 where the threat is written so, else a decimal. Bounds are rounded to the
// side on which they hold; what was computed from 8/255 is 8/255, and not a little more.
function radius(value, threat, round = Math.round) {
  const under = /\/(\d+)$/.exec(threat);
  const exact = Number((value * (under ? under[1] : 1) * DECIMALS).toFixed(4));
  return `${round(exact) / DECIMALS}${under ? under[0] : ''}`;
}

function pictures(host, result) {
  const list = make(host, 'div', {class: 'triptych'});
  const captions = [
    ['original', 'the photo', `“${result.predicted.before}”`],
    ['perturbation', `the perturbation × ${result.scale}`, 'grey is no change'],
    ['perturbed', 'the perturbed photo', `“${result.predicted.after}”`]
  ];
  captions.forEach(([name, words, more]) => {
    const figure = make(list, 'figure');
    make(figure, 'img', {src: result.pictures[name], alt: words, width: 192, height: 192});
    const caption = make(figure, 'figcaption', {}, words);
    make(caption, 'strong', {}, more);
  });
}

function sentence(result) {
  const {label, before, after} = result.predicted;
  const at = `${result.threat.split(' ')[0]} ${radius(result.norm, result.threat)}`;
  if (label !== undefined && label !== before) {
    return `The soup is wrong as it is: it says “${before}”, and the label is “${label}”.`;
  }
  return before === after
    ? `The soup was not broken: within ${result.threat} no picture was found that changes “${before}”. The worst one found is at ${at}.`
    : `The soup falls: at ${at}, within ${result.threat}, it says “${after}” instead of “${before}”.`;
}

function logits(host, result) {
  const scroll = make(host, 'div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'logits'});
  const table = make(scroll, 'table', {class: 'logits'});
  make(table, 'caption', {}, 'Logits of the soup');
  const head = make(make(table, 'thead'), 'tr');
  ['class', 'before', 'after'].forEach(name => make(head, 'th', {scope: 'col'}, name));
  const {before, after} = result.logits;
  // extreme weights make logits that are no numbers: null
  const largest = Math.max(...[...before, ...after].map(logit => Math.abs(logit ?? 0)), 1e-9);
  const body = make(table, 'tbody');
  const order = before.map((logit, i) => i).sort((i, j) => Math.max(before[j], after[j]) - Math.max(before[i], after[i]));
  order.slice(0, 10).forEach(i => {
    const row = make(body, 'tr');
    make(row, 'th', {scope: 'row'}, state.view.classes[i] ?? `class ${i}`);
    [before, after].forEach(side => {
      const cell = make(row, 'td', {class: side[i] !== null && side[i] === Math.max(...side) ? 'most' : ''});
      make(cell, 'span', {}, side[i]?.toFixed(2).replace('-', '−') ?? '–');
      const bar = make(make(cell, 'span', {class: 'signed', 'aria-hidden': 'true'}), 'span', {class: side[i] < 0 ? 'minus' : 'plus'});
      bar.style.width = `${50 * Math.abs(side[i]) / largest}%`;
    });
  });
  if (order.length > 10) {
    make(host, 'p', {class: 'note'}, `The ten largest of ${order.length}.`);
  }
}

// where each model falls, at most: what an attack finds is an upper bound, and what it does not find proves nothing
function falls(host, result) {
  const scroll = make(host, 'div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'where models fall'});
  const table = make(scroll, 'table');
  make(table, 'caption', {}, 'ε at which it falls: an upper bound');
  const body = make(table, 'tbody');
  result.models.forEach(model => {
    const row = make(body, 'tr');
    make(row, 'th', {scope: 'row'}, model.name);
    const words = model.falls === null || model.falls === undefined ? `not broken up to ${radius(model.above, result.threat, Math.floor)}`
      : model.falls === 0 ? 'wrong as it is' : `≤ ${radius(model.falls, result.threat, Math.ceil)}`;
    make(row, 'td', {}, words);
  });
  const details = make(host, 'details', {class: 'note'});
  make(details, 'summary', {}, 'What was tried');
  const list = make(details, 'ul');
  result.models.filter(model => model.words).forEach(model => make(list, 'li', {}, `${model.name}: ${model.words}.`));
  (result.words ?? []).forEach(words => make(list, 'li', {}, words));
}

function curves(host, result) {
  const under = /\/(\d+)$/.exec(result.threat);
  const unit = under ? Number(under[1]) : 1;
  chart = new Chart(make(host, 'div', {class: 'chart curves'}),
    'Margin of each model over the radius; the model falls where it goes below zero. Arrow keys go from point to point.', () => {});
  chart.draw({
    grid: {top: 58},
    legend: {left: 'center', itemGap: 14},
    xAxis: {name: `ε of ${result.threat.split(' ')[0]}${under ? `, in 1/${under[1]}` : ''}`, min: 0},
    yAxis: {name: 'margin', scale: true},
    series: result.models.map((model, i) => ({
      type: 'line',
      name: model.name,
      symbol: i === 0 ? 'circle' : 'emptyCircle',
      symbolSize: i === 0 ? 7 : 5,
      itemStyle: {color: `@series${1 + i % SERIES}`},
      lineStyle: {color: `@series${1 + i % SERIES}`, width: i === 0 ? 3 : 1.5},
      markLine: i === 0 ? {silent: true, symbol: 'none', label: {show: false}, data: [{yAxis: 0}],
        lineStyle: {color: '@ink', type: 'dashed', width: 1}} : undefined,
      data: [...model.curve].sort((one, other) => one.radius - other.radius).map(point => ({
        value: [Number((point.radius * unit).toFixed(4)), Number(point.margin.toFixed(4))],
        hover: {title: model.name, lines: [['ε', radius(point.radius, result.threat)], ['margin', point.margin.toFixed(2).replace('-', '−')]]}
      }))
    }))
  });
}

export function showFound(host, result) {
  chart?.dispose();
  chart = null;
  host.replaceChildren();
  make(host, 'p', {class: 'verdict-line'}, sentence(result));
  pictures(host, result);
  const row = make(host, 'div', {class: 'found-row'});
  logits(make(row, 'div'), result);
  const side = make(row, 'div');
  if (result.models.some(model => model.curve.length > 1)) {
    curves(side, result);
  }
  falls(side, result);
}
