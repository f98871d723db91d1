// Asking for a heart link.
import { Button } from "../../ui/button.js";
import { Art } from "../../ui/icons.js";
import { usePageStart } from "../../ui/layout.js";
import { PreferencesForm, usePreferences } from "./preferences.js";
import { ask, type Note } from "./state.js";
import { t } from "./texts.js";

export function Start({ note }: { note: Note | undefined }) {
  const heading = usePageStart("start", t("start.find"));
  const preferences = usePreferences();
  return (
    <section class="stage">
      <div class="words">
        {note !== undefined && <NoteLine note={note} />}
        <h1 ref={heading} tabIndex={-1}>
          {t("start.title")}
        </h1>
        <p class="lead">{t("start.lead")}</p>
        <p>
          <Button kind="primary" big testid="find" onPress={() => ask(preferences.matchPreferences())}>
            {t("start.find")}
          </Button>
        </p>
        <PreferencesForm of={preferences} />
      </div>
      <Art state="apart" />
    </section>
  );
}

/** Says why the page changed by itself. */
export function NoteLine({ note }: { note: Note }) {
  return (
    <p class="note" role="status" data-testid="note" data-note={note}>
      {t(note === "back" ? "waiting.back" : `start.${note}`)}
    </p>
  );
}
