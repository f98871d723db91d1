// Light or dark: as the system says, unless somebody chose.
import { effect, signal } from "@preact/signals";
import { browserStorage } from "../app/storage.js";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const dark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(dark.matches);
dark.addEventListener("change", () => (systemDark.value = dark.matches));

export const theme = signal<Theme>(initial());

/** The effective colour scheme; charts redraw when it changes. */
export function scheme(): "light" | "dark" {
  if (theme.value !== "system") return theme.value;
  return systemDark.value ? "dark" : "light";
}

export function setTheme(next: Theme): void {
  browserStorage.set("theme", next);
  theme.value = next;
}

/** Keeps the document in step. */
export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset["scheme"] = scheme();
    const paper = getComputedStyle(document.documentElement).backgroundColor;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", paper);
  });
}

/** Whether the system asks for less motion. */
export const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function initial(): Theme {
  const saved = browserStorage.get("theme");
  return saved === "light" || saved === "dark" ? saved : "system";
}
