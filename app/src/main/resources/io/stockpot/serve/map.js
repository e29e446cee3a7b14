// The map of the mixtures. Of two ingredients the segment and of three the triangle is itself the control: the point is
// dragged, or moved by arrow keys. Beside it, and alone for more ingredients, the trade-off of two columns.

import {draw, find, make, numbers, percent, select} from './dom.js';
import {Front} from './front.js';
import {askEstimates, estimates, onEstimate} from './known.js';
import {Segment, Triangle, WIDTH} from './plane.js';
import {locks, negative, range, step} from './sliders.js';
import {drag, drop, go, on, state, telling} from './state.js';
import {same} from './weights.js';

const MAGNET = 9; // pixels within which a measured mixture draws the point to itself
const PARTS = {2: 24, 3: 20}; // into which what is estimated is divided

export class Plane {
  constructor(host) {
    this.count = state.names.length;
    const [clean, other] = telling();
    this.by = state.view.columns[other]?.threat ? other : clean;
    const fields = make(host, 'div', {class: 'fields'});
    if (state.view.columns.length > 0) {
      const box = select(fields, 'plane-by', this.count === 2 ? 'Up' : 'Colour',
        state.view.columns.map((column, i) => [i, column.name]), value => {
          this.by = Number(value);
          this.draw();
        });
      box.value = this.by;
    }
    this.svg = draw(host, 'svg', {class: 'plane', tabindex: '0', role: 'application'});
    this.note = make(host, 'p', {class: 'note'});
    this.guesses = null; // estimates of mixtures all over the plane
    this.#listen();
    on('weights', () => this.update());
    onEstimate(() => this.update());
    on('known', () => this.draw());
    this.draw();
  }

  #listen() {
    const {svg} = this;
    svg.addEventListener('pointerdown', event => {
      event.preventDefault();
      svg.focus();
      svg.setPointerCapture(event.pointerId);
      this.#follow(event);
    });
    svg.addEventListener('pointermove', event => {
      if (svg.hasPointerCapture(event.pointerId)) {
        this.#follow(event);
      }
    });
    ['pointerup', 'pointercancel'].forEach(name => svg.addEventListener(name, drop));
    svg.addEventListener('keydown', event => this.#key(event));
  }

