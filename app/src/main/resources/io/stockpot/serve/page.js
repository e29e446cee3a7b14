// The page: asks the server what there is, and shows it.

import {call} from './api.js';
import {showAttack} from './attack.js';
import {loadCharts} from './charts.js';
import {button, find, make} from './dom.js';
import {showKnown} from './known.js';
import {showLabel} from './label.js';
import {showMap} from './map.js';
import {showPhotos} from './photos.js';
import {showRuns} from './runs.js';
import {showSliders} from './sliders.js';
import {on, start, state} from './state.js';
import {showTabs} from './tabs.js';
import {showTake} from './take.js';

function trouble(words) {
  find('trouble').hidden = words === '';
  find('trouble').textContent = words;
}

function facts(view) {
  const {photos} = view;
  const size = photos.count > 0 ? `, ${photos.width} × ${photos.height} pixels${photos.labelled ? '' : ', without labels'}` : '';
  return [
    `${view.ingredients.length} ingredients`,
    photos.count > 0 ? photos.source + size : 'no photos',
    view.known.length === 1 ? '1 measured mixture' : `${view.known.length} measured mixtures`
  ].join(' · ');
}

function about(view) {
  const host = find('about');
  make(host, 'p', {}, `Stockpot ${view.version}. This page stores nothing; weights stand in its address.`);
  view.ingredients.forEach(ingredient => make(host, 'p', {},
    `${ingredient.name}: ${[ingredient.description, ingredient.digest && `weights ${ingredient.digest.slice(0, 12)}`].filter(Boolean).join(', ')}`));
}

// where the sliders are far above, the mixture stands at the foot of the window
function bar() {
  const words = make(find('bar'), 'span');
  button(find('bar'), 'Weights', () => {
    find('mixture').scrollIntoView();
    find('w0').focus({preventScroll: true});
  });
  const update = () => { words.textContent = state.scale.formula(state.weights); };
  on('weights', update);
  update();
}

function skip() {
  find('skip').addEventListener('click', () => {
    find('answers').focus();
    find('answers').scrollIntoView();
  });
}

try {
  const view = await call('GET', '/api/view');
  await loadCharts();
  start(view);
  find('title').textContent = view.title;
  document.title = `${view.title} · Stockpot`;
  find('facts').textContent = facts(view);
  find('desk').hidden = false;
  find('desk').classList.toggle('plane-first', view.ingredients.length <= 3);
  let redraw = () => {};
  showSliders(() => redraw());
  showKnown(trouble);
  redraw = showMap();
  showTabs([
    {name: 'photos', words: 'Photos', show: host => showPhotos(host, trouble)},
    {name: 'attack', words: 'Attack', show: showAttack},
    {name: 'label', words: 'Label', show: showLabel, keys: true},
    {name: 'take', words: 'Take away', show: showTake},
    {name: 'runs', words: 'Runs', show: showRuns}
  ]);
  about(view);
  skip();
  bar();
} catch (failure) {
  trouble(failure.message);
  throw failure;
}
