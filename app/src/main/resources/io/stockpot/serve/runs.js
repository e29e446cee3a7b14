// Runs of recipes: those that are finished with their pages, and the one that is cooking with its progress.

import {call} from './api.js';
import {make, tight} from './dom.js';
import {on, state} from './state.js';

const PAUSE = 3000; // milliseconds between looks at a run that is cooking

function row(list, run) {
  const item = make(list, 'li', {class: run.state});
  const head = make(item, 'p', {class: 'run-head'});
  if (run.page) {
    make(head, 'a', {href: run.page}, run.name);
  } else {
    make(head, 'strong', {}, run.name);
  }
  make(head, 'span', {class: 'note'}, ` ${run.state}${run.recipe && run.recipe !== run.name ? `, of ${run.recipe}` : ''}`);
  if (run.state !== 'finished') {
    make(item, 'progress', {max: 1, value: run.done ?? 0, 'aria-label': `progress of ${run.name}`});
  }
  const words = [run.state === 'finished' ? null : run.step, run.words, run.left].filter(Boolean).join(' · ');
  if (words) {
    make(item, 'p', {class: 'note'}, tight(words));
  }
}

export function showRuns(host) {
  if (!state.view.can.runs) {
    make(host, 'p', {class: 'note'}, 'There are no runs to show: start the server with a recipe, stockpot serve RECIPE, or with --runs FOLDER.');
    return;
  }
  const list = make(host, 'ul', {class: 'runs'});
  const note = make(host, 'p', {class: 'note', role: 'status'});
  let before = '';
  let waiting;
  async function look() {
    clearTimeout(waiting);
    if (host.hidden) {
      return;
    }
    try {
      const runs = await call('GET', '/api/runs');
      note.textContent = runs.length === 0 ? 'Nothing was run yet.' : '';
      // a list that stays the same is left alone, and the focus in it
      if (JSON.stringify(runs) !== before) {
        before = JSON.stringify(runs);
        list.replaceChildren();
        runs.forEach(run => row(list, run));
      }
    } catch (failure) {
      note.textContent = failure.message;
    }
    waiting = setTimeout(look, PAUSE);
  }
  on('tab', look);
  look();
}
