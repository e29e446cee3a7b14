(function () {
  'use strict';

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

  // colours are written as @name and resolved from the style sheet, so that they follow light and dark;
  // names and hover texts are not ours and stay as they are
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
        copy[key] = key === 'hover' || key === 'name' ? value[key] : themed(value[key], style);
      });
      return copy;
    }
    return value;
  }

  var charts = Array.prototype.map.call(document.querySelectorAll('.chart'), function (element) {
    var option = JSON.parse(element.nextElementSibling.textContent);
    var chart = echarts.init(element, null, {renderer: 'svg'});
    function draw() {
      var drawn = themed(option, getComputedStyle(document.documentElement));
      drawn.tooltip.formatter = function (point) {
        return point.data && point.data.hover ? card(point.data.hover) : '';
      };
      chart.setOption(drawn, true);
    }
    draw();
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
  Array.prototype.forEach.call(document.querySelectorAll('.vertex'), function (vertex) {
    var native = vertex.querySelector('title');
    if (native) {
      native.remove();
    }
    function show() {
      floating.replaceChildren(card(JSON.parse(vertex.getAttribute('data-hover'))));
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
  });
})();
