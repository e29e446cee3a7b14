// Mixing weights, exact: integers over one denominator, whose sum is the denominator.

import {numbers} from './dom.js';

const HUNDREDTHS = 100;

function divisor(a, b) {
  return b === 0 ? Math.abs(a) : divisor(b, a % b);
}

// a decimal or a fraction as [numerator, denominator]
function fraction(text) {
  const [over, under] = text.trim().split('/');
  const decimals = (over.split('.')[1] || '').length;
  const denominator = 10 ** decimals * Number(under || 1);
  return [Math.round(Number(over) * 10 ** decimals), denominator];
}

export class Scale {
  // known: rows of texts that must be whole numbers over the denominator, which hundredths are, too
  constructor(names, known) {
    this.names = names;
    const all = new Set(known.flat());
    this.denominator = [...all].map(text => {
      const [over, under] = fraction(text);
      return under / divisor(over, under);
    }).reduce((one, other) => one / divisor(one, other) * other, HUNDREDTHS);
  }

  read(texts) {
    return texts.map(text => this.whole(text));
  }

  whole(text) {
    const [over, under] = fraction(text);
    return Math.round(over * this.denominator / under);
  }

  // a decimal where it is exact, else a fraction, as the commands write it
  text(numerator) {
    const common = divisor(numerator, this.denominator);
    const under = this.denominator / common;
    return 10 ** 6 % under === 0
      ? String(Number((numerator / this.denominator).toFixed(6)))
      : `${numerator / common}/${under}`;
  }

  texts(weights) {
    return weights.map(weight => this.text(weight));
  }

  key(weights) {
    return this.texts(weights).join(',');
  }

  alone(i) {
    return this.names.map((name, j) => (i === j ? this.denominator : 0));
  }

  // "0.4 linf + 0.6 linf-l1"
  formula(weights) {
    const texts = Object.fromEntries(weights.map(weight => [weight, this.text(weight)]));
    return numbers.formula({ingredients: this.names, denominator: this.denominator, weights: [weights], texts}, 0);
  }

  // what somebody typed; throws a sentence
  parse(typed) {
    const values = numbers.parse(typed, this.names.length);
    const weights = values.map(value => Math.round(value * this.denominator));
    values.forEach((value, i) => {
      if (Math.abs(value * this.denominator - weights[i]) > 1e-6) {
        throw new Error(`Weights are moved in steps of 1/${this.denominator} here; write them with at most two decimals.`);
      }
    });
    if (sum(weights) !== this.denominator) {
      throw new Error('The weights do not sum to 1 exactly; write them with at most two decimals.');
    }
    return weights;
  }
}

export function sum(weights) {
  return weights.reduce((all, weight) => all + weight, 0);
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

// spreads what is missing over those that can still take some, evenly
function fill(shares, rest, low, high) {
  const filled = shares.map(share => clamp(share, low, high));
  for (let round = 0; round < shares.length; round++) {
    const missing = rest - sum(filled);
    const able = filled.map((share, i) => i).filter(i => (missing > 0 ? filled[i] < high : filled[i] > low));
    able.forEach(i => { filled[i] = clamp(filled[i] + missing / able.length, low, high); });
  }
  return filled;
}

// whole multiples of a unit with the same sum: what is lost by rounding down goes where most was lost
function rounded(shares, rest, unit, high) {
  const whole = shares.map(share => Math.floor(share / unit + 1e-9) * unit);
  const order = shares.map((share, i) => i).sort((i, j) => (shares[j] - whole[j]) - (shares[i] - whole[i]) || i - j);
  let missing = rest - sum(whole);
  for (let turn = 0; missing >= unit && turn < 4 * shares.length; turn++) {
    const i = order[turn % order.length];
    if (whole[i] + unit <= high) {
      whole[i] += unit;
      missing -= unit;
    }
  }
  whole[order[0]] += missing;
  return whole;
}

// Moves one weight, and the others that are not locked with it, so that the sum stays 1: in proportion where none of
// them is negative, else evenly. limits: {low, high, unit, fine, locked}; what does not come out even in units is told in
// fine ones. Where nothing can give way, nothing moves.
export function move(from, moved, wish, limits) {
  const free = from.map((weight, i) => i).filter(i => i !== moved && !limits.locked[i]);
  if (free.length === 0) {
    return from;
  }
  const {low, high} = limits;
  const held = sum(from.filter((weight, i) => i !== moved && limits.locked[i]));
  const total = sum(from) - held;
  const value = clamp(wish, Math.max(low, total - free.length * high), Math.min(high, total - free.length * low));
  const rest = total - value;
  const before = free.map(i => from[i]);
  const shared = sum(before);
  const shares = shared > 0 && rest >= 0 && before.every(weight => weight >= 0)
    ? before.map(weight => weight * rest / shared)
    : before.map(weight => weight + (rest - shared) / free.length);
  const unit = [limits.unit, limits.fine, 1].find(size => rest % size === 0);
  const after = [...from];
  after[moved] = value;
  rounded(fill(shares, rest, low, high), rest, unit, high).forEach((weight, j) => { after[free[j]] = weight; });
  return after;
}

// the nearest mixture without negative weights
export function withoutNegative(weights) {
  const total = sum(weights);
  const kept = weights.map(weight => Math.max(0, weight));
  const scale = total / sum(kept);
  return rounded(kept.map(weight => weight * scale), total, 1, total);
}

export function distance(one, other) {
  return Math.hypot(...one.map((weight, i) => weight - other[i]));
}

export function same(one, other) {
  return one.every((weight, i) => weight === other[i]);
}
