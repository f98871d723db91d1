// Operations: the pages of those who run the service. Fetched when first opened.
import type { AreaProps } from "../../app/pages.js";
import { SubNav } from "../../ui/subnav.js";
import { Overview } from "./overview.js";
import { t } from "./texts.js";

const PAGES = [{ path: "", icon: "gauge", component: Overview }] as const;

export default function Operations({ path }: AreaProps) {
  const [here = ""] = path;
  const page = PAGES.find((one) => one.path === here) ?? PAGES[0];
  return (
    <div class="sectioned">
      <SubNav
        label={t("title")}
        area="operations"
        here={page.path}
        pages={PAGES.map(({ path, icon }) => ({ path, icon, label: t("nav.overview") }))}
      />
      <page.component />
    </div>
  );
}
