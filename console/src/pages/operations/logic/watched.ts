// The jobs that this browser watches: their ids, the last first. The API lists no jobs, so the page
// remembers those that somebody asked for.
import { browser } from "../../../app/memory.js";

const KEY = "jobs";
const MOST = 12;

/** The ids, the last first. */
export function watchedJobs(): string[] {
  const kept = browser.get(KEY);
  return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, MOST) : [];
}

/** Puts `id` first; the oldest leaves when there are too many. */
export function watchJob(id: string): string[] {
  return keep([id, ...watchedJobs().filter((other) => other !== id)].slice(0, MOST));
}

/** Forgets `id`. */
export function forgetJob(id: string): string[] {
  return keep(watchedJobs().filter((other) => other !== id));
}

function keep(ids: string[]): string[] {
  browser.set(KEY, ids);
  return ids;
}
