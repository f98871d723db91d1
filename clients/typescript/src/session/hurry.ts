// When waiting is pointless: the network is back, or the page is looked at again.

/** The part of a browser's globals that tells. Absent elsewhere. */
interface Surroundings {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
  readonly document?: {
    readonly visibilityState: string;
    addEventListener(type: string, listener: () => void): void;
    removeEventListener(type: string, listener: () => void): void;
  };
}

/** Calls `back` whenever the network or the page returns; the function returned stops it. */
export function onReturn(back: () => void): () => void {
  const surroundings = globalThis as Surroundings;
  const { document } = surroundings;
  const visible = () => {
    if (document?.visibilityState !== "hidden") back();
  };
  surroundings.addEventListener?.("online", back);
  document?.addEventListener("visibilitychange", visible);
  return () => {
    surroundings.removeEventListener?.("online", back);
    document?.removeEventListener("visibilitychange", visible);
  };
}
