// Operations: the pages of those who run the service. Fetched when first opened.
import { Boundary } from "../../app/boundary.js";
import type { AreaProps } from "../../app/area.js";
import { SubNav } from "../../ui/subnav.js";
import { Rules } from "./documents/index.js";
import { Jobs } from "./jobs/index.js";
import { Matching } from "./matching/index.js";
import { Overview } from "./overview/index.js";
import { s } from "./phrases/sections.js";
import { Points } from "./points/index.js";
import { Rewards } from "./rewards/index.js";
import { Wallets } from "./wallets/index.js";
import "./operations.css";

const PAGES = [
  { path: "", name: "overview", icon: "gauge", component: Overview },
  { path: "matching", name: "matching", icon: "refresh", component: Matching },
  { path: "wallets", name: "wallets", icon: "wallet", component: Wallets },
  { path: "points", name: "points", icon: "star", component: Points },
  { path: "rules", name: "rules", icon: "settings", component: Rules },
  { path: "jobs", name: "jobs", icon: "send", component: Jobs },
  { path: "rewards", name: "rewards", icon: "heart", component: Rewards },
] as const;

export default function Operations({ path }: AreaProps) {
  const [here = ""] = path;
  const page = PAGES.find((one) => one.path === here) ?? PAGES[0];
  return (
    <div class="sectioned">
      <SubNav
        label={s("sections")}
        area="operations"
        here={page.path}
        pages={PAGES.map(({ path, icon, name }) => ({ path, icon, label: s(name) }))}
      />
      <Boundary at={path.join("/")}>
        <page.component />
      </Boundary>
    </div>
  );
}
