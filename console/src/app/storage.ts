// What the browser remembers, as JSON. Where it forbids storage, until the page is left.

interface JsonStorage {
  get(key: string): unknown;
  /** `undefined` forgets. */
  set(key: string, value: unknown): void;
}

function over(storage: () => Storage): JsonStorage {
  const unstored = new Map<string, unknown>();
  return {
    get(key) {
      if (unstored.has(key)) return unstored.get(key);
      try {
        return JSON.parse(storage().getItem(`heartlink.${key}`) ?? "null") as unknown;
      } catch {
        return null;
      }
    },
    set(key, value) {
      unstored.delete(key);
      try {
        if (value === undefined) storage().removeItem(`heartlink.${key}`);
        else storage().setItem(`heartlink.${key}`, JSON.stringify(value));
      } catch {
        // Full or forbidden.
        unstored.set(key, value ?? null);
      }
    },
  };
}

/** Kept as long as the tab: who is signed in, and where they are. */
export const tabStorage = over(() => sessionStorage);

/** Kept for good: preferences, nothing that identifies. */
export const browserStorage = over(() => localStorage);
