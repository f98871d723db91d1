// One device: how close, what today allows, what can be done, what happened.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { useEvent } from "../../app/events.js";
import { go, href } from "../../app/router.js";
import { number, relative, signed } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { confirm } from "../../ui/dialog.js";
import { Badge, Card, Page, Stat, Stats } from "../../ui/layout.js";
import { AsyncView, useLoad } from "../../ui/load.js";
import { toast } from "../../ui/toasts.js";
import { Log } from "./log.js";
import { Ring } from "./ring.js";
import { ruleName } from "./rule-name.js";
import { t } from "./texts.js";

type Affinity = Schemas["AffinityView"];

/** Rules that a schedule applies, not a person. */
const SCHEDULED_RULES = new Set(["decay"]);

export function DevicePage({ id }: { id: string }) {
  const affinity = useLoad((signal) => me().client.affinity.show(id, {}, { signal }), [id]);
  const devices = useLoad((signal) => me().client.affinity.devices({ limit: 100 }, { signal }), []);
  const [round, setRound] = useState(0);
  const name = devices.data?.items.find((device) => device.device_id === id)?.name ?? id;
  const changed = () => {
    affinity.reload();
    setRound((n) => n + 1);
  };
  useEvent("affinity_update", ({ data }) => {
    if (data["device_id"] === id) changed();
  });
  useEvent("level_up", ({ data }) => {
    if (data["device_id"] === id) toast("done", t("up", { name, level: Number(data["new_level"]) }));
  });
  useEvent("level_down", ({ data }) => {
    if (data["device_id"] === id) toast("news", t("down", { name, level: Number(data["new_level"]) }));
  });
  return (
    <Page
      view="device"
      title={name}
      actions={
        <>
          <a class="button quiet" href={href("devices")}>
            {t("back")}
          </a>
          {affinity.data?.bound === true && (
            <Button icon="trash" testid="unbind" onPress={() => unbind(id, name)}>
              {t("unbind")}
            </Button>
          )}
        </>
      }
    >
      <AsyncView of={affinity}>
        {(now) => (
          <>
            <Closeness affinity={now} />
            <div class="grid">
              {now.bound && <Activities id={id} onDone={changed} />}
              <Levels affinity={now} />
            </div>
            <Log id={id} round={round} />
          </>
        )}
      </AsyncView>
    </Page>
  );
}

function Closeness({ affinity }: { affinity: Affinity }) {
  const { today, last_active_at: last, next_level_at: next } = affinity;
  const toNext =
    typeof next === "number"
      ? t("level.next", { points: number(next - affinity.value), name: affinity.next_level_name ?? "" })
      : t("level.top");
  return (
    <Card tone="warm" testid="closeness">
      <div class="closeness">
        <Ring affinity={affinity} />
        <div class="stack">
          <div>
            <h2>{affinity.level_name ?? t("level.none")}</h2>
            <p class="small">{toNext}</p>
          </div>
          <Stats>
            <Stat label={t("today")} value={t("today.up", { used: number(today.global) })} testid="today" />
          </Stats>
          <p class="small">
            {t("today.left", { left: number(today.global_remaining) })} ·{" "}
            {t("today.resets", { when: relative(today.resets_at) })}
          </p>
          <p class="small">{typeof last === "string" ? t("active", { when: relative(last) }) : t("active.never")}</p>
          {!affinity.bound && <Badge tone="warn">{t("unbound")}</Badge>}
        </div>
      </div>
    </Card>
  );
}

/** What a person can do with the device: one button for each rule in force. */
function Activities({ id, onDone }: { id: string; onDone: () => void }) {
  const rules = useLoad((signal) => me().client.affinity.rules({ limit: 50, order: "asc" }, { signal }), []);
  const apply = async (rule: string) => {
    const result = await me().client.affinity.apply({ device_id: id, rule_key: rule, source: "phone_event" });
    tell(result);
    onDone();
  };
  return (
    <Card title={t("together")}>
      <p class="small">{t("together_lead")}</p>
      <AsyncView of={rules}>
        {({ items }) => (
          <div class="row">
            {items
              .filter((rule) => rule.enabled && !SCHEDULED_RULES.has(rule.rule_key))
              .map(({ rule_key: key }) => (
                <Button key={key} icon="heart" testid={`rule-${key}`} onPress={() => apply(key)}>
                  {ruleName(key)}
                </Button>
              ))}
          </div>
        )}
      </AsyncView>
    </Card>
  );
}

function tell({ outcome, change_value, next_eligible_at: next }: Schemas["ApplyResult"]): void {
  const when = typeof next === "string" ? relative(next) : "";
  toast(outcome === "applied" ? "done" : "news", t(`outcome.${outcome}`, { change: signed(change_value), when }));
}

/** All levels, and which one it is. */
function Levels({ affinity }: { affinity: Affinity }) {
  const levels = useLoad((signal) => me().client.affinity.levels({ signal }), []);
  return (
    <Card title={t("levels")}>
      <AsyncView of={levels}>
        {(view) => (
          <ol class="ladder">
            {view.levels.map((level, index) => (
              <li key={level.threshold} data-reached={affinity.level > index} data-here={affinity.level === index + 1}>
                <span>{level.name}</span>
                {affinity.level === index + 1 && <Badge tone="good">{t("levels.here")}</Badge>}
                <span class="small">{t("levels.from", { n: number(level.threshold) })}</span>
              </li>
            ))}
          </ol>
        )}
      </AsyncView>
    </Card>
  );
}

async function unbind(id: string, name: string): Promise<void> {
  const yes = await confirm({
    title: t("unbind.title", { name }),
    body: t("unbind.body"),
    yes: t("unbind"),
    testid: "unbind-confirm",
  });
  if (!yes) return;
  await me().client.affinity.unbind(id);
  toast("done", t("unbind.done", { name }));
  go("devices");
}
