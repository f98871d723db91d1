// What the browser remembers, as JSON. One that forbids storage just forgets.

interface Memory {
  get(key: string): unknown;
  /** `undefined` forgets. */
  set(key: string, value: unknown): void;
}

function over(storage: () => Storage): Memory {
  return {
    get(key) {
      try {
        return JSON.parse(storage().getItem(`heartlink.${key}`) ?? "null") as unknown;
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === undefined) storage().removeItem(`heartlink.${key}`);
        else storage().setItem(`heartlink.${key}`, JSON.stringify(value));
      } catch {
        // Full or forbidden: the page works, a reload starts afresh.
      }
    },
  };
}

/** Kept as long as the tab: who is signed in, and where they are. */
export const tab = over(() => sessionStorage);

/** Kept for good: preferences, nothing that identifies. */
export const browser = over(() => localStorage);
