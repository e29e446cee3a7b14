// The trade-off: all measured mixtures by two columns, the front that none of them is above, and where the page is.

import {Chart} from './charts.js';
import {make, percent, select} from './dom.js';
import {estimates, onEstimate} from './known.js';
import {reach} from './sliders.js';
import {on, state, telling} from './state.js';
import {same} from './weights.js';

// mixtures that no other is as good as in both and better in one, from left to right
function front(points) {
  const sorted = [...points].sort((one, other) => other.value[0] - one.value[0] || other.value[1] - one.value[1]);
  let best = -1;
  return sorted.filter(point => {
    const above = point.value[1] > best;
    best = Math.max(best, point.value[1]);
    return above;
  }).reverse();
}

export class Front {
  constructor(host) {
    const {columns} = state.view;
    this.across = telling();
    this.fields = make(host, 'div', {class: 'fields'});
    const names = columns.map((column, i) => [i, column.name]);
    ['right', 'up'].forEach((side, i) => {
      const box = select(this.fields, `front-${side}`, side === 'right' ? 'Right' : 'Up', names, value => {
        this.across[i] = Number(value);
        this.measured = this.points();
        this.later();
      });
      box.value = this.across[i];
    });
    this.chart = new Chart(make(host, 'div', {class: 'chart front'}),
      'Trade-off of the measured mixtures. Arrow keys go from one to the next, Enter takes it.', item => reach(item.at));
    this.note = make(host, 'p', {class: 'note'});
    this.measured = this.points();
    this.waiting = 0;
    onEstimate(() => this.later());
    on('weights', () => this.later());
    on('known', () => {
      this.measured = this.points();
      this.later();
    });
  }

  // once per frame, however fast the hand moves
  later() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.draw());
  }

  points() {
    const {columns} = state.view;
    const [x, y] = this.across;
    return state.known.filter(mixture => [x, y].every(i => mixture.right[i] !== null && mixture.right[i] !== undefined))
      .map(mixture => ({
        value: [x, y].map(i => 100 * mixture.right[i] / columns[i].n),
        at: mixture.at,
        hover: {
          title: state.scale.formula(mixture.at),
          lines: [x, y].map(i => [columns[i].name, percent(mixture.right[i] / columns[i].n, columns[i].n)])
        }
      }));
  }

  // where the page is: a ring, with arms as long as the errors where it is an estimate
  here() {
    const now = estimates();
    const [x, y] = this.across.map(i => now?.[i]);
    if (x?.estimate == null || y?.estimate == null) {
      return [];
    }
    const at = [100 * x.estimate, 100 * y.estimate];
    const arms = [100 * (x.exact ? 0 : x.error ?? 0), 100 * (y.exact ? 0 : y.error ?? 0)];
    const arm = (from, to) => ({type: 'line', data: [from, to], showSymbol: false, silent: true, z: 5,
      lineStyle: {color: '@series2', width: 1.5, type: 'dashed'}});
    return [
      arm([at[0] - arms[0], at[1]], [at[0] + arms[0], at[1]]),
      arm([at[0], at[1] - arms[1]], [at[0], at[1] + arms[1]]),
      {type: 'scatter', data: [at], symbolSize: 18, silent: true, z: 6,
        itemStyle: {color: 'transparent', borderColor: '@series2', borderWidth: 3}}
    ];
  }

  draw() {
    const {columns} = state.view;
    const points = this.measured;
    points.forEach(point => { point.here = same(point.at, state.weights); });
    const axis = i => ({name: `${columns[this.across[i]].name}, accuracy in %`, scale: true});
    this.chart.draw({
      grid: {top: 14},
      xAxis: axis(0),
      yAxis: axis(1),
      series: [
        {type: 'line', data: front(points).map(point => point.value), step: 'start', showSymbol: false, silent: true,
          lineStyle: {color: '@series1', width: 1.5}},
        {type: 'scatter', data: points, symbolSize: points.length > 300 ? 7 : 9,
          itemStyle: {color: '@paper', borderColor: '@axis', borderWidth: 1},
          emphasis: {itemStyle: {color: '@series1', borderColor: '@series1'}}},
        {type: 'scatter', data: front(points), symbolSize: 9, itemStyle: {color: '@series1'}},
        ...this.here()
      ]
    });
    const estimated = this.across.some(i => estimates() && !estimates()[i].exact);
    this.note.textContent = points.length === 0 ? 'No mixture was measured in both.'
      : `Ring: you are here${estimated ? ', estimated, with the error as dashed arms' : ''}. Filled: the front of `
        + `${points.length} measured mixtures, none of which is better in both.`;
  }
}
