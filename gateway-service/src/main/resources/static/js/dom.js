// Small tools for the document. Text goes in as text only.

export const $ = id => document.getElementById(id);

/** An element with properties, data-attributes (`data`) and children. */
export function make(tag, { data = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  element.append(...children);
  return element;
}

/** Sets text only where it differs, so that selections and screen readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A hue that is always the same for an id. */
export function hue(id) {
  let hash = 7;
  for (const character of id ?? '') {
    hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  }
  return (hash * 137) % 360;
}

/** Gives an avatar its letter and colour. */
export function paint(avatar, name, id) {
  setText(avatar, Array.from(name.replace('…', '?'))[0]?.toUpperCase() ?? '?');
  avatar.style.setProperty('--hue', hue(id));
}

/** Puts `elements` into `parent` in that order, moving only what is out of place. */
export function arrange(parent, elements) {
  let at = parent.firstChild;
  for (const element of elements) {
    if (element === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(element, at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}
