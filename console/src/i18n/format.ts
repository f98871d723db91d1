// Numbers, money and times as the reader writes them. Follows the language.
import { locale } from "./i18n.js";

const DIGITS = new Map<string, number>();

/** 12345 → "12,345". */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** With its sign: "+5", "−3", "0". */
export function signed(value: number): string {
  return number(value, { signDisplay: "exceptZero" }).replace("-", "−");
}

/** 0.4567 → "46%". */
export function percent(share: number, digits = 0): string {
  return number(share, { style: "percent", maximumFractionDigits: digits });
}

/** The decimal places of a currency; currencies outside ISO 4217 have none. */
function digits(currency: string): number {
  const known = DIGITS.get(currency);
  if (known !== undefined) return known;
  const real = Intl.supportedValuesOf("currency").includes(currency);
  const found = real
    ? (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0)
    : 0;
  DIGITS.set(currency, found);
  return found;
}

/** Minor units of a currency, without its name: (1250, "EUR") → "12.50". */
export function amount(minor: number, currency: string, sign = false): string {
  const decimals = digits(currency);
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const shown = number(minor / 10 ** decimals, sign ? { ...options, signDisplay: "exceptZero" } : options);
  return shown.replace("-", "−");
}

/** What somebody typed, in minor units; `null` if it is no such amount. */
export function parseAmount(text: string, currency: string): number | null {
  const decimals = digits(currency);
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim().replaceAll(",", ""));
  if (match === null || (match[2] ?? "").length > decimals) return null;
  const minor = Number(match[1]) * 10 ** decimals + Number((match[2] ?? "").padEnd(decimals, "0"));
  return Number.isSafeInteger(minor) ? minor : null;
}

type Instant = string | number;

const at = (instant: Instant, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale(), options).format(new Date(instant));

/** "14:05". */
export const time = (instant: Instant) => at(instant, { hour: "2-digit", minute: "2-digit" });

/** "14:05:07". */
export const timeSeconds = (instant: Instant) => at(instant, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** "3 Feb 2026". */
export const date = (instant: Instant) => at(instant, { day: "numeric", month: "short", year: "numeric" });

/** "3 Feb, 14:05", with the year where it is not this one. */
export function dateTime(instant: Instant): string {
  const thisYear = new Date(instant).getFullYear() === new Date().getFullYear();
  const year = thisYear ? {} : ({ year: "numeric" } as const);
  return at(instant, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", ...year });
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "5 minutes ago", "in 3 days"; nearer than a minute is "now". */
export function relative(instant: Instant, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "second");
}

/** 75 → "1:15". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** 850 → "850 ms", 2300 → "2.3 secs", as the language abbreviates. */
export function duration(ms: number): string {
  if (ms < 1000) return number(Math.round(ms), { style: "unit", unit: "millisecond" });
  if (ms < 60_000) return number(ms / 1000, { style: "unit", unit: "second", maximumFractionDigits: 1 });
  return number(ms / 60_000, { style: "unit", unit: "minute", maximumFractionDigits: 1 });
}
