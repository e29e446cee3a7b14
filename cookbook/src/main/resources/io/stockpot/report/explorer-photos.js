// The photos of an explorer, which turn right or wrong with the mixture.
var explorerPhotos = (function () {
  'use strict';

  var FILTERS = [['all', 'all'], ['changed', 'changed'], ['right', 'right'], ['wrong', 'wrong']];

  function make(parent, name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) {
      made.textContent = text;
    }
    return parent.appendChild(made);
  }

  // one tile, which changes only what has changed
  function tile(list, photo) {
    var item = make(list, 'li', {title: photo[0]});
    if (photo[2]) {
      make(item, 'img', {src: photo[2], alt: photo[0]});
    }
    var words = make(item, 'span', {class: 'words'});
    var mark = make(words, 'span', {class: 'mark', 'aria-hidden': 'true'});
    var word = make(words, 'span', {class: 'explorer-hidden'});
    words.appendChild(document.createTextNode(' ' + photo[1]));
    return function (right, before, shown) {
      var changed = before !== undefined && right !== before;
      item.className = (right ? 'right' : 'wrong') + (changed ? ' changed' : '');
      item.setAttribute('data-change', right ? '+' : '−');
      mark.textContent = right ? '✓' : '✗';
      word.textContent = (right ? 'right' : 'wrong') + (changed ? ', changed' : '');
      item.hidden = !(shown === 'all' || (shown === 'changed' ? changed : shown === (right ? 'right' : 'wrong')));
      return !item.hidden;
    };
  }

  // not by the language of the browser, so that a page looks the same everywhere
  function compare(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
  }

  function classes(photos) {
    return photos.map(function (photo) { return photo[1]; }).sort(compare)
      .filter(function (name, i, all) { return i === 0 || name !== all[i - 1]; });
  }

  // right answers of each class, here and before
  function table(host, photos) {
    var details = make(host, 'details', {class: 'explorer-classes'});
    make(details, 'summary', {}, 'Right by class');
    var wide = make(make(details, 'div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'right by class'}), 'table');
    var head = make(make(wide, 'thead'), 'tr');
    ['class', 'images', 'this mixture'].forEach(function (name) { make(head, 'th', {scope: 'col'}, name); });
    var against = make(head, 'th', {scope: 'col'});
    var lines = make(wide, 'tbody');
    var rows = classes(photos).map(function (name) {
      var members = photos.map(function (photo, i) { return photo[1] === name ? i : -1; })
        .filter(function (i) { return i >= 0; });
      var line = make(lines, 'tr');
      make(line, 'th', {scope: 'row'}, name);
      make(line, 'td', {}, members.length);
      return {members: members, here: make(line, 'td'), before: make(line, 'td')};
    });
    return function (row, rival) {
      against.textContent = rival.name;
      rows.forEach(function (one) {
        [['here', row], ['before', rival.row]].forEach(function (pair) {
          one[pair[0]].textContent = !pair[1] ? '–'
            : one.members.filter(function (i) { return pair[1][i]; }).length;
        });
      });
    };
  }

  return function (host, column, id, named) {
    var pictures = column.photos.filter(function (photo) { return photo[2]; }).length;
    var state = {shown: 'all', row: null, rival: {name: '', row: null}};
    var choice = make(host, 'fieldset');
    make(choice, 'legend', {}, named ? 'Photos: ' + column.name : 'Photos');
    var counts = {};
    FILTERS.forEach(function (filter, i) {
      var label = make(choice, 'label');
      var radio = make(label, 'input', {type: 'radio', name: id, value: filter[0]});
      radio.checked = i === 0;
      radio.addEventListener('change', function () {
        state.shown = filter[0];
        update();
      });
      counts[filter[0]] = make(label, 'span');
    });
    var note = make(host, 'p', {class: 'explorer-note'});
    var list = make(host, 'ul', {class: 'explorer-photos', tabindex: '0', 'aria-label': 'photos'});
    // the first have pictures; they stand by class and name, and stay where they are
    var tiles = column.photos.slice(0, pictures || column.photos.length).map(function (photo, i) {
      return {photo: photo, image: i};
    }).sort(function (one, other) {
      return compare(one.photo[1], other.photo[1]) || compare(one.photo[0], other.photo[0]) || one.image - other.image;
    });
    tiles.forEach(function (one) { one.set = tile(list, one.photo); });
    var byClass = table(host, column.photos);

    function update() {
      var row = state.row;
      var before = state.rival.row;
      host.hidden = !row;
      if (!row) {
        return;
      }
      var right = explorerNumbers.count(row);
      var test = before ? explorerNumbers.split(row, before) : {wins: 0, losses: 0};
      counts.all.textContent = ' all ' + row.length;
      counts.changed.textContent = ' changed against ' + state.rival.name + ': +' + test.wins + ' −' + test.losses;
      counts.right.textContent = ' ✓ right ' + right;
      counts.wrong.textContent = ' ✗ wrong ' + (row.length - right);
      var visible = tiles.filter(function (one) {
        return one.set(row[one.image], before ? before[one.image] : undefined, state.shown);
      });
      note.textContent = (tiles.length < row.length
        ? 'Pictures of the first ' + tiles.length + ' of ' + row.length + '; counts are of all. ' : '')
        + (visible.length === 0 ? 'None to show.' : '');
      list.hidden = visible.length === 0;
      byClass(row, state.rival);
    }
    return {
      update: function (row, rival) {
        state.row = row;
        state.rival = rival;
        update();
      }
    };
  };
})();
