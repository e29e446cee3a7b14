// The numbers of an explorer, without a page: also run in Rhino, where tests hold them against the Java classes.
var explorerNumbers = (function () {
  'use strict';

  var Z = 1.959963984540054; // the 97.5 % quantile of the standard normal distribution
  var TWO_DECIMALS_ABOVE = 1000;
  var LEVEL = 0.05;
  var ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

  // one row of 0 and 1 per mixture; bits are packed from the lowest of each byte, row after row
  function unpack(base64, rows, images) {
    var bytes = [];
    var held = 0;
    var bits = 0;
    for (var at = 0; at < base64.length && base64.charAt(at) !== '='; at++) {
      held = (held << 6 | ALPHABET.indexOf(base64.charAt(at))) & 0xffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes.push(held >> bits & 0xff);
      }
    }
    var unpacked = [];
    for (var row = 0; row < rows; row++) {
      var answers = new Uint8Array(images);
      for (var image = 0; image < images; image++) {
        var place = row * images + image;
        answers[image] = bytes[place >> 3] >> (place & 7) & 1;
      }
      unpacked.push(answers);
    }
    return unpacked;
  }

  function count(row) {
    var sum = 0;
    for (var i = 0; i < row.length; i++) {
      sum += row[i];
    }
    return sum;
  }

  // images that only the one, or only the other, gets right
  function split(one, other) {
    var wins = 0;
    var losses = 0;
    for (var i = 0; i < one.length; i++) {
      if (one[i] > other[i]) {
        wins++;
      } else if (one[i] < other[i]) {
        losses++;
      }
    }
    return {wins: wins, losses: losses};
  }

  // digits and exponent of the shortest decimal that reads back as the number: 0.045 is ['45', -1], 0.[45] · 10^-1
  function decimal(value) {
    var parts = String(value).split('e');
    var dot = (parts[0] + '.').indexOf('.');
    var exponent = dot + (parts.length > 1 ? Number(parts[1]) : 0);
    var digits = parts[0].replace('.', '');
    var zeros = /^0*/.exec(digits)[0].length;
    return {digits: digits.slice(zeros), exponent: exponent - zeros};
  }

  // rounds half up in decimal, as Java's formatter does, to so many digits; may give one more
  function rounded(digits, length) {
    if (length < 0) {
      return {digits: '', carried: false};
    }
    var kept = digits.slice(0, length);
    while (kept.length < length) {
      kept += '0';
    }
    if (!(digits.charAt(length) >= '5')) {
      return {digits: kept, carried: false};
    }
    var at = length - 1;
    while (at >= 0 && kept.charAt(at) === '9') {
      at--;
    }
    var nines = kept.slice(at + 1).replace(/9/g, '0');
    return at < 0
      ? {digits: '1' + nines, carried: true}
      : {digits: kept.slice(0, at) + (Number(kept.charAt(at)) + 1) + nines, carried: false};
  }

  // a number from 0 with so many decimals
  function fixed(value, decimals) {
    var parts = decimal(value);
    var all = rounded(parts.digits, parts.exponent + decimals).digits;
    while (all.length <= decimals) {
      all = '0' + all;
    }
    return all.slice(0, all.length - decimals) + '.' + all.slice(all.length - decimals);
  }

  // two significant digits, as the format %.2g
  function probability(value) {
    if (value === 0) {
      return '0.0';
    }
    var parts = decimal(value);
    var two = rounded(parts.digits, 2);
    var digits = two.digits.slice(0, 2);
    var exponent = parts.exponent - 1 + (two.carried ? 1 : 0);
    if (exponent < -4) {
      return digits.charAt(0) + '.' + digits.charAt(1) + 'e-' + (exponent > -10 ? '0' : '') + -exponent;
    }
    return exponent >= 0
      ? digits.charAt(0) + '.' + digits.charAt(1)
      : '0.' + '0000'.slice(0, -exponent - 1) + digits;
  }

  // a fraction with its Wilson score interval at 95 %
  function accuracy(correct, total) {
    var p = correct / total;
    var denominator = 1 + Z * Z / total;
    var centre = (p + Z * Z / (2 * total)) / denominator;
    var half = Z / denominator * Math.sqrt(p * (1 - p) / total + Z * Z / (4 * total * total));
    var low = correct === 0 ? 0 : Math.max(0, centre - half);
    var high = correct === total ? 1 : Math.min(1, centre + half);
    var decimals = total > TWO_DECIMALS_ABOVE ? 2 : 1;
    return {
      correct: correct,
      total: total,
      value: p,
      low: low,
      high: high,
      percent: fixed(100 * p, decimals) + ' %',
      interval: fixed(100 * low, decimals) + ' – ' + fixed(100 * high, decimals) + ' %'
    };
  }

  // the exact McNemar test, two-sided: both tails of a fair coin; sums of binomial coefficients are exact up to 2^53
  function pairedTest(wins, losses) {
    var n = wins + losses;
    var halvings = n;
    var term = 1;
    var sum = 1;
    for (var i = 1; i <= Math.min(wins, losses); i++) {
      term = term * (n - i + 1) / i;
      sum += term;
      while (sum > 1e250) {
        term *= Math.pow(2, -500);
        sum *= Math.pow(2, -500);
        halvings -= 500;
      }
    }
    while (halvings > 500) {
      sum *= Math.pow(2, -500);
      halvings -= 500;
    }
    return Math.min(1, 2 * sum * Math.pow(2, -halvings));
  }

  // the order of equals: least extrapolation, then fewest models, then nearest to equal weights, then first
  function preference(weights) {
    function total(row, of) {
      return row.reduce(function (sum, weight) { return sum + of(weight); }, 0);
    }
    var keys = weights.map(function (row, index) {
      return [
        total(row, Math.abs),
        total(row, function (weight) { return weight === 0 ? 0 : 1; }),
        total(row, function (weight) { return weight * weight; }),
        index
      ];
    });
    keys.sort(function (one, other) {
      for (var i = 0; i < 4; i++) {
        if (one[i] !== other[i]) {
          return one[i] - other[i];
        }
      }
      return 0;
    });
    return keys.map(function (key) { return key[3]; });
  }

  // the mixture with the most right answers; of equals, the first in the order
  function best(counts, order) {
    return order.reduce(function (found, index) {
      return counts[index] > counts[found] ? index : found;
    }, order[0]);
  }

  // which mixtures cannot be told from one: exact paired tests at 0.05 / (mixtures - 1), one-sided against the best
  function equals(rows, one, isBest) {
    var each = LEVEL / Math.max(1, rows.length - 1);
    var known = {};
    return rows.map(function (row, index) {
      if (index === one) {
        return true;
      }
      var test = split(rows[one], row);
      var key = test.wins + ' ' + test.losses;
      if (!(key in known)) {
        known[key] = pairedTest(test.wins, test.losses) / (isBest ? 2 : 1) > each;
      }
      return known[key];
    });
  }

  // moves one weight; the unlocked others share the rest in proportion, or evenly where they sum to nothing
  function rebalance(weights, moved, value, locked) {
    var free = [];
    var held = 0;
    var shared = 0;
    weights.forEach(function (weight, i) {
      if (i !== moved && locked[i]) {
        held += weight;
      } else if (i !== moved) {
        free.push(i);
        shared += weight;
      }
    });
    if (free.length === 0) {
      return weights.slice();
    }
    var rest = 1 - value - held;
    var after = weights.slice();
    after[moved] = value;
    free.forEach(function (i) {
      after[i] = Math.abs(shared) < 1e-9 ? rest / free.length : weights[i] * rest / shared;
    });
    return after;
  }

  function distance(row, denominator, wish) {
    return row.reduce(function (sum, weight, i) {
      var off = weight / denominator - wish[i];
      return sum + off * off;
    }, 0);
  }

  // the measured mixture nearest to a wish; of equals, the first
  function nearest(weights, denominator, wish) {
    var found = 0;
    var least = Infinity;
    weights.forEach(function (row, index) {
      var far = distance(row, denominator, wish);
      if (far < least - 1e-12) {
        least = far;
        found = index;
      }
    });
    return found;
  }

  // the measured mixture that moving one weight from a measured one leads to: on that side, with locked weights as
  // they are, nearest first in the weight that was moved and then in all; where there is none, nothing moves
  function move(data, from, moved, numerator, locked) {
    var here = data.weights[from];
    var scale = data.denominator;
    var wish = rebalance(
      here.map(function (weight) { return weight / scale; }), moved, numerator / scale, locked);
    var found = from;
    var least = [Infinity, Infinity];
    data.weights.forEach(function (row, index) {
      var way = (row[moved] - here[moved]) * (numerator - here[moved]);
      var kept = row.every(function (weight, i) { return i === moved || !locked[i] || weight === here[i]; });
      if (way <= 0 || !kept) {
        return;
      }
      var far = [Math.abs(row[moved] - numerator), distance(row, scale, wish)];
      if (far[0] < least[0] || (far[0] === least[0] && far[1] < least[1] - 1e-12)) {
        least = far;
        found = index;
      }
    });
    return found;
  }

  // weights as people type them: decimals or fractions between commas; throws a sentence
  function parse(text, ingredients) {
    var parts = text.trim().split(/[\s]*[,;][\s]*|[\s]+/);
    if (parts.length !== ingredients) {
      throw new Error('Type ' + ingredients + ' weights with commas between them, not ' + parts.length + '.');
    }
    var weights = parts.map(function (part) {
      var match = /^([+\-−]?)(\d+(?:\.\d*)?|\.\d+)(?:\/(\d+))?$/.exec(part);
      if (!match || Number(match[3]) === 0) {
        throw new Error('“' + part + '” is no number; write 0.4 or 2/5.');
      }
      return (match[1] === '-' || match[1] === '−' ? -1 : 1) * match[2] / (match[3] || 1);
    });
    var sum = weights.reduce(function (all, weight) { return all + weight; }, 0);
    if (Math.abs(sum - 1) > 1e-9) {
      throw new Error('The weights sum to ' + Number(sum.toFixed(6)) + ', not to 1.');
    }
    return weights;
  }

  // a mixture as a sum, e.g. "0.4 linf + 0.6 l1"; one model alone is its name
  function formula(data, index) {
    var sum = '';
    data.weights[index].forEach(function (weight, i) {
      if (weight === data.denominator && data.weights[index].every(function (w, j) { return j === i || w === 0; })) {
        sum = data.ingredients[i];
      } else if (weight !== 0) {
        var text = data.texts[weight];
        var sign = weight < 0 ? (sum ? ' − ' : '−') : (sum ? ' + ' : '');
        sum += sign + text.replace('-', '') + ' ' + data.ingredients[i];
      }
    });
    return sum;
  }

  return {
    unpack: unpack,
    count: count,
    split: split,
    accuracy: accuracy,
    probability: probability,
    pairedTest: pairedTest,
    preference: preference,
    best: best,
    equals: equals,
    rebalance: rebalance,
    nearest: nearest,
    move: move,
    parse: parse,
    formula: formula
  };
})();
