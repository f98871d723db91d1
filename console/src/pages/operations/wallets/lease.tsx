// Who holds the wallet, for how long still, and taking it from them.
import { isHeartlinkError, type Schemas } from "@heartlink/client";
import { useEffect, useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { clock, dateTime } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { Badge, Card, Stat, Stats } from "../../../ui/layout.js";
import { AsyncView, useInterval, useLoad } from "../../../ui/load.js";
import { toast } from "../../../ui/toasts.js";
import { t } from "../phrases/wallets.js";
import { ReasonDialog } from "../reason-dialog.js";

type LeaseState = Schemas["LeaseState"];

const EVERY_MS = 5_000;

export function Lease({ user, currency }: { user: string; currency: string }) {
  const { client } = me();
  const lease = useLoad((signal) => client.wallet.lease(user, { currency }, { signal }), [user, currency], {
    everyMs: EVERY_MS,
  });
  const [asked, setAsked] = useState<LeaseState>();

  async function force(reason: string) {
    try {
      lease.set(await client.wallet.unlock(user, { currency, force: true, reason }));
      toast("done", t("lease.forced"));
    } catch (error) {
      if (!isHeartlinkError(error, "not_locked")) throw error;
      lease.reload();
      toast("news", t("lease.gone"));
    }
  }

  return (
    <Card
      title={t("lease")}
      actions={
        lease.data && (
          <Badge tone={lease.data.held ? "warn" : "good"} testid="lease-state">
            {lease.data.held ? t("lease.held") : t("lease.free")}
          </Badge>
        )
      }
      testid="lease"
    >
      <AsyncView of={lease}>
        {(shown) => (
          <>
            {shown.held ? <Holder lease={shown} onOver={lease.reload} /> : <p class="small">{t("lease.free.lead")}</p>}
            <Stats>
              <Stat
                label={t("lease.fencing")}
                value={String(shown.fencing)}
                hint={t("lease.fencing.hint")}
                testid="lease-fencing"
              />
            </Stats>
            {shown.held && (
              <div class="row">
                <Button kind="danger" icon="lock" onPress={() => setAsked(shown)} testid="lease-force">
                  {t("lease.force")}
                </Button>
              </div>
            )}
          </>
        )}
      </AsyncView>
      {asked && (
        <ReasonDialog
          title={t("lease.force.title", { owner: asked.owner ?? "?" })}
          yes={t("lease.force")}
          danger
          onYes={force}
          onClose={() => setAsked(undefined)}
          testid="force-dialog"
        >
          <p>{t("lease.force.lead", { owner: asked.owner ?? "?", fencing: asked.fencing })}</p>
        </ReasonDialog>
      )}
    </Card>
  );
}

function Holder({ lease, onOver }: { lease: LeaseState; onOver: () => void }) {
  const remaining = useCountdown(lease, onOver);
  return (
    <Stats>
      <Stat label={t("lease.owner")} value={lease.owner} testid="lease-owner" />
      {lease.purpose && <Stat label={t("lease.purpose")} value={lease.purpose} />}
      {lease.acquired_at && <Stat label={t("lease.since")} value={dateTime(lease.acquired_at)} />}
      <Stat label={t("lease.remaining")} value={<span role="timer">{clock(remaining)}</span>} />
    </Stats>
  );
}

/** Seconds that are left, by this machine's clock from the moment of the answer. */
function useCountdown(lease: LeaseState, onOver: () => void): number {
  const [since, setSince] = useState(performance.now());
  const [now, setNow] = useState(since);
  useEffect(() => {
    const answered = performance.now();
    setSince(answered);
    setNow(answered);
  }, [lease]);
  const left = lease.remaining_ms - (now - since);
  useInterval(() => {
    setNow(performance.now());
    if (left <= 0) onOver();
  }, 1_000);
  return Math.max(0, left / 1000);
}
