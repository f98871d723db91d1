// Level rewards that were not paid yet, and paying them now.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { href } from "../../../app/router.js";
import { amount, number, relative } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { Segments } from "../../../ui/form.js";
import { Badge, Card, Page } from "../../../ui/layout.js";
import { AsyncList, useList } from "../../../ui/load.js";
import { Empty } from "../../../ui/states.js";
import { type Column, Table } from "../../../ui/table.js";
import { toast } from "../../../ui/toasts.js";
import { t } from "../phrases/rewards.js";

type Grant = Schemas["GrantView"];
type Which = "failed" | "pending";

export function Rewards() {
  const { client } = me();
  const [which, setWhich] = useState<Which>("failed");
  // What was paid leaves the list: it is read anew from its beginning.
  const [round, setRound] = useState(0);
  const again = () => setRound((n) => n + 1);
  const grants = useList(
    (signal) => client.affinity.grants({ status: which, limit: 20 }, { signal }),
    [which, round],
    ({ id }) => id,
  );

  return (
    <Page view="operations-rewards" title={t("title")} lead={t("lead")}>
      <Card
        actions={
          <Segments
            label={t("which")}
            value={which}
            options={(["failed", "pending"] as const).map((value) => ({ value, label: t(value) }))}
            onValue={setWhich}
            testid="grants"
          />
        }
        testid="grants"
      >
        <AsyncList of={grants}>{(items) => <Listed items={items} onChange={again} />}</AsyncList>
      </Card>
    </Page>
  );
}

function Listed({ items, onChange }: { items: readonly Grant[]; onChange: () => void }) {
  const { client } = me();

  async function retry(grant: Grant) {
    const now = await client.affinity.grantRetry(grant.id);
    if (now.status === "granted") toast("done", t("retry.paid", { level: now.level, user: now.user_id }));
    else toast("problem", t("retry.still", { error: reasons(now) }));
    onChange();
  }

  // One after the other: each is a payment, and there are as many as the page shows.
  async function retryAll() {
    let paid = 0;
    try {
      for (const { id } of items) {
        if ((await client.affinity.grantRetry(id)).status === "granted") paid += 1;
      }
    } finally {
      toast("news", t("retry.all.done", { paid: number(paid), total: number(items.length) }));
      onChange();
    }
  }

  if (items.length === 0) {
    return (
      <Empty icon="check" title={t("empty")}>
        <p>{t("empty.lead")}</p>
      </Empty>
    );
  }
  return (
    <>
      <Table label={t("title")} columns={columns(retry)} rows={items} rowKey={({ id }) => id} testid="grant-table" />
      <div class="row">
        <Button icon="refresh" onPress={retryAll} testid="grants-retry-all">
          {t("retry.all")}
        </Button>
      </div>
    </>
  );
}

function columns(retry: (grant: Grant) => Promise<void>): Column<Grant>[] {
  return [
    {
      key: "level",
      label: t("title"),
      cell: (grant) => t("level", { level: grant.level, name: grant.level_name }),
      head: true,
    },
    { key: "whose", label: t("whose"), cell: (grant) => <Whose grant={grant} /> },
    { key: "rewards", label: t("rewards"), cell: (grant) => <Parts of={grant.rewards} /> },
    { key: "tried", label: t("attempts"), cell: tried },
    {
      key: "retry",
      label: t("action"),
      cell: (grant) => (
        <Button onPress={() => retry(grant)} testid="grant-retry">
          {t("retry")}
        </Button>
      ),
    },
  ];
}

function Whose({ grant }: { grant: Grant }) {
  return (
    <a href={href("operations", "wallets", grant.user_id)}>
      {t("of", { user: grant.user_id, device: grant.device_id })}
    </a>
  );
}

const TONES = { granted: "good", pending: "warn", failed: "bad" } as const;

function Parts({ of }: { of: Grant["rewards"] }) {
  return (
    <ul class="parts">
      {of.map(({ reward, status, error }, place) => (
        <li key={place}>
          {words(reward)} <Badge tone={TONES[status]}>{t(status)}</Badge> {error && <code>{error}</code>}
        </li>
      ))}
    </ul>
  );
}

function words(reward: Schemas["Reward"]): string {
  if (reward.type === "tag") return t("tag", { tag: reward.tag });
  if (reward.type === "points") return t("points", { amount: number(reward.amount) });
  if (!reward.currency) return t("wallet.default", { amount: number(reward.amount) });
  return t("wallet", { amount: amount(reward.amount, reward.currency), currency: reward.currency });
}

function tried(grant: Grant): string {
  const next = grant.next_attempt_at === null ? "" : ` · ${t("next", { time: relative(grant.next_attempt_at) })}`;
  return t("tried", { count: grant.attempts }) + next;
}

function reasons(grant: Grant): string {
  return grant.rewards.flatMap(({ error }) => (error ? [error] : [])).join(", ");
}
