// The language of the console, and its phrases: each area brings its own, and
// only those of the language that is read are fetched.
import { signal } from "@preact/signals";
import i18next from "i18next";
import { browserStorage } from "../app/storage.js";

export type Language = "en" | "zh";
export const LANGUAGES: readonly Language[] = ["en", "zh"];

type Phrases = Readonly<Record<string, string>>;
/** A key without its plural suffix (`_one`, `_other`). */
type Key<T> = keyof T extends infer K ? (K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K) : never;
type Values = Readonly<Record<string, string | number>>;

/** Translates a key into the current language; components that call it re-render when that changes. */
export interface Translate<T> {
  (key: Key<T>, values?: Values): string;
  /** Whether there is a phrase of that name, which came from elsewhere. */
  known(key: string): key is Key<T> & string;
}

/** The language; components that read it, or say a phrase, follow it. */
export const language = signal<Language>(initial());

void i18next.init({
  lng: language.peek(),
  fallbackLng: false,
  resources: {},
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  // Preact renders text as text: nothing is to be escaped twice.
  interpolation: { prefix: "{", suffix: "}", escapeValue: false },
});

/** Where the phrases of an area are, in each language. */
interface Words<T> {
  readonly en: () => Promise<{ readonly default: T }>;
  readonly zh: () => Promise<{ readonly default: Readonly<Record<keyof T, string>> }>;
}

const areas = new Map<string, Words<Phrases>>();

/** The phrases of an area, under a name of its own. They are there after {@link phrasesReady}. */
export function phrases<T extends Phrases>(area: string, words: Words<T>): Translate<T> {
  areas.set(area, words);
  const say = (key: Key<T>, values: Values = {}) => {
    const lng = language.value;
    return i18next.t(key as string, { lng, ns: area, ...values });
  };
  const known = (key: string): key is Key<T> & string => i18next.exists(key, { ns: area, lng: language.value });
  return Object.assign(say, { known });
}

/** Fetches the words of all areas, in the language of the moment or another; those that come meanwhile too. */
export async function phrasesReady(lang: Language = language.peek()): Promise<void> {
  for (;;) {
    const missing = [...areas].filter(([area]) => !i18next.hasResourceBundle(lang, area));
    if (missing.length === 0) return;
    const fetched = await Promise.all(missing.map(async ([area, words]) => [area, await words[lang]()] as const));
    for (const [area, { default: found }] of fetched) i18next.addResourceBundle(lang, area, found);
  }
}

let chosen = language.peek();

/** Changes the language, and remembers it. */
export async function setLanguage(next: Language): Promise<void> {
  chosen = next;
  await phrasesReady(next);
  // Another one was chosen while the words were on their way.
  if (chosen !== next) return;
  browserStorage.set("lang", next);
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
  const saved = browserStorage.get("lang");
  if (saved === "en" || saved === "zh") return saved;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
