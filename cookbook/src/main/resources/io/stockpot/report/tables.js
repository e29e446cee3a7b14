(function () {
  'use strict';

  function texts(row) {
    return Array.prototype.map.call(row.cells, function (cell) {
      var strong = cell.querySelector('strong');
      var lines = Array.prototype.map.call(cell.querySelectorAll('small'), function (line) { return line.textContent; });
      var own = cell.cloneNode(true);
      Array.prototype.forEach.call(own.querySelectorAll('small'), function (line) { line.remove(); });
      return {text: own.textContent.trim(), detail: lines.join(', '), bold: Boolean(strong)};
    });
  }

  function number(text) {
    return parseFloat(text.replace(/[×+\s]/g, '').replace('−', '-'));
  }

  // numbers first from high to low, names from a to z; what was not measured comes last
  function sort(table, column, heading) {
    var falling = column > 0;
    var was = heading.getAttribute('aria-sort');
    var way = was === 'descending' ? 'ascending' : was === 'ascending' ? 'descending' : falling ? 'descending' : 'ascending';
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute('aria-sort'); });
    heading.setAttribute('aria-sort', way);
    var sign = way === 'ascending' ? 1 : -1;
    var body = table.tBodies[0];
    Array.prototype.map.call(body.rows, function (row, place) {
      var text = texts(row)[column].text;
      return {row: row, place: place, value: column > 0 ? number(text) : text};
    }).sort(function (a, b) {
      if (column > 0 && (isNaN(a.value) || isNaN(b.value))) {
        return isNaN(a.value) - isNaN(b.value) || a.place - b.place;
      }
      return sign * (column > 0 ? a.value - b.value : a.value.localeCompare(b.value)) || a.place - b.place;
    }).forEach(function (entry) { body.appendChild(entry.row); });
  }

  function cell(part, escape, bold) {
    var text = escape(part.text);
    return (part.bold ? bold(text) : text) + (part.detail ? ' (' + escape(part.detail) + ')' : '');
  }

  function rows(table) {
    return [table.tHead.rows[0]].concat(Array.prototype.slice.call(table.tBodies[0].rows)).map(texts);
  }

  function markdown(table) {
    var escape = function (text) { return text.replace(/([\\|*_`<])/g, '\\$1').replace(/\u00a0/g, ' '); };
    var lines = rows(table).map(function (parts) {
      return '| ' + parts.map(function (part) {
        return cell(part, escape, function (text) { return '**' + text + '**'; });
      }).join(' | ') + ' |';
    });
    lines.splice(1, 0, '|' + rows(table)[0].map(function (part, i) { return i ? '---:|' : '---|'; }).join(''));
    return lines.join('\n') + '\n';
  }

  function latex(table) {
    var special = {'\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '–': '--',
      '×': '$\\times$', '−': '$-$', '±': '$\\pm$', '<': '$<$', '>': '$>$', '\u00a0': ' '};
    var escape = function (text) {
      return text.replace(/[\\~^–×−±<>\u00a0&%$#_{}]/g, function (one) { return special[one] || '\\' + one; });
    };
    var all = rows(table);
    var lines = all.map(function (parts) {
      return parts.map(function (part) {
        return cell(part, escape, function (text) { return '\\textbf{' + text + '}'; });
      }).join(' & ') + ' \\\\';
    });
    lines.splice(1, 0, '\\midrule');
    return '\\begin{tabular}{l' + 'r'.repeat(all[0].length - 1) + '}\n\\toprule\n' + lines.join('\n')
      + '\n\\bottomrule\n\\end{tabular}\n';
  }

  function copy(text, button) {
    var label = button.textContent;
    function done(worked) {
      button.textContent = worked ? 'copied' : 'not copied';
      document.getElementById('said').textContent = button.textContent;
      setTimeout(function () { button.textContent = label; }, 1500);
    }
    // where the clipboard is not to be had, e.g. in a frame: the old way
    function selected() {
      var area = document.body.appendChild(document.createElement('textarea'));
      area.value = text;
      area.select();
      var worked = document.execCommand('copy');
      area.remove();
      button.focus();
      return worked;
    }
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(function () { done(true); }, function () { done(selected()); });
    } else {
      done(selected());
    }
  }

  function button(label, does) {
    var made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', function () { does(made); });
    return made;
  }

  Array.prototype.forEach.call(document.querySelectorAll('figure table'), function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading, column) {
      var sorts = button('', function () { sort(table, column, heading); });
      sorts.className = 'sort';
      while (heading.firstChild) {
        sorts.appendChild(heading.firstChild);
      }
      heading.appendChild(sorts);
    });
    var links = table.closest('figure').querySelector('.files');
    if (links) {
      links.appendChild(button('Copy as Markdown', function (made) { copy(markdown(table), made); }));
      links.appendChild(button('Copy as LaTeX', function (made) { copy(latex(table), made); }));
    }
  });
})();
