// Waiting for a partner: time, estimate, warning before the request is renewed.
import { useEffect, useRef, useState } from "preact/hooks";
import { clock, time } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { Art, Icon } from "../../ui/icons.js";
import { Progress, usePageStart } from "../../ui/layout.js";
import { announce } from "../../ui/toasts.js";
import { NoteLine } from "./start.js";
import { cancel, type Current, type Note } from "./state.js";
import { t } from "./texts.js";

const ANNOUNCE_EVERY_SECONDS = 30;
/** Assumed where there is no estimate yet. */
const UNKNOWN_SECONDS = 30;

interface WaitingProps {
  readonly current: Current;
  readonly note: Note | undefined;
  /** When the request would expire, once that is near. */
  readonly warned: string | undefined;
}

export function Waiting({ current, note, warned }: WaitingProps) {
  const heading = usePageStart("waiting", t("waiting.document"));
  const seconds = useElapsed(current);
  const estimate = "estimated_wait_seconds" in current ? current.estimated_wait_seconds : undefined;
  const announced = useRef(0);
  useEffect(() => {
    if (seconds - announced.current < ANNOUNCE_EVERY_SECONDS) return;
    announced.current = seconds;
    announce(t("waiting.announce", { clock: clock(seconds), estimate: words(estimate) }));
  }, [seconds]);
  const expected = Math.max(estimate === undefined ? UNKNOWN_SECONDS : seconds + estimate, 10);
  return (
    <section class="stage" data-testid="waiting">
      <div class="words">
        {note !== undefined && <NoteLine note={note} />}
        <h1 ref={heading} tabIndex={-1}>
          {t("waiting.title")}
        </h1>
        <div class="figures">
          <div class="figure">
            <span class="small">{t("waiting.elapsed")}</span>
            <span class="big-time" role="timer" aria-live="off" data-testid="waiting-elapsed">
              {clock(seconds)}
            </span>
          </div>
          <div class="figure">
            <span class="small">{t("waiting.estimate")}</span>
            <span class="guess" data-testid="waiting-estimate">
              {words(estimate)}
            </span>
          </div>
        </div>
        {/* Nears the end without ever claiming to be there. */}
        <Progress label={t("waiting.progress")} value={1 - Math.exp((-1.6 * seconds) / expected)} />
        <ol class="steps">
          <li class="done">
            <Icon name="check" />
            {t("waiting.step_asked", { time: time(current.request.created_at) })}
          </li>
          <li class="now">
            <Icon name="search" />
            {t("waiting.step_looking")}
          </li>
          <li>
            <Icon name="heart" />
            {t("waiting.step_room")}
          </li>
        </ol>
        <p class="lead">{t("waiting.keep")}</p>
        {warned !== undefined && (
          <p class="note" role="status" data-testid="expiring">
            {t("waiting.expiring", { time: time(warned) })}
          </p>
        )}
        <Button testid="cancel" onPress={cancel}>
          {t("waiting.cancel")}
        </Button>
      </div>
      <Art state="seeking" />
    </section>
  );
}

/** Seconds waited, by the server's count and this machine's steady clock: no clock's date matters. */
function useElapsed(current: Current): number {
  const base = useRef({ seconds: 0, at: performance.now() });
  const known = "waiting_seconds" in current ? current.waiting_seconds : undefined;
  const [, tick] = useState(0);
  useEffect(() => {
    if (known !== undefined) base.current = { seconds: known, at: performance.now() };
    tick((n) => n + 1);
  }, [current]);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return base.current.seconds + (performance.now() - base.current.at) / 1000;
}

/** An estimate in words. */
function words(seconds: number | undefined): string {
  if (seconds === undefined) return t("waiting.unknown");
  if (seconds < 5) return t("waiting.any_moment");
  if (seconds < 50) return t("waiting.seconds", { n: Math.max(5, Math.round(seconds / 5) * 5) });
  if (seconds < 90) return t("waiting.minute");
  return t("waiting.minutes", { n: Math.round(seconds / 60) });
}
