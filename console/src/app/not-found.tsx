// In place of a page that does not exist.
import { Page } from "../ui/layout.js";
import { t } from "../ui/texts.js";
import { href } from "./router.js";

export function Lost() {
  return (
    <Page view="lost" title={t("app.lost")} lead={t("app.lost_lead")}>
      <p>
        <a href={href()}>{t("app.home")}</a>
      </p>
    </Page>
  );
}
