// The editors of rules, levels, settings and plans: which kind, and which one of it.
import type { JSX } from "preact";
import { href, route } from "../../../app/router.js";
import { Page } from "../../../ui/layout.js";
import { t } from "../phrases/rules.js";
import { Documents } from "./documents.js";
import { affinityRules, affinitySettings, pointsPlans, pointsRules } from "./flat.js";
import { KIND_IDS, type KindId } from "./kind.js";
import { affinityLevels } from "./levels.js";

type RenderEditor = (name: string | undefined) => JSX.Element;

const EDITORS: Readonly<Record<KindId, RenderEditor>> = {
  "affinity-rules": (name) => <Documents key="affinity-rules" kind={affinityRules} name={name} />,
  "affinity-levels": (name) => <Documents key="affinity-levels" kind={affinityLevels} name={name} />,
  "affinity-settings": (name) => <Documents key="affinity-settings" kind={affinitySettings} name={name} />,
  "points-rules": (name) => <Documents key="points-rules" kind={pointsRules} name={name} />,
  "points-plans": (name) => <Documents key="points-plans" kind={pointsPlans} name={name} />,
};

export function Rules() {
  const [, , asked, name] = route.value.path;
  const here = KIND_IDS.find((id) => id === asked) ?? KIND_IDS[0];
  return (
    <Page view="operations-rules" title={t("title")} lead={t("lead")}>
      <nav class="kinds" aria-label={t("kinds")}>
        {KIND_IDS.map((id) => (
          <a key={id} href={href("operations", "rules", id)} aria-current={id === here ? "page" : undefined}>
            {t(id)}
          </a>
        ))}
      </nav>
      {EDITORS[here](name)}
    </Page>
  );
}
