// One's own points: how many, which expire, every change, and the group.
import type { Schemas } from "@heartlink/client";
import { useEffect, useRef } from "preact/hooks";
import { me } from "../../app/account.js";
import { useEvent } from "../../app/events.js";
import { NotFound } from "../../app/not-found.js";
import type { AreaProps } from "../../app/area.js";
import { date, number, relative } from "../../i18n/format.js";
import { Card, Page, Stat, Stats } from "../../ui/layout.js";
import { AsyncView, useLoad } from "../../ui/load.js";
import { announce } from "../../ui/toasts.js";
import { Board } from "./board.js";
import { History } from "./history.js";
import { t } from "./texts.js";

/** Changes come as events; what those miss is found by polling. */
const EVERY_MS = 10_000;

export default function PointsPage({ path }: AreaProps) {
  const points = useLoad((signal) => me().client.points.show({ fresh: true }, { signal }), [], {
    everyMs: EVERY_MS,
    versionOf: ({ version }) => version,
  });
  const profile = useLoad((signal) => me().client.points.profile("me", { signal }), []);
  useEvent("points_updated", points.reload);
  useNews(points.data);
  if (path.length > 0) return <NotFound />;
  const group = profile.data?.group;
  return (
    <Page view="points" title={t("title")} lead={t("lead")}>
      {/* The lists are read after the points, so that they are not the older ones. */}
      <AsyncView of={points}>
        {(now) => (
          <>
            <Balance points={now} profile={profile.data} />
            <History version={now.version} />
            {typeof group === "string" && <Board group={group} version={now.version} />}
          </>
        )}
      </AsyncView>
    </Page>
  );
}

function Balance({ points, profile }: { points: Schemas["PointsView"]; profile: Schemas["ProfileView"] | undefined }) {
  const { next_expiry: expiry, importing } = points;
  return (
    <Card tone="cool" testid="points-balance">
      <Stats>
        <Stat
          big
          label={t("points")}
          value={number(points.points)}
          testid="points-now"
          hint={
            typeof points.updated_at === "string" ? t("updated", { when: relative(points.updated_at) }) : t("never")
          }
        />
        <Stat
          label={t("expiring")}
          value={expiry ? number(expiry.points) : t("expiring.none")}
          hint={expiry && t("expiring.when", { points: number(expiry.points), date: date(expiry.at) })}
          testid="points-expiring"
        />
        {profile && <Stat label={t("group")} value={profile.group ?? t("group.none")} />}
        {profile && <Stat label={t("plan")} value={profile.plan ?? t("plan.none")} />}
      </Stats>
      {importing && (
        <p class="note">{t("importing", { done: number(importing.done), total: number(importing.total) })}</p>
      )}
    </Card>
  );
}

/** Announces a change to screen readers. */
function useNews(now: Schemas["PointsView"] | undefined): void {
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (now === undefined) return;
    const change = before.current === undefined ? 0 : now.points - before.current;
    before.current = now.points;
    if (change !== 0) announce(t(change > 0 ? "news.up" : "news.down", { points: number(Math.abs(change)) }));
  }, [now]);
}
