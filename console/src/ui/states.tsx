// Loading and empty states.
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons.js";
import { t } from "./texts.js";

/** While something is on its way. Appears only if that takes long. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="sr">{t("ui.loading")}</span>
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} aria-hidden="true" />
      ))}
    </div>
  );
}

/** Where there is nothing, and what would bring something. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty" data-testid="empty">
      <Icon name={icon} />
      <h3>{title}</h3>
      {children}
    </div>
  );
}
