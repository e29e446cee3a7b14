// The map of all mixtures of an explorer: a triangle of weights, a curve, a trade-off, or a strip of accuracies.
var explorerMap = (function () {
  'use strict';

  var SVG = 'http://www.w3.org/2000/svg';
  var WIDTH = 460;
  var HEIGHT = 350;
  var LEFT = 52;
  var RIGHT = 16;
  var TOP = 16;
  var BOTTOM = 44;

  function element(parent, name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) {
      made.textContent = text;
    }
    return parent.appendChild(made);
  }

  function cover(values) {
    var low = Math.min.apply(null, values);
    var high = Math.max.apply(null, values);
    return high > low ? [low, high] : [low - 1, high + 1];
  }

  // a linear scale from a range of values to a range of pixels, with a little room at both ends
  function scale(values, from, to) {
    var range = cover(values);
    var room = (range[1] - range[0]) * 0.04;
    var low = range[0] - room;
    var high = range[1] + room;
    function at(value) { return from + (value - low) / (high - low) * (to - from); }
    at.ticks = function () {
      var rough = (high - low) / 5;
      var power = Math.pow(10, Math.floor(Math.log10(rough)));
      var step = [1, 2, 5, 10].map(function (round) { return round * power; })
        .filter(function (round) { return round >= rough; })[0];
      var ticks = [];
      for (var i = Math.ceil(low / step); i * step <= high; i++) {
        ticks.push(Number((i * step).toFixed(9)));
      }
      return ticks;
    };
    return at;
  }

  function axes(frame, x, y, xName, yName, unit) {
    var bottom = HEIGHT - BOTTOM;
    element(frame, 'line', {x1: LEFT, x2: WIDTH - RIGHT, y1: bottom, y2: bottom, class: 'axis'});
    x.ticks().forEach(function (tick) {
      element(frame, 'text', {x: x(tick), y: bottom + 17, 'text-anchor': 'middle'}, tick + unit);
    });
    element(frame, 'text', {x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, 'text-anchor': 'middle', class: 'name'}, xName);
    if (y) {
      y.ticks().forEach(function (tick) {
        element(frame, 'line', {x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick), class: 'rule'});
        element(frame, 'text', {x: LEFT - 7, y: y(tick) + 4, 'text-anchor': 'end'}, tick + ' %');
      });
      element(frame, 'text', {
        transform: 'translate(12 ' + (TOP + bottom) / 2 + ') rotate(-90)', 'text-anchor': 'middle', class: 'name'
      }, yName);
    }
  }

  // first model at the top, second at the lower left, third at the lower right; outside lie negative weights
  function triangle(frame, data) {
    function flat(weights) { return [weights[0] / 2 + weights[2], -weights[0] * Math.sqrt(3) / 2]; }
    var corners = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    var points = data.weights.map(function (row) {
      return flat(row.map(function (weight) { return weight / data.denominator; }));
    });
    var all = points.concat(corners.map(flat));
    var x = cover(all.map(function (point) { return point[0]; }));
    var y = cover(all.map(function (point) { return point[1]; }));
    var size = Math.min((WIDTH - 60) / (x[1] - x[0]), (HEIGHT - 64) / (y[1] - y[0]));
    function place(point) {
      return [WIDTH / 2 + (point[0] - (x[0] + x[1]) / 2) * size, HEIGHT / 2 + (point[1] - (y[0] + y[1]) / 2) * size];
    }
    var ends = corners.map(function (corner) { return place(flat(corner)); });
    element(frame, 'polygon', {points: ends.join(' '), class: 'axis'});
    ends.forEach(function (end, i) {
      element(frame, 'text', {
        x: end[0], y: end[1] + (i === 0 ? -14 : 24), 'text-anchor': ['middle', 'start', 'end'][i], class: 'corner'
      }, data.ingredients[i]);
    });
    return points.map(place);
  }

  // the share of the second of two models against accuracy
  function curve(frame, data, percents, name) {
    var shares = data.weights.map(function (row) { return row[1] / data.denominator; });
    var x = scale(shares, LEFT, WIDTH - RIGHT);
    var y = scale(percents, HEIGHT - BOTTOM, TOP);
    axes(frame, x, y, 'weight of ' + data.ingredients[1], 'accuracy, ' + name, '');
    return shares.map(function (share, i) { return [x(share), y(percents[i])]; });
  }

  function tradeOff(frame, horizontal, vertical, names) {
    var x = scale(horizontal, LEFT, WIDTH - RIGHT);
    var y = scale(vertical, HEIGHT - BOTTOM, TOP);
    axes(frame, x, y, 'accuracy, ' + names[0], 'accuracy, ' + names[1], ' %');
    return horizontal.map(function (percent, i) { return [x(percent), y(vertical[i])]; });
  }

  // equal accuracies are stacked
  function strip(frame, percents, name) {
    var x = scale(percents, LEFT, WIDTH - RIGHT);
    axes(frame, x, null, 'accuracy, ' + name, '', ' %');
    var heights = {};
    percents.forEach(function (percent) { heights[percent] = (heights[percent] || 0) + 1; });
    var tallest = Math.max.apply(null, Object.keys(heights).map(function (key) { return heights[key]; }));
    var step = Math.min(11, (HEIGHT - TOP - BOTTOM - 16) / Math.max(1, tallest - 1));
    var used = {};
    var points = percents.map(function (percent) {
      var above = used[percent] || 0;
      used[percent] = above + 1;
      return [x(percent), HEIGHT - BOTTOM - 12 - above * step];
    });
    points.top = Math.max(0, HEIGHT - BOTTOM - 12 - (tallest - 1) * step - TOP);
    return points;
  }

  // the nearest dot in the direction of an arrow key
  function neighbour(points, from, right, up) {
    var found = from;
    var least = Infinity;
    points.forEach(function (point, i) {
      var along = (point[0] - points[from][0]) * right - (point[1] - points[from][1]) * up;
      var across = Math.abs((point[0] - points[from][0]) * up) + Math.abs((point[1] - points[from][1]) * right);
      var far = along + 2 * across;
      if (along > 0.5 && far < least) {
        least = far;
        found = i;
      }
    });
    return found;
  }

  // go: called with a mixture that was clicked or reached by a key; over: with one under the pointer, or -1
  return function (host, data, go, over) {
    var svg = element(host, 'svg', {
      class: 'explorer-map', tabindex: '0', role: 'application'
    });
    var frame = element(svg, 'g', {});
    var dots = data.weights.map(function () {
      return element(svg, 'circle', {r: data.weights.length > 300 ? 3.2 : 4.2, class: 'dot'});
    });
    var pointed = element(svg, 'circle', {r: 8, class: 'pointed'});
    var here = element(svg, 'circle', {r: 9, class: 'here'});
    var points = [];
    var top = 0; // of what is shown: a strip may be low
    var at = 0;

    function nearest(event) {
      var box = svg.getBoundingClientRect();
      var x = (event.clientX - box.left) / box.width * WIDTH;
      var y = top + (event.clientY - box.top) / box.height * (HEIGHT - top);
      return points.reduce(function (found, point, i) {
        var far = Math.hypot(point[0] - x, point[1] - y);
        return far < found.far ? {far: far, index: i} : found;
      }, {far: 30, index: -1}).index;
    }
    function mark(ring, index) {
      ring.style.display = index < 0 ? 'none' : '';
      if (index >= 0) {
        ring.setAttribute('cx', points[index][0]);
        ring.setAttribute('cy', points[index][1]);
      }
    }
    function choose(index) {
      if (index >= 0 && index !== at) {
        go(index);
      }
    }
    svg.addEventListener('pointerdown', function (event) { choose(nearest(event)); });
    svg.addEventListener('pointermove', function (event) {
      var index = nearest(event);
      if (event.buttons && event.pointerType === 'mouse') {
        choose(index);
      }
      mark(pointed, index);
      over(index);
    });
    svg.addEventListener('pointerleave', function () {
      mark(pointed, -1);
      over(-1);
    });
    svg.addEventListener('keydown', function (event) {
      var way = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
      if (way) {
        event.preventDefault();
        choose(neighbour(points, at, way[0], way[1]));
      }
    });
    mark(pointed, -1);

    return {
      // kind: how mixtures are placed; shown: [{name, percents}], one, or two for a trade-off
      draw: function (kind, shown, label) {
        frame.replaceChildren();
        points = kind === 'triangle' ? triangle(frame, data)
          : kind === 'curve' ? curve(frame, data, shown[0].percents, shown[0].name)
          : kind === 'tradeOff' ? tradeOff(frame, shown[0].percents, shown[1].percents, [shown[0].name, shown[1].name])
          : strip(frame, shown[0].percents, shown[0].name);
        top = points.top || 0;
        svg.setAttribute('viewBox', '0 ' + top + ' ' + WIDTH + ' ' + (HEIGHT - top));
        dots.forEach(function (dot, i) {
          dot.setAttribute('cx', points[i][0]);
          dot.setAttribute('cy', points[i][1]);
        });
        svg.setAttribute('aria-label', label);
        mark(here, at);
      },
      update: function (index, lit) {
        at = index;
        dots.forEach(function (dot, i) { dot.setAttribute('class', lit[i] ? 'dot lit' : 'dot'); });
        mark(here, at);
      },
      point: function (index) { mark(pointed, index); }
    };
  };
})();
