// Where mixtures of two or three ingredients lie in a drawing, and which mixture a place in it is.

import {move, sum} from './weights.js';

export const WIDTH = 420;
const HALVINGS = 50;
const ROOT = Math.sqrt(3) / 2;

function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

// whole numbers with the sum that is asked for, nearest to these
function whole(shares, total, unit) {
  const near = shares.map(share => Math.round(share / unit) * unit);
  const off = total - sum(near);
  const most = shares.map((share, i) => i).sort((i, j) => Math.sign(off) * ((shares[j] - near[j]) - (shares[i] - near[i])));
  near[most[0]] += off;
  return near;
}

// the nearest point inside the range with the sum that is asked for: all are shifted by as much, then cut off
function projected(shares, total, [low, high]) {
  const cut = shift => shares.map(share => clamp(share + shift, low, high));
  let below = low - Math.max(...shares);
  let above = high - Math.min(...shares);
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (below + above) / 2;
    if (sum(cut(middle)) < total) {
      below = middle;
    } else {
      above = middle;
    }
  }
  return cut(above);
}

// The triangle: the first ingredient above, the second at the lower left, the third at the lower right; negative
// weights lie outside. low and high are the range of each weight, as numerators over the denominator.
export class Triangle {
  constructor(denominator, [low, high]) {
    this.denominator = denominator;
    this.range = [low, high];
    const room = low < 0 ? {side: 26, above: 26, below: 26} : {side: 26, above: 30, below: 34};
    const out = Math.max(-low, high - denominator) / denominator; // how far the triangle is exceeded
    this.size = (WIDTH - 2 * room.side) / (1 + 2 * out);
    this.left = room.side + out * this.size;
    this.bottom = room.above + this.size * ROOT * (1 + out);
    this.height = this.bottom + this.size * ROOT * out + room.below;
  }

  place(weights) {
    const [first, , third] = weights.map(weight => weight / this.denominator);
    return [this.left + (first / 2 + third) * this.size, this.bottom - first * this.size * ROOT];
  }

  corners() {
    return [0, 1, 2].map(i => this.place([0, 1, 2].map(j => (i === j ? this.denominator : 0))));
  }

  // the mixture at a place, held inside the range and where weights are locked
  mixture([x, y], unit, held) {
    const d = this.denominator;
    const first = (this.bottom - y) / (this.size * ROOT) * d;
    const third = (x - this.left) / this.size * d - first / 2;
    return this.#inside([first, d - first - third, third], unit, held);
  }

  #inside(wish, unit, held) {
    const free = [0, 1, 2].filter(i => held[i] === null);
    const rest = this.denominator - sum(held.filter(weight => weight !== null));
    if (free.length < 2) {
      return null;
    }
    const near = whole(projected(free.map(i => wish[i]), rest, this.range), rest, rest % unit === 0 ? unit : 1);
    const mixture = [...held];
    free.forEach((i, j) => { mixture[i] = near[j]; });
    return mixture;
  }

  // one step of an arrow key: up is more of the first, right is more of the third instead of the second
  stepped(weights, [right, up], unit) {
    const after = [...weights];
    if (up !== 0) {
      const half = Math.floor(unit / 2);
      after[0] += up * unit;
      after[1] -= up * (weights[1] >= weights[2] ? unit - half : half);
      after[2] -= up * (weights[1] >= weights[2] ? half : unit - half);
    } else {
      after[1] -= right * unit;
      after[2] += right * unit;
    }
    const [low, high] = this.range;
    return after.every(weight => weight >= low && weight <= high) ? after : this.#edge(weights, right, up, unit);
  }

  // where a step leads outside: along the edge upwards or downwards, or as far as there is room
  #edge(weights, right, up, unit) {
    const [low, high] = this.range;
    return up !== 0 ? move(weights, 0, weights[0] + up * unit, {low, high, unit, fine: unit, locked: []})
      : move(weights, right > 0 ? 2 : 1, weights[right > 0 ? 2 : 1] + unit, {low, high, unit, fine: unit, locked: [true, false, false]});
  }
}

// The segment: the weight of the second ingredient to the right, accuracy upwards, as far as percents reach.
export class Segment {
  constructor(denominator, [low, high], percents) {
    this.denominator = denominator;
    this.range = [low, high];
    this.bare = percents.length === 0; // a line alone
    this.left = this.bare ? 16 : 46;
    this.right = WIDTH - 16;
    this.top = 14;
    this.bottom = this.bare ? 34 : 250;
    this.height = this.bottom + 44;
    const room = 2;
    this.low = this.bare ? 0 : Math.max(0, Math.min(...percents) - room);
    this.high = this.bare ? 100 : Math.min(100, Math.max(...percents) + room);
  }

  x(weight) {
    const from = this.denominator - this.range[1];
    const to = this.denominator - this.range[0];
    return this.left + (weight - from) / (to - from) * (this.right - this.left);
  }

  y(percent) {
    const inside = clamp(percent, this.low, this.high);
    return this.bottom - (inside - this.low) / (this.high - this.low) * (this.bottom - this.top);
  }

  mixture([x], unit) {
    const from = this.denominator - this.range[1];
    const to = this.denominator - this.range[0];
    const wish = from + (x - this.left) / (this.right - this.left) * (to - from);
    const second = Math.round(clamp(wish, from, to) / unit) * unit;
    return [this.denominator - second, second];
  }

  ticks() {
    if (this.bare) {
      return [];
    }
    const step = [1, 2, 5, 10, 20].find(size => (this.high - this.low) / size <= 6) ?? 25;
    const first = Math.ceil(this.low / step);
    return Array.from({length: Math.floor(this.high / step) - first + 1}, (_, i) => (first + i) * step);
  }
}
