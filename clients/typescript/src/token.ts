// The token: kept until it is refused, then asked for anew, once for all who wait.
import { HeartlinkError } from "./errors.js";

/**
 * A bearer token, or what fetches one. `refused` is the token that the server no
 * longer takes, absent at the first call.
 */
export type TokenProvider = string | ((refused?: string) => string | Promise<string>);

/** Hands out the current token. Never looks into it. */
export class Tokens {
  readonly #provider: TokenProvider | undefined;
  #current: string | undefined;
  #fetching: Promise<string> | undefined;

  constructor(provider: TokenProvider | undefined) {
    this.#provider = provider;
    if (typeof provider === "string") this.#current = provider;
  }

  /** The current token; `undefined` where the client has none at all. */
  async get(): Promise<string | undefined> {
    return this.#current ?? this.#fetch(undefined);
  }

  /** Another token than the `refused` one, or `undefined` if there is none. */
  async replace(refused: string | undefined): Promise<string | undefined> {
    if (this.#current !== undefined && this.#current !== refused) return this.#current;
    const fetched = await this.#fetch(refused);
    return fetched === refused ? undefined : fetched;
  }

  async #fetch(refused: string | undefined): Promise<string | undefined> {
    const provider = this.#provider;
    if (typeof provider !== "function") return this.#current;
    this.#fetching ??= this.#ask(provider, refused).finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #ask(provider: (refused?: string) => string | Promise<string>, refused: string | undefined): Promise<string> {
    try {
      this.#current = await provider(refused);
      return this.#current;
    } catch (cause) {
      throw new HeartlinkError({ code: "token_unavailable", detail: "No token could be had.", cause });
    }
  }
}
