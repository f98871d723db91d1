// All jobs, the newest first, each with how far it is.
import type { Schemas } from "@heartlink/client";
import { me } from "../../../app/account.js";
import { href } from "../../../app/router.js";
import { dateTime, number } from "../../../i18n/format.js";
import { Badge, Card, Progress } from "../../../ui/layout.js";
import { AsyncList, useInterval, useList } from "../../../ui/load.js";
import { Empty } from "../../../ui/states.js";
import { type Column, Table } from "../../../ui/table.js";
import { t } from "../phrases/jobs.js";
import { share, sums, TONES } from "./words.js";

type JobView = Schemas["JobView"];

const PAGE = 20;
const EVERY_MS = 5_000;

/** `shown` is the job that the page shows beside the list. */
export function JobList({ shown }: { shown: string }) {
  const { client } = me();
  const jobs = useList(
    (signal) => client.jobs.list({ limit: PAGE }, { signal }),
    [],
    ({ id }) => id,
  );
  useInterval(() => {
    if (!jobs.loading) jobs.reload();
  }, EVERY_MS);
  return (
    <Card title={t("all")} testid="jobs">
      <AsyncList of={jobs}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="send" title={t("empty")}>
              <p>{t("empty.lead")}</p>
            </Empty>
          ) : (
            <Table label={t("all")} columns={columns(shown)} rows={items} rowKey={({ id }) => id} testid="job-table" />
          )
        }
      </AsyncList>
    </Card>
  );
}

function columns(shown: string): Column<JobView>[] {
  return [
    {
      key: "id",
      label: t("id"),
      head: true,
      cell: ({ id }) => (
        <a class="mono" href={href("operations", "jobs", id)} aria-current={id === shown || undefined}>
          {id}
        </a>
      ),
    },
    { key: "status", label: t("status"), cell: ({ status }) => <Badge tone={TONES[status]}>{t(status)}</Badge> },
    { key: "progress", label: t("paid"), cell: (job) => <Settled job={job} /> },
    { key: "failed", label: t("not_paid"), cell: ({ failed }) => number(failed), numeric: true },
    { key: "sum", label: t("sum"), cell: sums, numeric: true },
    { key: "by", label: t("by"), cell: ({ created_by: user }) => user },
    { key: "at", label: t("at"), cell: ({ created_at: at }) => <time dateTime={at}>{dateTime(at)}</time> },
  ];
}

function Settled({ job }: { job: JobView }) {
  return (
    <div class="settled">
      <span>{t("share", { done: number(job.done), total: number(job.total) })}</span>
      <Progress label={t("progress", { id: job.id })} value={share(job)} />
    </div>
  );
}
