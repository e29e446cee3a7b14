// the page's own chart library, run without a browser: it asks for timers only to animate
var setTimeout = function () { return 0; };
var clearTimeout = function () {};

function render(option, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  chart.setOption(JSON.parse(option));
  var svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
