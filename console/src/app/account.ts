// Who is signed in: their token, their calls, their live session. One at a time.
import { createHeartlink, type Heartlink, type Session, type SessionState } from "@heartlink/client";
import { signal } from "@preact/signals";
import { config } from "./config.js";
import { tabStorage } from "./storage.js";

export type Role = "user" | "service" | "teacher" | "moderator" | "admin";

/** Somebody who is signed in. */
export interface Account {
  readonly user: string;
  readonly roles: readonly Role[];
  /** Every call of the API. */
  readonly client: Heartlink;
  /** What happens, as it happens. */
  readonly live: Session;
}

const TOKEN = "token";
const ROLES: readonly string[] = ["user", "service", "teacher", "moderator", "admin"];

/** Why nobody is signed in, where there is something to say. */
export type SignOutReason = "bad" | "expired";

/** Who is signed in; `null` for nobody. */
export const account = signal<Account | null>(null);
export const signedOutBecause = signal<SignOutReason | null>(null);
/** What the live session is doing. */
export const connection = signal<SessionState>("closed");
/** Incremented whenever the session has caught up: time to refetch what is shown. */
export const caughtUp = signal(0);

/** Whether events are late: from a lost connection until the next one is up to date, over all that fail in between. */
export const offline = signal(false);

/** Who is signed in. Only for what is shown to somebody who is. */
export function me(): Account {
  if (account.value === null) throw new Error("nobody is signed in");
  return account.value;
}

/** Whether the one who is signed in has a role. */
export function has(role: Role): boolean {
  return account.value?.roles.includes(role) ?? false;
}

/** Whether the configuration is there: before that nobody knows which server to call. */
let ready = false;

/**
 * Signs in with a token; {@link signedOutBecause} says why not. One that comes before
 * {@link startAccount} is kept in the tab until then, where a reload finds it too.
 */
export function signIn(token: string): void {
  const claims = read(token);
  signedOutBecause.value = refusal(claims);
  if (claims === null || signedOutBecause.value !== null) return;
  tabStorage.set(TOKEN, token);
  if (ready) connect(token, claims);
}

function refusal(claims: Claims | null): SignOutReason | null {
  if (claims === null) return "bad";
  return claims.exp !== undefined && claims.exp * 1000 < Date.now() ? "expired" : null;
}

function connect(token: string, claims: Claims): void {
  leave();
  const { api, socket } = config();
  const client = createHeartlink({
    url: api ?? new URL(".", document.baseURI).href,
    ...(socket === undefined ? {} : { webSocketUrl: socket }),
    token: (refused) => {
      if (refused !== undefined && account.value?.client === client) signOut("expired");
      return token;
    },
  });
  const lastKey = `last.${claims.user}`;
  const last = tabStorage.get(lastKey);
  const live = client.connect({ after: typeof last === "number" ? last : "now" });
  live.on("state", (state) => {
    connection.value = state;
    if (state !== "connecting") offline.value = state === "waiting";
    if (state !== "live") return;
    tabStorage.set(lastKey, live.last);
    caughtUp.value += 1;
  });
  live.on("event", () => tabStorage.set(lastKey, live.last));
  connection.value = live.state;
  account.value = { user: claims.user, roles: claims.roles, client, live };
}

/** Forgets the token. */
export function signOut(because: SignOutReason | null = null): void {
  tabStorage.set(TOKEN, undefined);
  leave();
  signedOutBecause.value = because;
}

/** Signs in whom the tab remembers, once the configuration is there. */
export function startAccount(): void {
  ready = true;
  const token = tabStorage.get(TOKEN);
  if (typeof token === "string") signIn(token);
}

function leave(): void {
  account.value?.live.close();
  account.value = null;
}

interface Claims {
  readonly user: string;
  readonly roles: readonly Role[];
  readonly exp: number | undefined;
}

/** A character of a subject as the API writes it in ids. */
const encoded = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** What a JWT says, for display only: the server verifies it. `null` if it is none. */
function read(token: string): Claims | null {
  const parts = token.split(".");
  if (parts.length !== 3) return null;
  try {
    const base64 = (parts[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const { sub, roles, exp } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (typeof sub !== "string" || sub === "") return null;
    // As the API has it: whose token lacks the claim is a user.
    const named = Array.isArray(roles) ? (roles as unknown[]) : roles === undefined ? ["user"] : [];
    return {
      user: sub.replace(/[^A-Za-z0-9._@+=,:\-\u00a0-\uffff]/g, encoded),
      roles: named.filter((role): role is Role => typeof role === "string" && ROLES.includes(role)),
      exp: typeof exp === "number" ? exp : undefined,
    };
  } catch {
    return null;
  }
}
