// Requests that we gave up ourselves.

/** What an aborted request is rejected with. */
export function superseded(): DOMException {
  return new DOMException("superseded", "AbortError");
}

/** Whether a call was given up by ourselves. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
