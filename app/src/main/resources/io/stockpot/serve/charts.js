// Charts in the manner of the reports: drawn by ECharts as SVG, in the colours of the style sheet, light or dark.

import {make, say} from './dom.js';

const NARROW = 480; // pixels under which axes take less room

let common; // what all charts of the reports begin with

// colours are written as @name; names, values and hover texts stay as they are
function themed(value, style) {
  if (typeof value === 'string') {
    return value.startsWith('@') ? style.getPropertyValue(`--${value.slice(1)}`).trim() : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => themed(item, style));
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) =>
      [key, ['hover', 'name', 'value', 'renderItem'].includes(key) ? item : themed(item, style)]));
  }
  return value;
}

function merged(under, over) {
  const both = {...under};
  for (const [key, value] of Object.entries(over)) {
    both[key] = value && typeof value === 'object' && !Array.isArray(value) && both[key] ? merged(both[key], value) : value;
  }
  return both;
}

// what stands beside a point, as in the reports
function card({data}) {
  const box = document.createElement('div');
  if (data?.hover) {
    make(box, 'div', {class: 'card-title'}, data.hover.title);
    data.hover.lines.forEach(line => {
      const row = make(box, 'div', {class: 'card-line'});
      line.forEach(part => make(row, 'span', {}, part));
    });
  }
  return box;
}

// points that have something to say, in the order of the series
function points(option) {
  return option.series.flatMap((series, s) => (series.data || []).map((item, i) => ({series: s, index: i, item})))
    .filter(point => point.item?.hover);
}

// the nearest point in the direction of an arrow key, in pixels
function neighbour(pixels, from, right, up) {
  let found = from;
  let least = Infinity;
  pixels.forEach((pixel, i) => {
    const along = (pixel[0] - pixels[from][0]) * right - (pixel[1] - pixels[from][1]) * up;
    const across = Math.abs((pixel[0] - pixels[from][0]) * up) + Math.abs((pixel[1] - pixels[from][1]) * right);
    if (along > 0.5 && along + 2 * across < least) {
      least = along + 2 * across;
      found = i;
    }
  });
  return found;
}

export async function loadCharts() {
  common = await (await fetch('/assets/chart.json')).json();
}

// A chart that is drawn as soon as its place is visible, and again when the colours or the width change.
export class Chart {
  #option = null;
  #chart = null;
  #at = -1; // the point that keys have reached
  #colours = matchMedia('(prefers-color-scheme: dark)');
  #recolour = () => this.#option && this.draw(this.#option);
  #sizes = new ResizeObserver(() => (this.#chart ? this.#chart.resize() : this.#recolour()));

  // choose: called with the item that was clicked, or on which Enter was pressed
  constructor(host, label, choose) {
    this.host = host;
    this.choose = choose;
    host.setAttribute('role', 'application');
    host.setAttribute('aria-label', label);
    host.setAttribute('tabindex', '0');
    host.addEventListener('keydown', event => this.#key(event));
    host.addEventListener('blur', () => this.#chart?.dispatchAction({type: 'hideTip'}));
    this.#colours.addEventListener('change', this.#recolour);
    this.#sizes.observe(host);
  }

  draw(option) {
    this.#option = option;
    if (this.host.clientWidth === 0) {
      return;
    }
    if (this.#chart === null) {
      this.#chart = window.echarts.init(this.host, null, {renderer: 'svg'});
      this.#chart.on('click', event => event.data?.hover && this.choose(event.data));
    }
    const narrow = this.host.clientWidth < NARROW;
    const own = merged({
      tooltip: {formatter: card},
      grid: narrow ? {left: 52, right: 14, bottom: 48} : {},
      yAxis: narrow ? {nameGap: 36} : {}
    }, option);
    this.#chart.setOption(themed(merged(common, own), getComputedStyle(document.documentElement)), {notMerge: true});
  }

  dispose() {
    this.#sizes.disconnect();
    this.#colours.removeEventListener('change', this.#recolour);
    this.#chart?.dispose();
    this.#chart = null;
    this.#option = null;
  }

  #key(event) {
    const way = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
    const all = this.#chart ? points(this.#option) : [];
    if (event.key === 'Enter' && all[this.#at]) {
      event.preventDefault();
      this.choose(all[this.#at].item);
    } else if (way && all.length > 0) {
      event.preventDefault();
      const pixels = all.map(point => this.#chart.convertToPixel({seriesIndex: point.series}, point.item.value));
      this.#at = all[this.#at] ? neighbour(pixels, this.#at, ...way) : Math.max(0, all.findIndex(point => point.item.here));
      const {series, index, item} = all[this.#at];
      this.#chart.dispatchAction({type: 'showTip', seriesIndex: series, dataIndex: index});
      say(`${item.hover.title}: ${item.hover.lines.map(line => line.join(' ')).join(', ')}`);
    }
  }
}
