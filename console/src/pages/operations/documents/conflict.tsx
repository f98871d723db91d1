// An edit conflict: the other version beside one's own, and the choice.
import { number } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { Card } from "../../../ui/layout.js";
import { Skeleton } from "../../../ui/states.js";
import { t } from "../phrases/rules.js";
import { Differences } from "./differences.js";
import type { Stored } from "./kind.js";
import type { Conflict } from "./use-editing.js";

interface ConflictProps<T> {
  readonly conflict: Conflict<T>;
  /** The draft, as far as it can be read. */
  readonly mine: T | null;
  readonly onMine: () => unknown;
  readonly onTheirs: (theirs: Stored<T> | null) => void;
}

export function ConflictNote<T>({ conflict: { seen, now }, mine, onMine, onTheirs }: ConflictProps<T>) {
  return (
    <div role="alert">
      <Card title={t("conflict")} tone="warm" testid="conflict">
        {now === undefined ? (
          <>
            <p>{t("conflict.waiting")}</p>
            <Skeleton />
          </>
        ) : (
          <>
            <p>{now === null ? t("conflict.gone") : lead(seen, now)}</p>
            {now !== null && (
              <Differences
                label={t("conflict")}
                left={{ label: t("theirs"), content: now.content }}
                right={{ label: t("yours"), content: mine }}
                same={t("conflict.same")}
              />
            )}
            <div class="row">
              <Button kind="primary" onPress={onMine} testid="conflict-mine">
                {t("conflict.mine")}
              </Button>
              <Button onPress={() => onTheirs(now)} testid="conflict-theirs">
                {t("conflict.theirs")}
              </Button>
            </div>
          </>
        )}
      </Card>
    </div>
  );
}

function lead<T>(seen: number, now: Stored<T>): string {
  return t("conflict.lead", { seen: number(seen), now: number(now.version), user: now.updatedBy ?? "–" });
}
