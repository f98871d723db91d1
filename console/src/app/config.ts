// Where the API is. Beside the page unless `config.json` says otherwise; never
// by the address, which somebody else may have written.

export interface Config {
  /** Address of the API without `/v1`; the page's own folder if absent. */
  readonly api?: string;
  /** Address of the WebSocket; `ws` beside the API if absent. */
  readonly socket?: string;
}

let current: Config = {};

/** Reads `config.json`. Without one, the page's own server is the API. */
export async function loadConfig(): Promise<void> {
  try {
    const answer = await fetch("config.json", { cache: "no-cache" });
    if (answer.ok) current = read(await answer.json());
  } catch {
    // No such file, or none to be had: what is beside the page will do.
  }
}

export function config(): Config {
  return current;
}

function read(given: unknown): Config {
  if (typeof given !== "object" || given === null) return {};
  const { api, socket } = given as Record<string, unknown>;
  return {
    ...(typeof api === "string" && api !== "" ? { api } : {}),
    ...(typeof socket === "string" && socket !== "" ? { socket } : {}),
  };
}
