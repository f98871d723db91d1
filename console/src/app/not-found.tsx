// In place of a page that does not exist.
import { Page } from "../ui/layout.js";
import { t } from "../ui/texts.js";
import { href } from "./router.js";

export function NotFound() {
  return (
    <Page view="not-found" title={t("app.not_found")} lead={t("app.not_found_lead")}>
      <p>
        <a href={href()}>{t("app.home")}</a>
      </p>
    </Page>
  );
}
