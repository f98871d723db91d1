// Numbers, money and times as the reader writes them.
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  amount,
  clock,
  dateTime,
  duration,
  number,
  parseAmount,
  percent,
  relative,
  signed,
} from "../src/i18n/format.js";
import { language } from "../src/i18n/i18n.js";

afterEach(() => {
  language.value = "en";
  vi.useRealTimers();
});

describe("numbers", () => {
  it("have their separators and signs", () => {
    expect(number(12_345)).toBe("12,345");
    expect([signed(5), signed(-3), signed(0)]).toEqual(["+5", "−3", "0"]);
    expect(percent(0.4567)).toBe("46%");
    expect(percent(0.4567, 1)).toBe("45.7%");
  });
});

describe("money", () => {
  it("is written in the decimals of its currency, and in whole units where the project made that up", () => {
    expect(amount(1_250, "EUR")).toBe("12.50");
    expect(amount(1_250, "JPY")).toBe("1,250");
    expect(amount(1_250, "CREDIT")).toBe("1,250");
    expect(amount(-1_250, "EUR")).toBe("−12.50");
    expect(amount(1_250, "EUR", true)).toBe("+12.50");
  });

  it("is read back to what was written, whatever the currency", () => {
    for (const currency of ["EUR", "JPY", "KWD", "CREDIT"]) {
      for (const minor of [0, 1, 9, 10, 99, 100, 1_234_567, 999_999_999_999]) {
        expect(parseAmount(amount(minor, currency), currency), `${minor} ${currency}`).toBe(minor);
      }
    }
  });

  it("is not read from what is no amount of the currency", () => {
    for (const text of ["", "x", "-1", "1.", ".5", "1e3", "1 000", "0x10", "1234567890123"]) {
      expect(parseAmount(text, "EUR"), text).toBeNull();
    }
    expect(parseAmount("1.234", "EUR")).toBeNull();
    expect(parseAmount("1.2", "JPY")).toBeNull();
    expect(parseAmount(" 2,500 ", "CREDIT")).toBe(2_500);
    expect(parseAmount("12.5", "EUR")).toBe(1_250);
  });
});

describe("times", () => {
  it("have their year only where it is not this one", () => {
    vi.useFakeTimers({ now: new Date(2026, 5, 1, 12) });
    expect(dateTime(new Date(2026, 1, 3, 14, 5).getTime())).toBe("3 Feb, 14:05");
    expect(dateTime(new Date(2025, 1, 3, 14, 5).getTime())).toBe("3 Feb 2025, 14:05");
  });

  it("are told from now in the largest whole unit", () => {
    const now = Date.parse("2026-02-03T12:00:00Z");
    const told = (seconds: number) => relative(now + seconds * 1000, now);
    expect(told(0)).toBe("now");
    expect(told(-59)).toBe("now");
    expect(told(-60)).toBe("1 minute ago");
    expect(told(-3_599)).toBe("59 minutes ago");
    expect(told(3_600)).toBe("in 1 hour");
    expect(told(-86_400)).toBe("yesterday");
    expect(told(3 * 86_400)).toBe("in 3 days");
  });

  it("follow the language", () => {
    language.value = "zh";
    const now = Date.parse("2026-02-03T12:00:00Z");
    expect(relative(now - 300_000, now)).toBe("5分钟前");
  });

  it("are counted as a clock does", () => {
    expect([clock(0), clock(-5), clock(59.9), clock(75), clock(3_600), clock(3_725)]).toEqual([
      "0:00",
      "0:00",
      "0:59",
      "1:15",
      "1:00:00",
      "1:02:05",
    ]);
  });

  it("last as long as they do, in the unit that fits", () => {
    expect([duration(850), duration(2_300), duration(90_000)]).toEqual(["850 ms", "2.3 secs", "1.5 mins"]);
  });
});
