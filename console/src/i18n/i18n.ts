// The language of the console, and its phrases: each area brings its own.
import { signal } from "@preact/signals";
import i18next from "i18next";
import { browser } from "../app/memory.js";

export type Language = "en" | "zh";
export const LANGUAGES: readonly Language[] = ["en", "zh"];

type Phrases = Readonly<Record<string, string>>;
/** A key without the ending that a number chooses (`_one`, `_other`). */
type Key<T> = keyof T extends infer K ? (K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K) : never;
type Values = Readonly<Record<string, string | number>>;

/** Says a phrase in the language of the moment; whoever renders it follows the language. */
export interface Translate<T> {
  (key: Key<T>, values?: Values): string;
  /** Whether there is a phrase of that name, which came from elsewhere. */
  known(key: string): key is Key<T> & string;
}

/** The language; components that read it, or say a phrase, follow it. */
export const language = signal<Language>(initial());

void i18next.init({
  lng: language.peek(),
  fallbackLng: "en",
  resources: {},
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  // Preact renders text as text: nothing is to be escaped twice.
  interpolation: { prefix: "{", suffix: "}", escapeValue: false },
});

/** The phrases of an area, under a name of its own, in both languages. */
export function phrases<T extends Phrases>(area: string, words: { en: T; zh: Record<keyof T, string> }): Translate<T> {
  for (const lang of LANGUAGES) i18next.addResourceBundle(lang, area, words[lang]);
  const say = (key: Key<T>, values: Values = {}) => {
    const lng = language.value;
    return i18next.t(key as string, { lng, ns: area, ...values });
  };
  const known = (key: string): key is Key<T> & string => i18next.exists(key, { ns: area, lng: "en" });
  return Object.assign(say, { known });
}

/** Changes the language, and remembers it. */
export function setLanguage(next: Language): void {
  browser.set("lang", next);
  language.value = next;
  applyLanguage();
}

/** Tells the document its language. */
export function applyLanguage(): void {
  document.documentElement.lang = locale();
}

/** The locale for dates and numbers. */
export function locale(): string {
  return language.value === "zh" ? "zh-CN" : "en-GB";
}

function initial(): Language {
  const saved = browser.get("lang");
  if (saved === "en" || saved === "zh") return saved;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
