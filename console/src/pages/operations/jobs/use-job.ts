// The state of a job: by events for its creator, by polling for others.
import { isHeartlinkError, type Schemas } from "@heartlink/client";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { useEvent } from "../../../app/events.js";
import { type Sample, withSample } from "../logic/samples.js";
import { usePoll } from "../logic/use-poll.js";

type JobView = Schemas["JobView"];

const EVERY_MS = 1_500;
/** An open job waits for a person. */
const OPEN_EVERY_MS = 10_000;

/** Whether nothing happens to it any more, unless somebody asks for it. */
export const isOver = ({ status }: JobView) => status === "done" || status === "failed" || status === "cancelled";

export interface Watched {
  readonly job: JobView | undefined;
  readonly error: unknown;
  /** What it was while it was watched, for the pace. */
  readonly samples: readonly Sample<JobView>[];
  readonly set: (job: JobView) => void;
}

export function useJob(id: string): Watched {
  const { client } = me();
  const [samples, setSamples] = useState<readonly Sample<JobView>[]>([]);
  const [refusal, setRefusal] = useState<unknown>();
  const newest = useRef<JobView>(undefined);
  const job = samples.at(-1)?.value;

  const set = useCallback((next: JobView) => {
    // An answer that was overtaken says nothing new.
    if (newest.current !== undefined && Date.parse(next.updated_at) < Date.parse(newest.current.updated_at)) return;
    newest.current = next;
    setSamples((old) => withSample(old, { at: Date.now(), value: next }));
  }, []);

  const pace = job === undefined || !isOver(job) ? (job?.status === "open" ? OPEN_EVERY_MS : EVERY_MS) : null;
  const { error } = usePoll(
    async (signal) => {
      try {
        set(await client.jobs.show(id, { signal }));
      } catch (failure) {
        // It is not there, or not ours: asking again changes nothing.
        if (!isHeartlinkError(failure) || failure.retryable || failure.status === 0) throw failure;
        setRefusal(failure);
        return "over";
      }
      return undefined;
    },
    pace,
    [id],
  );
  useEffect(() => setRefusal(undefined), [id]);
  useEvent("job_progress", ({ data }) => {
    if (data.job.id === id) set(data.job);
  });
  return { job, error: refusal ?? error, samples, set };
}

/** Rewards settled a second, over what was seen of the run; `null` if nothing was. */
export function pace(samples: readonly Sample<JobView>[]): number | null {
  const [last] = samples.slice(-1);
  const first = samples.find(({ value }) => value.status === "running" && value.round === last?.value.round);
  if (first === undefined || last === undefined || last.at - first.at < 1_000) return null;
  const settled = last.value.done + last.value.failed - first.value.done - first.value.failed;
  return settled <= 0 ? null : (settled * 1000) / (last.at - first.at);
}
