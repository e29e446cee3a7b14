// Links explorers and figures: the mixture under the cursor in one is marked in all others that show it.
var explorerLinks = (function () {
  'use strict';

  var explorers = [];
  var vertices = Array.prototype.map.call(document.querySelectorAll('.vertex[data-hover]'), function (vertex) {
    return {element: vertex, formula: JSON.parse(vertex.getAttribute('data-hover')).title};
  });
  var charts = Array.prototype.map.call(document.querySelectorAll('.chart'), function (host) {
    return {host: host, chart: echarts.getInstanceByDom(host)};
  }).filter(function (entry) { return entry.chart; });

  function ringsOf(entry, formula) {
    var option = entry.chart.getOption();
    var drawn = {};
    option.series.forEach(function (series, index) {
      (series.data || []).forEach(function (point) {
        if (!point || !point.hover || point.hover.title !== formula) {
          return;
        }
        var at = entry.chart.convertToPixel({seriesIndex: index}, point.value);
        if (!at || drawn[at]) {
          return;
        }
        drawn[at] = true;
        var ring = document.createElement('span');
        ring.className = 'linked-ring';
        ring.style.left = at[0] + 'px';
        ring.style.top = at[1] + 'px';
        entry.host.appendChild(ring);
      });
    });
  }

  // marks a mixture everywhere but where it was pointed at; an empty formula clears
  function point(formula, source) {
    Array.prototype.forEach.call(document.querySelectorAll('.linked-ring'), function (ring) { ring.remove(); });
    vertices.forEach(function (vertex) {
      vertex.element.classList.toggle('linked', formula !== '' && vertex.formula === formula);
    });
    charts.forEach(function (entry) {
      if (formula !== '' && entry.host !== source) {
        ringsOf(entry, formula);
      }
    });
    explorers.forEach(function (explorer) {
      if (explorer.section !== source) {
        explorer.point(formula);
      }
    });
  }

  function go(formula) {
    explorers.forEach(function (explorer) { explorer.go(formula); });
  }

  vertices.forEach(function (vertex) {
    ['mouseenter', 'focus'].forEach(function (event) {
      vertex.element.addEventListener(event, function () { point(vertex.formula, vertex.element); });
    });
    ['mouseleave', 'blur'].forEach(function (event) {
      vertex.element.addEventListener(event, function () { point('', null); });
    });
    vertex.element.addEventListener('click', function () { go(vertex.formula); });
    vertex.element.addEventListener('keydown', function (event) {
      if (event.key === 'Enter') {
        go(vertex.formula);
      }
    });
  });
  charts.forEach(function (entry) {
    function titled(act) {
      return function (event) {
        if (event.data && event.data.hover) {
          act(event.data.hover.title, entry.host);
        }
      };
    }
    entry.chart.on('mouseover', titled(point));
    entry.chart.on('mouseout', function () { point('', null); });
    entry.chart.on('click', titled(go));
  });

  return {
    point: point,
    add: function (section, goTo, mark) { explorers.push({section: section, go: goTo, point: mark}); }
  };
})();
