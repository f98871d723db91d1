// The language, and words that come when they come.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { deferred, settle } from "./deferred.js";

type Words = { readonly default: { readonly hello: string } };

describe("the language", () => {
  beforeEach(() => localStorage.clear());

  async function load() {
    vi.resetModules();
    const i18n = await import("../src/i18n/i18n.js");
    const words = { en: deferred<Words>(), zh: deferred<Words>() };
    const t = i18n.phrases("area", { en: () => words.en.promise, zh: () => words.zh.promise });
    return { ...i18n, words, t };
  }

  it("is the one that was chosen last, whichever words come last", async () => {
    const { setLanguage, language, words } = await load();
    words.en.resolve({ default: { hello: "Hello" } });
    const chosen = [setLanguage("zh"), setLanguage("en")];
    await chosen[1];
    words.zh.resolve({ default: { hello: "你好" } });
    await chosen[0];
    expect(language.value).toBe("en");
    expect(document.documentElement.lang).toBe("en-GB");
  });

  it("changes only when the words of every area are there, also of one that came meanwhile", async () => {
    const { setLanguage, language, phrases, words, t } = await load();
    const chosen = setLanguage("zh");
    const late = deferred<Words>();
    const other = phrases("other", { en: () => late.promise, zh: () => late.promise });
    words.zh.resolve({ default: { hello: "你好" } });
    await settle();
    expect(language.value).toBe("en");
    late.resolve({ default: { hello: "您好" } });
    await chosen;
    expect([language.value, t("hello"), other("hello")]).toEqual(["zh", "你好", "您好"]);
  });
});

describe("the words of an area", () => {
  const files = import.meta.glob<{ default: Record<string, string> }>("../src/**/*.{en,zh}.ts", { eager: true });
  const english = Object.keys(files).filter((path) => path.endsWith(".en.ts"));

  it("have the same blanks to fill in, in both languages", () => {
    expect(english.length).toBeGreaterThan(10);
    const blanks = (text = "") => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const path of english) {
      const [en, zh] = [files[path]?.default ?? {}, files[path.replace(".en.ts", ".zh.ts")]?.default ?? {}];
      expect(Object.keys(zh).sort(), path).toEqual(Object.keys(en).sort());
      for (const key of Object.keys(en)) expect(blanks(zh[key]), `${path} ${key}`).toEqual(blanks(en[key]));
    }
  });
});
