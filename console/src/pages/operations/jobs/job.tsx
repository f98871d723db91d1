// One job: how far it is, what was paid, and what can be done about it.
import type { Schemas } from "@heartlink/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { clock, dateTime, number, relative } from "../../../i18n/format.js";
import { Button, IconButton } from "../../../ui/button.js";
import { confirm } from "../../../ui/dialog.js";
import { Badge, Card, Progress, Stat, Stats } from "../../../ui/layout.js";
import { ProblemNote } from "../../../ui/problem-note.js";
import { Skeleton } from "../../../ui/states.js";
import { announce } from "../../../ui/toasts.js";
import { t } from "../phrases/jobs.js";
import { Failures } from "./failures.js";
import { isOver, pace, useJob, type Watched } from "./use-job.js";
import { share, sums, TONES } from "./words.js";

type JobView = Schemas["JobView"];

export function Job({ id, onClose }: { id: string; onClose: () => void }) {
  const watched = useJob(id);
  const { job, error } = watched;
  useEnd(job);
  return (
    <Card
      title={id}
      actions={
        <>
          {job && (
            <Badge tone={TONES[job.status]} testid="job-status">
              {t(job.status)}
            </Badge>
          )}
          <IconButton icon="close" label={t("close")} onPress={onClose} testid="job-close" />
        </>
      }
      testid="job"
    >
      {error !== undefined && <ProblemNote error={error} />}
      {job === undefined ? error === undefined && <Skeleton /> : <JobDetails job={job} watched={watched} />}
    </Card>
  );
}

function JobDetails({ job, watched }: { job: JobView; watched: Watched }) {
  const settled = job.done + job.failed;
  const speed = isOver(job) ? null : pace(watched.samples);
  return (
    <>
      <Progress label={t("progress", { id: job.id })} value={share(job)} testid="job-progress" />
      <Stats>
        <Stat
          label={t("paid")}
          value={t("share", { done: number(job.done), total: number(job.total) })}
          testid="job-done"
        />
        <Stat label={t("not_paid")} value={number(job.failed)} testid="job-failed" />
        <Stat label={t("sum")} value={sums(job)} />
        {speed !== null && (
          <>
            <Stat label={t("pace")} value={t("pace.value", { count: number(Math.round(speed)) })} />
            <Stat label={t("left")} value={clock((job.total - settled) / speed)} />
          </>
        )}
      </Stats>
      {job.reason && <p class="note">{t(job.reason)}</p>}
      <p class="small">
        {t("made", { time: dateTime(job.created_at), user: job.created_by })}
        {job.round > 0 && ` · ${t("round", { count: job.round })}`} · {t("kept", { time: relative(job.expires_at) })}
      </p>
      <Actions job={job} onChange={watched.set} />
    </>
  );
}

function Actions({ job, onChange }: { job: JobView; onChange: (job: JobView) => void }) {
  const { client } = me();
  const [failures, setFailures] = useState(false);
  const halfway = job.status === "failed";
  const retryable = halfway || (job.status === "done" && job.failed > 0);
  const cancellable = job.status === "open" || job.status === "preparing" || job.status === "running";

  async function start() {
    const title = t("start.title", { id: job.id });
    const body = t("start.question", { count: job.total, n: number(job.total) });
    if (!(await confirm({ title, body, yes: t("start"), testid: "job-start-yes" }))) return;
    onChange((await client.jobs.start(job.id)).job);
  }

  async function cancel() {
    const question = { title: t("cancel"), body: t("cancel.question"), yes: t("cancel"), no: t("cancel.keep") };
    if (!(await confirm({ ...question, danger: true, testid: "job-cancel-yes" }))) return;
    onChange((await client.jobs.cancel(job.id)).job);
  }

  async function retry() {
    const yes = halfway ? t("resume") : t("retry");
    if (!(await confirm({ title: yes, body: t("retry.question"), yes, testid: "job-retry-yes" }))) return;
    onChange((await client.jobs.retry(job.id)).job);
  }

  return (
    <>
      <div class="row">
        {job.status === "open" && (
          <Button kind="primary" icon="send" onPress={start} testid="job-start">
            {t("start")}
          </Button>
        )}
        {retryable && (
          <Button kind="primary" icon="refresh" onPress={retry} testid="job-retry">
            {halfway ? t("resume") : t("retry")}
          </Button>
        )}
        {cancellable && (
          <Button icon="block" onPress={cancel} testid="job-cancel">
            {t("cancel")}
          </Button>
        )}
      </div>
      {job.failed > 0 && (
        <details open={failures} onToggle={(event) => setFailures(event.currentTarget.open)}>
          <summary data-testid="job-failures">{t("failures.show")}</summary>
          {failures && <Failures id={job.id} key={`${job.round} ${job.failed}`} />}
        </details>
      )}
    </>
  );
}

/** Announces the end of a watched job to screen readers. */
function useEnd(job: JobView | undefined): void {
  const ran = useRef(false);
  const over = job !== undefined && isOver(job);
  useEffect(() => {
    if (job === undefined) return;
    if (over && ran.current) announce(t("over", { id: job.id, status: t(job.status) }));
    ran.current = !over;
  }, [over, job?.status]);
}
