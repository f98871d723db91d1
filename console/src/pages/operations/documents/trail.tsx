// The trail of a document: who edited what, when and why; and the way back to an earlier version.
import { me } from "../../../app/account.js";
import { dateTime, number } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { Badge, Card } from "../../../ui/layout.js";
import { AsyncList, useList } from "../../../ui/load.js";
import { t } from "../phrases/rules.js";
import { Differences } from "./differences.js";
import type { Kind, Stored } from "./kind.js";

interface TrailProps<T, D> {
  readonly kind: Kind<T, D>;
  readonly stored: Stored<T>;
  /** The user wants to restore this version. */
  readonly onTake: (content: T) => void;
}

export function Trail<T, D>({ kind, stored, onTake }: TrailProps<T, D>) {
  const { client } = me();
  const revisions = useList(
    (signal) => kind.history(client, stored.name, { signal }),
    [kind.id, stored.name, stored.version],
    ({ version }) => version,
  );
  return (
    <Card title={t("trail")} testid="trail">
      <AsyncList of={revisions}>
        {(items) =>
          items.length === 0 ? (
            <p class="small">{t("trail.none")}</p>
          ) : (
            <ol class="trail">
              {items.map(({ version, at, operator, reason, before, after }) => (
                <li key={version} data-testid="revision">
                  <div class="row">
                    <strong>{t("trail.version", { version: number(version) })}</strong>
                    {!before && <Badge tone="good">{t("trail.made")}</Badge>}
                    {!after && <Badge tone="bad">{t("trail.deleted")}</Badge>}
                    <span class="small">{t("edited.by", { time: dateTime(at), user: operator })}</span>
                  </div>
                  {reason && <p>{reason}</p>}
                  {before && after && (
                    <Differences
                      label={t("trail.version", { version: number(version) })}
                      left={{ label: t("before"), content: before }}
                      right={{ label: t("after"), content: after }}
                      same={t("unchanged")}
                    />
                  )}
                  {after && version !== stored.version && (
                    <Button kind="link" onPress={() => onTake(after as T)}>
                      {t("trail.take")}
                    </Button>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </AsyncList>
    </Card>
  );
}
