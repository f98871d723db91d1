// The state of the points, in a word.
import type { Schemas } from "@heartlink/client";
import { Badge } from "../../../ui/layout.js";
import { t } from "../phrases/overview.js";

const TONES = { healthy: "good", degraded: "warn", critical: "bad" } as const;

export function HealthBadge({ status }: { status: Schemas["HealthStatus"] }) {
  return (
    <Badge tone={TONES[status]} testid="health">
      {t(status)}
    </Badge>
  );
}
