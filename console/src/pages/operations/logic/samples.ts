// What was measured while somebody looked: a bounded row of samples, and the lines drawn from it.

/** A measurement, and when it was made, in milliseconds since 1970. */
export interface Sample<T> {
  readonly at: number;
  readonly value: T;
}

/** Samples kept: half an hour at the pace of five seconds. */
export const MOST_SAMPLES = 360;

/** The samples with one more; the oldest leaves when there are too many. */
export function withSample<T>(samples: readonly Sample<T>[], sample: Sample<T>): readonly Sample<T>[] {
  return [...samples.slice(-(MOST_SAMPLES - 1)), sample];
}

/** A value over time; `null` where it is missing. */
export function series<T>(
  samples: readonly Sample<T>[],
  pick: (value: T) => number | null | undefined,
): (number | null)[] {
  return samples.map((sample) => pick(sample.value) ?? null);
}

/**
 * How fast a counter grew between each sample and the one before, per minute. `null` for the first,
 * and where the counter fell: it was begun anew.
 */
export function perMinute<T>(samples: readonly Sample<T>[], pick: (value: T) => number): (number | null)[] {
  return samples.map((sample, index) => {
    const before = samples[index - 1];
    if (before === undefined || sample.at <= before.at) return null;
    const grown = pick(sample.value) - pick(before.value);
    return grown < 0 ? null : (grown * 60_000) / (sample.at - before.at);
  });
}
