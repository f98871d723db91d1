// What stands in place of what could not be loaded or done.
import { isHeartlinkError } from "@heartlink/client";
import { Button } from "./button.js";
import { Icon } from "./icons.js";
import { problemCode, problemText } from "./problem.js";
import { t } from "./texts.js";

export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const requestId = isHeartlinkError(error) ? error.requestId : undefined;
  return (
    <div class="problem" role="alert" data-testid="problem" data-code={problemCode(error)}>
      <Icon name="warning" />
      <div>
        <p>{problemText(error)}</p>
        {requestId && <p class="small mono">{t("ui.request", { id: requestId })}</p>}
      </div>
      {onRetry && (
        <Button icon="refresh" onPress={onRetry}>
          {t("ui.again")}
        </Button>
      )}
    </div>
  );
}
