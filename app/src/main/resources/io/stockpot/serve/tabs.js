// Tabs: one stop of the tab key, arrow keys between them; the open one stands in the address.

import {find, make} from './dom.js';
import {choose, on, state} from './state.js';

// panels: {name, words, show(host), keys}; each is made when it is first opened, and has the focus after a click if it has
// keys of its own
export function showTabs(panels) {
  const host = find('tabs');
  const tabs = panels.map(panel => {
    const tab = make(host, 'button', {type: 'button', role: 'tab', id: `tab-${panel.name}`, 'aria-controls': `panel-${panel.name}`},
      panel.words);
    const place = find(`panel-${panel.name}`);
    tab.addEventListener('click', event => {
      choose('tab', panel.name);
      if (event.detail > 0 && panel.keys) {
        place.focus();
      }
    });
    place.tabIndex = -1;
    place.setAttribute('role', 'tabpanel');
    place.setAttribute('aria-labelledby', tab.id);
    return {...panel, tab, place, made: false};
  });
  host.addEventListener('keydown', event => {
    const at = tabs.findIndex(({tab}) => tab === document.activeElement);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1}[event.key];
    if (at >= 0 && to !== undefined) {
      event.preventDefault();
      const next = tabs[(to + tabs.length) % tabs.length];
      choose('tab', next.name);
      next.tab.focus();
    }
  });
  function open() {
    const chosen = tabs.find(({name}) => name === state.tab) ?? tabs[0];
    tabs.forEach(one => {
      const selected = one === chosen;
      one.tab.setAttribute('aria-selected', selected);
      one.tab.tabIndex = selected ? 0 : -1;
      one.place.hidden = !selected;
    });
    if (!chosen.made) {
      chosen.made = true;
      chosen.show(chosen.place);
    }
  }
  on('tab', open);
  open();
}
