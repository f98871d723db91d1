// What changes much is shown before it is done: first a dry run, then, asked once more, the real one.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { number } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { confirm } from "../../ui/dialog.js";
import { Card } from "../../ui/layout.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { announce } from "../../ui/toasts.js";
import { s } from "./phrases/sections.js";

interface DryRunActionProps<T> {
  readonly title: string;
  readonly lead: string;
  /** Names the card and, with an ending, its buttons and results. */
  readonly testid: string;
  /** What is asked before the real run. */
  readonly question: (count: number) => string;
  readonly run: (dry: boolean) => Promise<T>;
  /** How many changes a run made, or would make. */
  readonly count: (result: T) => number;
  /** Whether more was due than one run takes on. */
  readonly unfinished?: (result: T) => boolean;
  readonly onDone?: () => void;
  readonly children: (result: T) => ComponentChildren;
}

interface Outcome<T> {
  readonly dry: boolean;
  readonly result: T;
}

export function DryRunAction<T>(props: DryRunActionProps<T>) {
  const { title, lead, testid, question, run, count, unfinished, onDone, children } = props;
  const [outcome, setOutcome] = useState<Outcome<T>>();
  const [error, setError] = useState<unknown>();

  async function attempt(dry: boolean) {
    try {
      const result = await run(dry);
      setError(undefined);
      setOutcome({ dry, result });
      announce(summary({ dry, result }, count));
      if (!dry) onDone?.();
    } catch (failure) {
      setError(failure);
    }
  }

  async function real() {
    const due = outcome === undefined ? 0 : count(outcome.result);
    const body = question(due);
    if (await confirm({ title, body, yes: s("real"), danger: true, testid: `${testid}-yes` })) await attempt(false);
  }

  const ready = outcome?.dry === true && count(outcome.result) > 0;
  return (
    <Card title={title} testid={testid}>
      <p class="small">{lead}</p>
      <div class="row">
        <Button kind={ready ? "quiet" : "primary"} onPress={() => attempt(true)} testid={`${testid}-dry`}>
          {s("dry")}
        </Button>
        <Button kind={ready ? "danger" : "quiet"} disabled={!ready} onPress={real} testid={`${testid}-real`}>
          {s("real")}
        </Button>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {outcome && (
        <div class="outcome" data-testid={`${testid}-result`} data-dry={outcome.dry}>
          <p>
            <strong>{summary(outcome, count)}</strong>
          </p>
          {unfinished?.(outcome.result) && <p class="note">{s("unfinished")}</p>}
          {children(outcome.result)}
        </div>
      )}
    </Card>
  );
}

function summary<T>({ dry, result }: Outcome<T>, count: (result: T) => number): string {
  const changes = count(result);
  const figures = { count: changes, n: number(changes) };
  if (!dry) return s("real.done", figures);
  return changes === 0 ? s("dry.nothing") : s("dry.done", figures);
}