  #follow(event) {
    const box = this.svg.getBoundingClientRect();
    const at = [(event.clientX - box.left) / box.width * WIDTH, (event.clientY - box.top) / box.height * this.plane.height];
    const near = this.shown.map(mixture => ({mixture, far: Math.hypot(mixture.place[0] - at[0], mixture.place[1] - at[1])}))
      .filter(({mixture, far}) => far < MAGNET && locks().every((locked, i) => !locked || mixture.at[i] === state.weights[i]))
      .sort((one, other) => one.far - other.far)[0];
    const held = locks().map((locked, i) => (locked ? state.weights[i] : null));
    const mixture = near ? near.mixture.at : this.plane.mixture(at, state.scale.whole('0.01'), held);
    if (mixture && !(this.count === 2 && locks().some(Boolean))) {
      drag(mixture);
    }
  }

  #key(event) {
    const way = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const after = event.shiftKey ? this.#measuredBeside(way) : this.#stepped(way);
    if (after && locks().every((locked, i) => !locked || after[i] === state.weights[i])) {
      go(after);
    }
  }

  #stepped(way) {
    if (this.count === 3) {
      return this.plane.stepped(state.weights, way, step());
    }
    const [low, high] = range();
    const second = Math.max(low, Math.min(high, state.weights[1] + (way[0] + way[1]) * step()));
    const first = state.scale.denominator - second;
    return first < low || first > high ? null : [first, second];
  }

  // the nearest measured mixture that way
  #measuredBeside([right, up]) {
    const from = this.place(state.weights);
    const far = mixture => {
      const [x, y] = [mixture.place[0] - from[0], from[1] - mixture.place[1]];
      const along = x * right + (this.count === 2 ? x * up : y * up);
      const across = this.count === 2 ? 0 : Math.abs(x * up) + Math.abs(y * right);
      return along > 0.5 ? along + 2 * across : Infinity;
    };
    const nearest = [...this.shown].sort((one, other) => far(one) - far(other))[0];
    return nearest && far(nearest) < Infinity ? nearest.at : null;
  }

  share(mixture) {
    const right = mixture.right[this.by];
    return right === null || right === undefined ? null : right / state.view.columns[this.by].n;
  }

  place(weights, share) {
    return this.count === 3 ? this.plane.place(weights)
      : [this.plane.x(weights[1]), share === null || share === undefined ? this.plane.bottom : this.plane.y(100 * share)];
  }

  // all but the point itself, which moves more often
  draw() {
    const [low, high] = range();
    const inside = state.known.filter(mixture => mixture.at.every(weight => weight >= low && weight <= high));
    const shares = inside.map(mixture => this.share(mixture)).filter(share => share !== null);
    this.extent = [Math.min(...shares, 1), Math.max(...shares, 0)];
    this.plane = this.count === 3 ? new Triangle(state.scale.denominator, [low, high])
      : new Segment(state.scale.denominator, [low, high], this.#ends(inside));
    this.shown = inside.map(mixture => ({...mixture, place: this.place(mixture.at, this.share(mixture))}));
    this.svg.setAttribute('viewBox', `0 0 ${WIDTH} ${this.plane.height}`);
    this.svg.replaceChildren();
    this.guessed = draw(this.svg, 'g');
    this.#frame();
    this.shown.forEach(mixture => this.#dot(mixture));
    this.point = draw(this.svg, 'g', {class: 'point'});
    this.update();
    this.#guess();
  }

  // the ends of the intervals of what was measured, in percent
  #ends(mixtures) {
    const {n} = state.view.columns[this.by] ?? {};
    return mixtures.filter(mixture => this.share(mixture) !== null).flatMap(mixture => {
      const {low, high} = numbers.accuracy(mixture.right[this.by], n);
      return [100 * low, 100 * high];
    });
  }

  #frame() {
    const {plane, svg} = this;
    if (this.count === 3) {
      draw(svg, 'polygon', {points: plane.corners().join(' '), class: 'edge'});
      plane.corners().forEach(([x, y], i) => draw(svg, 'text', {
        x, y: y + (i === 0 ? -12 : 24), 'text-anchor': ['middle', 'start', 'end'][i], dx: [0, -14, 14][i], class: 'corner'
      }, state.names[i]));
      return;
    }
    plane.ticks().forEach(tick => {
      draw(svg, 'line', {x1: plane.left, x2: plane.right, y1: plane.y(tick), y2: plane.y(tick), class: 'rule'});
      draw(svg, 'text', {x: plane.left - 7, y: plane.y(tick) + 4, 'text-anchor': 'end'}, `${tick} %`);
    });
    draw(svg, 'line', {x1: plane.left, x2: plane.right, y1: plane.bottom, y2: plane.bottom, class: 'edge'});
    [0, 0.5, 1].map(share => share * state.scale.denominator).forEach(weight => draw(svg, 'text', {
      x: plane.x(weight), y: plane.bottom + 18, 'text-anchor': 'middle'
    }, weight / state.scale.denominator));
    draw(svg, 'text', {x: (plane.left + plane.right) / 2, y: plane.height - 6, 'text-anchor': 'middle', class: 'corner'},
      `weight of ${state.names[1]}`);
  }

  // how dark an accuracy is, from the least that was measured to the most
  shade(share) {
    const [least, most] = this.extent;
    return share === null || most <= least ? 0 : Math.max(0, Math.min(1, (share - least) / (most - least)));
  }

  #dot(mixture) {
    const share = this.share(mixture);
    const [cx, cy] = mixture.place;
    const column = state.view.columns[this.by];
    if (this.count === 2 && share !== null) {
      const {low, high} = numbers.accuracy(mixture.right[this.by], column.n);
      draw(this.svg, 'line', {x1: cx, x2: cx, y1: this.plane.y(100 * low), y2: this.plane.y(100 * high), class: 'whisker'});
    }
    const dot = draw(this.svg, 'circle', {cx, cy, r: this.shown.length > 120 ? 4 : 5.5, class: 'dot'});
    dot.style.fillOpacity = this.count === 2 ? 1 : this.shade(share);
    draw(dot, 'title', {}, state.scale.formula(mixture.at)
      + (share === null ? '' : `: ${column.name} ${percent(share, column.n)}`));
  }

  // what all measured mixtures together let expect between them
  async #guess() {
    if (state.view.columns.length === 0 || (this.count === 3 && negative())) {
      return;
    }
    const asked = this.plane;
    const mixtures = this.#everywhere();
    this.guesses ??= new Map();
    const missing = mixtures.filter(weights => !this.guesses.has(state.scale.key(weights)));
    try {
      (await askEstimates(missing)).forEach((columns, i) => this.guesses.set(state.scale.key(missing[i]), columns));
    } catch (failure) {
      return; // the estimate of the mixture itself says so
    }
    if (asked === this.plane) {
      this.#drawGuesses(mixtures);
    }
  }

  #everywhere() {
    const d = state.scale.denominator;
    const parts = PARTS[this.count];
    const [low, high] = range();
    if (this.count === 2) {
      return Array.from({length: parts + 1}, (_, i) => Math.round(d - high + i * (high + high - d) / parts))
        .map(second => [d - second, second]).filter(([first]) => first >= low);
    }
    const part = i => Math.round(i * d / parts);
    return Array.from({length: parts + 1}, (_, i) => Array.from({length: parts + 1 - i}, (_, j) =>
      [part(i), part(j), d - part(i) - part(j)])).flat();
  }

  #drawGuesses(mixtures) {
    const all = mixtures.map(weights => ({weights, answer: this.guesses.get(state.scale.key(weights))[this.by]}))
      .filter(({answer}) => answer.estimate !== null && answer.estimate !== undefined);
    this.guessed.replaceChildren();
    if (this.count === 2 && all.length > 1) {
      const line = side => all.map(({weights, answer}) =>
        [this.plane.x(weights[1]), this.plane.y(100 * (answer.estimate + side * (answer.error ?? 0)))]);
      draw(this.guessed, 'polygon', {points: [...line(1), ...line(-1).reverse()].join(' '), class: 'band'});
      draw(this.guessed, 'polyline', {points: line(0).join(' '), class: 'guess'});
    } else if (this.count === 3) {
      const radius = this.plane.size / PARTS[3] / Math.sqrt(3);
      const clip = draw(this.guessed, 'clipPath', {id: 'inside-the-triangle'});
      draw(clip, 'polygon', {points: this.plane.corners().join(' ')});
      this.guessed.setAttribute('clip-path', 'url(#inside-the-triangle)');
      all.forEach(({weights, answer}) => {
        const [x, y] = this.plane.place(weights);
        const cell = draw(this.guessed, 'polygon', {class: 'cell', points: [0, 1, 2, 3, 4, 5].map(corner =>
          [x + radius * Math.sin(corner * Math.PI / 3), y - radius * Math.cos(corner * Math.PI / 3)]).join(' ')});
        cell.style.fillOpacity = 0.6 * this.shade(answer.estimate);
      });
    }
  }

  update() {
    const now = estimates()?.[this.by];
    const [x, y] = this.place(state.weights, now?.estimate);
    this.point.replaceChildren();
    if (this.count === 2) {
      draw(this.point, 'line', {x1: x, x2: x, y1: this.plane.top, y2: this.plane.bottom, class: 'hair'});
    }
    if (this.count === 3 || this.plane.bare || now?.estimate != null) {
      draw(this.point, 'circle', {cx: x, cy: y, r: 11, class: 'halo'});
      draw(this.point, 'circle', {cx: x, cy: y, r: 11, class: 'ring'});
    }
    const kind = this.count === 2 ? 'Segment between the two models' : 'Triangle of the weights';
    this.svg.setAttribute('aria-label', `${kind}, at ${state.scale.formula(state.weights)}. Arrow keys move the point by `
      + 'a step, with Shift to the next measured mixture.');
    const here = this.shown.some(mixture => same(mixture.at, state.weights)) ? 'It stands on one that was measured. ' : '';
    const dots = this.shown.length > 0 ? '; dots are measured mixtures, to which it snaps' : '';
    this.note.textContent = `Drag the point, or use arrow keys${dots}. ${here}`
      + (this.guessed.childElementCount > 0 ? (this.count === 2 ? 'Orange: the estimate between them with its error.'
        : 'Colour between dots is an estimate.') : '');
  }
}

// the map, and what redraws it when the range of the weights is another one
export function showMap() {
  const count = state.names.length;
  const columns = state.view.columns.length;
  const plane = count === 2 || count === 3 ? new Plane(find('plane')) : null;
  const front = columns > 1 && state.known.length > 1 ? new Front(find('map')) : null;
  front?.later();
  return () => plane?.draw();
}
