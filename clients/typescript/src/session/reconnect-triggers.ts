// What a browser knows of the network before a timer would: it is gone, or there is reason to try again now.

/** The part of a browser's globals that says so. Absent elsewhere. */
interface BrowserGlobals {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
  readonly document?: {
    readonly visibilityState: string;
    addEventListener(type: string, listener: () => void): void;
    removeEventListener(type: string, listener: () => void): void;
  };
}

/** Calls `wake` when the network is back or the page is looked at again; the function returned stops it. */
export function onWake(wake: () => void): () => void {
  const browser = globalThis as BrowserGlobals;
  const { document } = browser;
  const visible = () => {
    if (document?.visibilityState !== "hidden") wake();
  };
  browser.addEventListener?.("online", wake);
  document?.addEventListener("visibilitychange", visible);
  return () => {
    browser.removeEventListener?.("online", wake);
    document?.removeEventListener("visibilitychange", visible);
  };
}

/** Calls `offline` when the network is gone; the function returned stops it. */
export function onOffline(offline: () => void): () => void {
  const browser = globalThis as BrowserGlobals;
  browser.addEventListener?.("offline", offline);
  return () => browser.removeEventListener?.("offline", offline);
}
