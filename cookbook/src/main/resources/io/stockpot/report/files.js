(function () {
  'use strict';

  // the page carries the files beside it, deflated and in base 64, so that their links work when it was mailed
  var files = JSON.parse(document.getElementById('files').textContent);
  var TYPES = {csv: 'text/csv', json: 'application/json', svg: 'image/svg+xml'};

  function unpack(packed) {
    var bytes = Uint8Array.from(atob(packed), function (one) { return one.charCodeAt(0); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
  }

  function save(name, content) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], {type: TYPES[name.split('.').pop()]}));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  Array.prototype.forEach.call(document.querySelectorAll('.files a'), function (link) {
    var path = link.getAttribute('href');
    if (files[path] && window.DecompressionStream) {
      link.addEventListener('click', function (event) {
        event.preventDefault();
        unpack(files[path]).then(function (content) { save(path.split('/').pop(), content); });
      });
    }
  });
})();
