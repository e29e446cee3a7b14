(function () {
  'use strict';

  var each = function (selector, inside, does) {
    Array.prototype.forEach.call((inside || document).querySelectorAll(selector), does);
  };

  // text only ever enters the page as text nodes
  function card(hover) {
    var box = document.createElement('div');
    var title = box.appendChild(document.createElement('div'));
    title.className = 'card-title';
    title.textContent = hover.title;
    hover.lines.forEach(function (line) {
      var row = box.appendChild(document.createElement('div'));
      row.className = 'card-line';
      line.forEach(function (part) {
        row.appendChild(document.createElement('span')).textContent = part;
      });
    });
    return box;
  }

  // screen readers speak what is written here
  function say(hover) {
    document.getElementById('said').textContent = hover.title + '. '
      + hover.lines.map(function (line) { return line.join(' '); }).join('; ');
  }

  // colours are written as @name and resolved from the style sheet, so that they follow light and dark;
  // names, values and hover texts are not ours and stay as they are
  function themed(value, style) {
    if (typeof value === 'string') {
      return value.charAt(0) === '@' ? style.getPropertyValue('--' + value.slice(1)).trim() : value;
    }
    if (Array.isArray(value)) {
      return value.map(function (item) { return themed(item, style); });
    }
    if (value && typeof value === 'object') {
      var copy = {};
      Object.keys(value).forEach(function (key) {
        copy[key] = key === 'hover' || key === 'name' || key === 'value' ? value[key] : themed(value[key], style);
      });
      return copy;
    }
    return value;
  }

  // every point that has something to say, in the order of the arrow keys
  function points(option) {
    var all = [];
    option.series.forEach(function (series, s) {
      (series.data || []).forEach(function (item, i) {
        if (item && item.hover) {
          all.push({series: s, index: i, value: item.value, hover: item.hover});
        }
      });
    });
    return all;
  }

  // beside the point, where the fewest other points are covered
  function placing(chart, all) {
    return function (at, parameters, box, bounds, size) {
      var width = size.contentSize[0];
      var height = size.contentSize[1];
      var pixels = all.map(function (point) { return chart.convertToPixel({seriesIndex: point.series}, point.value); });
      var best = null;
      [[16, -height - 16], [16, 16], [-width - 16, -height - 16], [-width - 16, 16], [16, -height / 2],
        [-width - 16, -height / 2]].forEach(function (offset) {
        var left = Math.max(0, Math.min(at[0] + offset[0], size.viewSize[0] - width));
        var top = Math.max(0, Math.min(at[1] + offset[1], size.viewSize[1] - height));
        var covered = pixels.filter(function (pixel) {
          return pixel && pixel[0] > left - 5 && pixel[0] < left + width + 5
            && pixel[1] > top - 5 && pixel[1] < top + height + 5;
        }).length;
        if (!best || covered < best.covered) {
          best = {covered: covered, place: [left, top]};
        }
      });
      return best.place;
    };
  }

  function goByKeyboard(element, chart, all) {
    var current = 0;
    function show(step) {
      var last = all[current];
      current = (current + step + all.length) % all.length;
      var point = all[current];
      chart.dispatchAction({type: 'downplay', seriesIndex: last.series, dataIndex: last.index});
      chart.dispatchAction({type: 'highlight', seriesIndex: point.series, dataIndex: point.index});
      chart.dispatchAction({type: 'showTip', seriesIndex: point.series, dataIndex: point.index});
      say(point.hover);
    }
    function nextSeries(direction) {
      var steps = 0;
      do {
        steps += direction;
      } while (Math.abs(steps) < all.length
        && all[(current + steps + all.length) % all.length].series === all[current].series);
      show(steps);
    }
    element.addEventListener('keydown', function (event) {
      var does = {
        ArrowRight: function () { show(1); },
        ArrowLeft: function () { show(-1); },
        ArrowDown: function () { nextSeries(1); },
        ArrowUp: function () { nextSeries(-1); },
        Home: function () { show(-current); },
        End: function () { show(all.length - 1 - current); },
        Escape: function () { chart.dispatchAction({type: 'hideTip'}); }
      }[event.key];
      if (does && all.length > 0) {
        event.preventDefault();
        does();
      }
    });
    element.addEventListener('blur', function () {
      chart.dispatchAction({type: 'hideTip'});
      chart.dispatchAction({type: 'downplay'});
    });
  }

  var charts = Array.prototype.map.call(document.querySelectorAll('.chart'), function (element) {
    var option = JSON.parse(element.nextElementSibling.textContent);
    var chart = echarts.init(element, null, {renderer: 'svg'});
    var all = points(option);
    function draw() {
      var drawn = themed(option, getComputedStyle(document.documentElement));
      drawn.tooltip.formatter = function (point) {
        return point.data && point.data.hover ? card(point.data.hover) : '';
      };
      drawn.tooltip.position = placing(chart, all);
      chart.setOption(drawn, true);
    }
    draw();
    goByKeyboard(element, chart, all);
    return {chart: chart, draw: draw};
  });
  window.addEventListener('resize', function () {
    charts.forEach(function (entry) { entry.chart.resize(); });
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
    charts.forEach(function (entry) { entry.draw(); });
  });

  var floating = document.getElementById('card');
  function place(x, y) {
    var width = floating.offsetWidth;
    var height = floating.offsetHeight;
    floating.style.left = Math.max(8, Math.min(x + 16, window.innerWidth - width - 8)) + 'px';
    floating.style.top = (y + 16 + height > window.innerHeight ? y - height - 12 : y + 16) + 'px';
  }
  function middle(element) {
    var bounds = element.getBoundingClientRect();
    return [bounds.left + bounds.width / 2, bounds.top + bounds.height / 2];
  }

  // of those that lie more or less that way, the nearest
  function neighbour(all, from, right, down) {
    var here = middle(from);
    var best = null;
    all.forEach(function (other) {
      var there = middle(other);
      var along = (there[0] - here[0]) * right + (there[1] - here[1]) * down;
      var across = Math.abs((there[0] - here[0]) * down + (there[1] - here[1]) * right);
      if (along > 1 && (!best || along + 2 * across < best.far)) {
        best = {far: along + 2 * across, point: other};
      }
    });
    return best ? best.point : from;
  }

  var WAYS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
  each('.ternary', null, function (triangle) {
    var all = Array.prototype.slice.call(triangle.querySelectorAll('.vertex'));
    all.forEach(function (vertex) {
      var hover = JSON.parse(vertex.getAttribute('data-hover'));
      function show() {
        floating.replaceChildren(card(hover));
        floating.style.display = 'block';
      }
      function hide() { floating.style.display = 'none'; }
      vertex.addEventListener('mouseenter', show);
      vertex.addEventListener('mousemove', function (event) { place(event.clientX, event.clientY); });
      vertex.addEventListener('mouseleave', hide);
      vertex.addEventListener('focus', function () {
        var bounds = vertex.getBoundingClientRect();
        show();
        place(bounds.right, bounds.bottom);
      });
      vertex.addEventListener('blur', hide);
      vertex.addEventListener('keydown', function (event) {
        var way = WAYS[event.key];
        if (way) {
          event.preventDefault();
          var next = neighbour(all, vertex, way[0], way[1]);
          all.forEach(function (other) { other.setAttribute('tabindex', other === next ? '0' : '-1'); });
          next.focus();
        }
      });
    });
  });

  // maps side by side: each in colours of its own, or all in the same
  each('.row', null, function (row) {
    if (row.querySelectorAll('.ternary .common').length > 1) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'option';
      button.textContent = 'Same colours for all maps';
      button.setAttribute('aria-pressed', 'false');
      button.addEventListener('click', function () {
        button.setAttribute('aria-pressed', String(row.classList.toggle('shared')));
      });
      row.parentNode.insertBefore(button, row);
    }
  });
})();
