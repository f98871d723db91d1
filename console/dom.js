// Builds elements. Text only ever becomes a text node: nothing here, or in the
// page, parses text as HTML.
import { bind } from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";

function apply(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "testid") element.dataset.testid = value;
    else if (name === "on") for (const [type, handler] of Object.entries(value)) element.addEventListener(type, handler);
    else if (name === "text") bind(element, "text", ...[value].flat());
    else if (name === "label") bind(element, "aria-label", ...[value].flat());
    else if (name === "hint") bind(element, "placeholder", ...[value].flat());
    else if (name === "tip") bind(element, "title", ...[value].flat());
    else element.setAttribute(name, value === true ? "" : value);
  }
}

/**
 * An element with children. `text`, `label`, `hint` and `tip` name a phrase (or
 * `[phrase, params]`) and follow the language; other props are attributes.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  apply(element, props);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An SVG element. */
export function s(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  apply(element, props);
  element.append(...children);
  return element;
}

/** Line icons, drawn on a 24 × 24 grid. */
const ICONS = {
  send: "M4.500 12 20 4.500 14.500 20l-3.200-6.800zM11.300 13.200 20 4.500",
  leave: "M14 4.500H6.500v15H14M10.500 12h9.500M16.500 8.500 20 12l-3.500 3.500",
  block: "M5.900 5.900l12.200 12.200M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17z",
  down: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
};

export function icon(name) {
  return s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
}

/** A hue for a person, the same wherever the id is shown. */
function hue(id) {
  let sum = 0;
  for (const c of id) sum = (sum * 31 + c.codePointAt(0)) % 360;
  return sum;
}

/** A round sign for a person: the first character on a colour of their own. */
export function avatar(id, kind = "") {
  const element = h("span", { class: `avatar ${kind}`, "aria-hidden": "true" });
  element.textContent = ([...id][0] ?? "?").toUpperCase();
  element.style.setProperty("--hue", String(hue(id)));
  return element;
}

/**
 * Two drops that make a heart where they meet: the sign of the page.
 * `state` is `apart`, `seeking`, `near`, `joined` or `parted`.
 */
export function art(state, extra = "") {
  return s(
    "svg",
    { viewBox: "20 10 200 180", class: `art ${extra}`, "data-state": state, "aria-hidden": "true" },
    s("g", { class: "drop mine" }, s("path", { d: "M120 166 131.6 86.0A42 42 0 1 0 61.2 110.6z" })),
    s("g", { class: "drop theirs" }, s("path", { d: "M120 166 178.8 110.6A42 42 0 1 0 108.4 86.0z" })),
  );
}

/** Whether the person asked the system for less motion. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
