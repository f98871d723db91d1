// The figures of the overview, and how they are kept: as long as somebody is signed in, so that a
// look at another page leaves no hole.
import type { Heartlink, Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { type Account, me } from "../../../app/account.js";
import { type Sample, withSample } from "../logic/samples.js";
import { type Polling, usePoll } from "../logic/use-poll.js";

/** What is asked for each time. */
export interface Figures {
  readonly matching: Schemas["Stats"];
  readonly wallet: Schemas["WalletStats"];
  readonly connections: number;
}

/** Figures that are more expensive to compute and change less often. */
export interface Health {
  readonly points: Schemas["MonitorView"];
  /** Unpaid grants on the first page, and whether there are more. */
  readonly unpaid: number;
  readonly moreUnpaid: boolean;
}

const HEALTH_EVERY_MS = 60_000;
const MOST_GRANTS = 100;

const kept = new WeakMap<Account, readonly Sample<Figures>[]>();

/** The figures, every `everyMs`; `null` pauses. */
export function useFigures(everyMs: number | null): Polling & { readonly samples: readonly Sample<Figures>[] } {
  const account = me();
  const [samples, setSamples] = useState(kept.get(account) ?? []);
  const polling = usePoll(async (signal) => {
    const options = { signal };
    const [matching, wallet, { connections }] = await Promise.all([
      account.client.matching.stats(options),
      account.client.wallet.stats(options),
      account.client.realtime.stats(options),
    ]);
    const next = withSample(kept.get(account) ?? [], { at: Date.now(), value: { matching, wallet, connections } });
    kept.set(account, next);
    setSamples(next);
  }, everyMs);
  return { ...polling, samples };
}

/** Consistency and unpaid rewards, once a minute. */
export function useHealth(running: boolean): Polling & { readonly health: Health | undefined } {
  const { client } = me();
  const [health, setHealth] = useState<Health>();
  const polling = usePoll(
    async (signal) => setHealth(await readHealth(client, signal)),
    running ? HEALTH_EVERY_MS : null,
  );
  return { ...polling, health };
}

async function readHealth(client: Heartlink, signal: AbortSignal): Promise<Health> {
  const [points, grants] = await Promise.all([
    client.points.monitor({ mode: "incremental" }, { signal }),
    client.affinity.grants({ status: "failed", limit: MOST_GRANTS }, { signal }),
  ]);
  return { points, unpaid: grants.items.length, moreUnpaid: typeof grants.next_cursor === "string" };
}
