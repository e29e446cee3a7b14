// Explorers: sliders over measured mixtures. Numbers come from explorer-numbers.js, the map from explorer-map.js.
(function () {
  'use strict';

  var numbers = explorerNumbers;

  // text only ever enters the page as text nodes, and attributes by their setters
  function make(parent, name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) {
      made.textContent = text;
    }
    return parent.appendChild(made);
  }

  function select(parent, id, label, options, change) {
    var field = make(parent, 'div', {class: 'explorer-field'});
    make(field, 'label', {for: id}, label);
    var box = make(field, 'select', {id: id});
    options.forEach(function (option) { make(box, 'option', {value: option[0]}, option[1]); });
    box.addEventListener('change', function () { change(box.value); });
    return field;
  }

  function button(parent, text, action) {
    var made = make(parent, 'button', {type: 'button'}, text);
    made.addEventListener('click', action);
    return made;
  }

  // numbers that do not break before their unit, around their dash or inside an exponent
  function tight(words) {
    return words.replace(/ %/g, '\u00a0%').replace(/ – /g, '\u00a0–\u00a0').replace(/p = /, 'p\u00a0=\u00a0')
      .replace(/e-/, 'e\u2011');
  }

  // what is known of one column: rows by mixture (null where it was not measured), models alone, the best
  function column(data, packed, order) {
    var all = data.weights.length;
    var some = packed.some || data.weights.map(function (row, i) { return i; });
    var rows = new Array(all).fill(null);
    numbers.unpack(packed.bits, some.length, packed.images).forEach(function (row, i) { rows[some[i]] = row; });
    var alone = data.ingredients.map(function (name, i) {
      if (packed.alone[i] !== undefined) {
        return numbers.unpack(packed.alone[i], 1, packed.images)[0];
      }
      var vertex = data.vertices[i];
      return vertex < 0 ? null : rows[vertex];
    });
    var counts = rows.map(function (row) { return row ? numbers.count(row) : -1; });
    return {
      name: packed.name,
      images: packed.images,
      photos: packed.photos || [],
      full: !packed.some,
      rows: rows,
      alone: alone,
      counts: counts,
      best: numbers.best(counts, order),
      percents: counts.map(function (count) { return 100 * count / packed.images; })
    };
  }

  function read(section) {
    var data = JSON.parse(section.querySelector('.explorer-data').textContent);
    data.vertices = data.ingredients.map(function (name, i) {
      return data.weights.findIndex(function (row) { return row[i] === data.denominator
        && row.every(function (weight, j) { return i === j || weight === 0; }); });
    });
    data.order = numbers.preference(data.weights);
    data.columns = data.columns.map(function (packed) { return column(data, packed, data.order); });
    return data;
  }

  function bestAlone(one) {
    var found = -1;
    one.alone.forEach(function (row, i) {
      if (row && (found < 0 || numbers.count(row) > numbers.count(one.alone[found]))) {
        found = i;
      }
    });
    return found;
  }

  function explore(section, host, number) {
    var data = read(section);
    var full = data.columns.filter(function (one) { return one.full; });
    var withPhotos = data.columns.filter(function (one) { return one.photos.length > 0; });
    var kinds = [['triangle', 'triangle of the weights', data.ingredients.length === 3],
      ['curve', 'accuracy along the weights', data.ingredients.length === 2],
      ['tradeOff', 'one column against another', full.length > 1],
      ['strip', 'accuracies', true]].filter(function (kind) { return kind[2]; });
    var state = {
      at: 0,
      by: full.filter(function (one) { return one.name === 'union'; })[0] || full[0],
      rival: 'alone',
      lit: 'best',
      kind: kinds[0][0],
      across: [full[0], full[full.length - 1]],
      locked: data.ingredients.map(function () { return false; })
    };
    var body = make(host, 'div', {class: 'explorer-body'});
    var prefix = 'explorer-' + number + '-';
    var names = data.columns.map(function (one, i) { return [i, one.name]; })
      .filter(function (pair) { return data.columns[pair[0]].full; });

    function weightsText(index, separator) {
      return data.weights[index].map(function (weight) { return data.texts[weight]; }).join(separator);
    }

    // the model or mixture that a column is compared with
    function rival(one) {
      if (state.rival === 'chosen') {
        return {name: 'the chosen mixture', row: one.rows[data.chosen]};
      }
      // images that judge few mixtures do not say which model is best: those that chose the mixtures do
      var chose = data.columns.slice(0, data.columns.indexOf(one) + 1).filter(function (each) { return each.full; }).pop();
      var model = state.rival === 'alone' ? bestAlone(chose) : Number(state.rival);
      return model < 0
        ? {name: 'a model alone', row: null}
        : {name: (state.rival === 'alone' ? 'the best model alone, ' : '') + data.ingredients[model], row: one.alone[model]};
    }

    function go(index) {
      state.at = index;
      trouble.textContent = '';
      text.removeAttribute('aria-invalid');
      update();
    }

    // --- weights ---
    var left = make(body, 'div', {class: 'explorer-weights'});
    var sliders = data.ingredients.map(function (name, i) {
      var used = data.weights.map(function (row) { return row[i]; });
      var line = make(left, 'div', {class: 'explorer-slider'});
      make(line, 'label', {for: prefix + 'w' + i}, name);
      var output = make(line, 'output', {for: prefix + 'w' + i});
      var lock = make(line, 'label', {class: 'explorer-lock'});
      var box = make(lock, 'input', {type: 'checkbox', 'aria-label': 'lock the weight of ' + name});
      lock.appendChild(document.createTextNode(' lock'));
      var range = make(line, 'input', {
        id: prefix + 'w' + i, type: 'range', step: 1, min: Math.min.apply(null, used), max: Math.max.apply(null, used)
      });
      box.addEventListener('change', function () {
        state.locked[i] = box.checked;
        range.disabled = box.checked;
      });
      // a drag is measured from where it began, so that others come back when it goes back
      var start = -1;
      range.addEventListener('input', function () {
        start = start < 0 ? state.at : start;
        var index = numbers.move(data, start, i, Number(range.value), state.locked);
        note.textContent = index === start && Number(range.value) !== data.weights[start][i]
          ? 'No measured mixture lies that way with the locked weights as they are.' : '';
        go(index);
      });
      range.addEventListener('change', function () {
        start = -1;
        update();
      });
      return {range: range, output: output};
    });
    var note = make(left, 'p', {class: 'explorer-note', role: 'status'});

    var typed = make(left, 'div', {class: 'explorer-field'});
    make(typed, 'label', {for: prefix + 'typed'}, 'Weights');
    var text = make(typed, 'input', {type: 'text', id: prefix + 'typed', autocomplete: 'off', spellcheck: 'false'});
    var trouble = make(left, 'p', {class: 'explorer-note', role: 'alert'});
    function type() {
      try {
        var wish = numbers.parse(text.value, data.ingredients.length);
        var index = numbers.nearest(data.weights, data.denominator, wish);
        var exact = data.weights[index].every(function (weight, i) {
          return Math.abs(weight / data.denominator - wish[i]) < 1e-9;
        });
        go(index);
        trouble.className = 'explorer-note';
        trouble.textContent = exact ? '' : 'Not measured; this is the nearest that was.';
      } catch (wrong) {
        text.setAttribute('aria-invalid', 'true');
        trouble.className = 'explorer-note explorer-error';
        trouble.textContent = wrong.message;
      }
    }
    text.addEventListener('change', type);

    var buttons = make(left, 'div', {class: 'explorer-buttons'});
    button(buttons, 'Best', function () { go(state.by.best); });
    var single = button(buttons, 'Best model alone', function () { go(data.vertices[bestAlone(state.by)]); });
    button(buttons, 'Least extrapolation among equals', function () {
      var lit = numbers.equals(state.by.rows, state.by.best, true);
      go(data.order.filter(function (index) { return lit[index]; })[0]);
    });
    if (data.chosen >= 0) {
      button(buttons, 'As chosen', function () { go(data.chosen); });
    }
    if (full.length > 1) {
      select(left, prefix + 'by', 'Best and equals by', names, function (value) {
        state.by = data.columns[value];
        draw();
      }).querySelector('select').value = data.columns.indexOf(state.by);
    }
    select(left, prefix + 'rival', 'Compare with', [['alone', 'the best model alone']]
      .concat(data.ingredients.map(function (name, i) { return [i, name]; }))
      .concat(data.chosen < 0 ? [] : [['chosen', 'the chosen mixture']]), function (value) {
      state.rival = value;
      update();
    });

    // --- map ---
    var right = make(body, 'div', {class: 'explorer-weights explorer-plot'});
    if (kinds.length > 1) {
      select(right, prefix + 'kind', 'Map', kinds, function (value) {
        state.kind = value;
        draw();
      });
    }
    var acrossFields = full.length < 2 ? [] : ['Right', 'Up'].map(function (side, i) {
      var field = select(right, prefix + 'axis' + i, side, names, function (value) {
        state.across[i] = data.columns[value];
        draw();
      });
      field.querySelector('select').value = data.columns.indexOf(state.across[i]);
      return field;
    });
    var map = explorerMap(make(right, 'div'), data, go, function (index) {
      pointed.textContent = index < 0 ? '' : numbers.formula(data, index) + ': '
        + numbers.accuracy(state.by.counts[index], state.by.images).percent;
      explorerLinks.point(index < 0 ? '' : numbers.formula(data, index), section);
    });
    select(right, prefix + 'lit', 'Filled: cannot be told from', [['best', 'the best'], ['here', 'this mixture']],
      function (value) {
        state.lit = value;
        update();
      });
    var legend = make(right, 'p', {class: 'explorer-note'});
    var pointed = make(right, 'p', {class: 'explorer-note'});

    function draw() {
      acrossFields.forEach(function (field) { field.hidden = state.kind !== 'tradeOff'; });
      map.draw(state.kind, state.kind === 'tradeOff' ? state.across : [state.by],
        'Map of all ' + data.weights.length + ' mixtures; arrow keys move to the next one');
      update();
    }

    // --- results ---
    var results = make(body, 'div', {class: 'explorer-wide'});
    var mixture = make(results, 'p', {class: 'explorer-mixture'});
    var list = make(results, 'ul', {class: 'explorer-columns'});
    var cards = data.columns.map(function (one) {
      var item = make(list, 'li');
      make(item, 'h3', {}, one.name);
      var percent = make(item, 'span', {class: 'explorer-percent'});
      var interval = make(item, 'span');
      var track = make(item, 'div', {class: 'explorer-track', 'aria-hidden': 'true'});
      var parts = ['range', 'value', 'rival'].map(function (part) {
        return make(track, 'span', {class: 'explorer-' + part});
      });
      return {percent: percent, interval: interval, parts: parts, words: make(item, 'span')};
    });
    make(results, 'p', {class: 'explorer-note'},
      'Intervals are Wilson’s at 95 %, p is of the exact McNemar test; both hold for a mixture that these images did not pick.');
    var spoken = make(results, 'p', {class: 'explorer-hidden', role: 'status'});
    var speaking;

    function verdict(test, p) {
      return test.wins + test.losses === 0 ? 'right on the same images.'
        : 'only this is right on ' + test.wins + ', only that on ' + test.losses + ', p = ' + numbers.probability(p)
          + (p < 0.05 ? (test.wins > test.losses ? ': a gain.' : ': a loss.') : ': may be chance.');
    }

    // the track shows the range in which all mixtures of the column lie
    function place(one, card, here, other) {
      var known = one.counts.filter(function (count) { return count >= 0; });
      var low = numbers.accuracy(Math.min.apply(null, known), one.images).low;
      var high = numbers.accuracy(Math.max.apply(null, known), one.images).high;
      function share(value) { return Math.max(0, Math.min(100, 100 * (value - low) / (high - low))); }
      card.parts[0].style.left = share(here.low) + '%';
      card.parts[0].style.width = share(here.high) - share(here.low) + '%';
      card.parts[1].style.left = share(here.value) + '%';
      card.parts[2].style.display = other ? '' : 'none';
      if (other) {
        card.parts[2].style.left = share(other.value) + '%';
      }
    }

    function result(one, card) {
      var row = one.rows[state.at];
      card.parts[0].parentNode.hidden = !row;
      if (!row) {
        card.percent.textContent = '';
        card.interval.textContent = '';
        card.words.textContent = 'This mixture was not measured on these images.';
        return {percent: one.name + ' not measured', words: ''};
      }
      var here = numbers.accuracy(one.counts[state.at], one.images);
      card.percent.textContent = tight(here.percent);
      card.interval.textContent = tight(here.interval) + ', ' + here.correct + ' of ' + here.total;
      var against = rival(one);
      var other = against.row ? numbers.accuracy(numbers.count(against.row), one.images) : null;
      place(one, card, here, other);
      var test = against.row ? numbers.split(row, against.row) : null;
      card.words.textContent = against.row
        ? 'Against ' + against.name + tight(' (' + other.percent + '): '
          + verdict(test, numbers.pairedTest(test.wins, test.losses)))
        : against.name.charAt(0).toUpperCase() + against.name.slice(1) + ' was not measured on these images.';
      return {percent: one.name + ' ' + here.percent, words: card.words.textContent};
    }

    // --- what to type ---
    var command = make(body, 'div', {class: 'explorer-wide explorer-command'});
    var code = make(command, 'code');
    button(command, 'Copy', function () {
      function selected() {
        var range = document.createRange();
        range.selectNodeContents(code);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        copied.textContent = document.execCommand('copy') ? 'Copied.' : 'Selected; copy it now.';
      }
      if (navigator.clipboard) {
        navigator.clipboard.writeText(code.textContent).then(function () { copied.textContent = 'Copied.'; }, selected);
      } else {
        selected();
      }
    });
    var copied = make(command, 'span', {class: 'explorer-note', role: 'status'});

    var photos = withPhotos.map(function (one, i) {
      return explorerPhotos(make(body, 'div', {class: 'explorer-wide explorer-photo-list'}), one, prefix + 'p' + i, withPhotos.length > 1);
    });

    function update() {
      var isBest = state.lit === 'best';
      var pivot = isBest ? state.by.best : state.at;
      var lit = numbers.equals(state.by.rows, pivot, pivot === state.by.best);
      map.update(state.at, lit);
      legend.textContent = 'Ring: this mixture. Filled: the ' + lit.filter(Boolean).length + ' of ' + lit.length
        + ' that cannot be told from ' + (isBest ? 'the best' : 'it') + ' by ' + state.by.name
        + ' (exact paired tests at 5 % over all of them).';
      sliders.forEach(function (slider, i) {
        var weight = data.weights[state.at][i];
        // the one that is being dragged stays under the pointer
        if (!slider.range.matches(':active')) {
          slider.range.value = weight;
        }
        slider.range.setAttribute('aria-valuetext', data.texts[weight]);
        slider.output.textContent = data.texts[weight].replace('-', '−');
      });
      single.disabled = !(data.vertices[bestAlone(state.by)] >= 0);
      text.value = weightsText(state.at, ', ');
      var formula = numbers.formula(data, state.at);
      mixture.textContent = formula + (state.at === data.chosen ? ' (chosen)' : '');
      var said = data.columns.map(function (one, i) { return result(one, cards[i]); });
      clearTimeout(speaking);
      // once the hand rests, and no more than can be listened to
      speaking = setTimeout(function () {
        spoken.textContent = formula + ': ' + said.map(function (one) { return one.percent; }).join(', ') + '. '
          + state.by.name + ': ' + said[data.columns.indexOf(state.by)].words;
      }, 600);
      code.textContent = data.command
        ? data.command[0] + weightsText(state.at, ',') + data.command[1] : 'weights: ' + weightsText(state.at, ', ');
      copied.textContent = '';
      withPhotos.forEach(function (one, i) {
        photos[i].update(one.rows[state.at], rival(one));
      });
    }

    explorerLinks.add(section, function (formula) {
      var index = data.weights.findIndex(function (row, i) { return numbers.formula(data, i) === formula; });
      if (index >= 0) {
        go(index);
      }
    }, function (formula) {
      map.point(data.weights.findIndex(function (row, i) { return numbers.formula(data, i) === formula; }));
    });
    state.at = data.chosen >= 0 ? data.chosen : state.by.best;
    draw();
  }

  // a page may have many: all but the first are folded, and made when they are opened
  Array.prototype.forEach.call(document.querySelectorAll('.explorer'), function (section, number) {
    if (number === 0) {
      explore(section, section, number);
      return;
    }
    var details = make(section, 'details');
    make(details, 'summary', {}, 'Show the sliders');
    details.addEventListener('toggle', function () { explore(section, details, number); }, {once: true});
  });
})();
