// The language of the page: which one, and which elements follow it.
import en from "./text-en.js";
import zh from "./text-zh.js";

const TEXTS = { en, zh };
const KEY = "heartlink.lang";
const bound = new WeakMap();
const listeners = new Set();
let current = initial();

function initial() {
  let saved = null;
  try {
    saved = localStorage.getItem(KEY);
  } catch {
    // Storage may be forbidden; the browser's language then decides each time.
  }
  if (saved in TEXTS) return saved;
  return (navigator.language ?? "en").toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function language() {
  return current;
}

/** The locale for dates and numbers. */
export function locale() {
  return current === "zh" ? "zh-CN" : "en-GB";
}

/** Whether a phrase exists. */
export function has(key) {
  return key in TEXTS[current];
}

/** A phrase with `{name}` filled in; a param may be a function, asked each time. */
export function t(key, params = {}) {
  const phrase = TEXTS[current][key] ?? TEXTS.en[key] ?? key;
  return phrase.replace(/\{(\w+)\}/g, (_, name) => {
    const value = params[name];
    return String((typeof value === "function" ? value() : value) ?? "");
  });
}

function write(element, target, [key, params]) {
  if (target === "text") element.textContent = t(key, params);
  else element.setAttribute(target, t(key, params));
}

/** Writes a phrase into an element's text or attribute, now and after each change of language. */
export function bind(element, target, key, params = {}) {
  const entry = bound.get(element) ?? new Map();
  entry.set(target, [key, params]);
  bound.set(element, entry);
  element.dataset.i18n = "";
  write(element, target, [key, params]);
}

/** Sets the text of an element to a phrase. */
export function say(element, key, params) {
  bind(element, "text", key, params);
}

/** Sets the text of an element to words that are no phrase. */
export function sayPlain(element, text) {
  bound.get(element)?.delete("text");
  element.textContent = text;
}

export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLanguage(lang) {
  current = lang;
  try {
    localStorage.setItem(KEY, lang);
  } catch {
    // Not remembered, still switched.
  }
  document.documentElement.lang = locale();
  for (const element of document.querySelectorAll("[data-i18n]")) {
    for (const [target, phrase] of bound.get(element) ?? []) write(element, target, phrase);
  }
  for (const listener of listeners) listener();
}

/** 75 → "1:15". */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A time of day, as the reader writes it. */
export function timeOfDay(iso) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}
