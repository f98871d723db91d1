// The heart link.
import { Page } from "../../ui/layout.js";
import { t } from "../../ui/texts.js";

export function LinkPage() {
  return <Page view="start" title={t("app.nav.link")} />;
}
