// A proposed match that both people have to accept in time.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../ui/button.js";
import { Art } from "../../ui/icons.js";
import { usePageStart } from "../../ui/layout.js";
import { accept, type Current, decline, sync } from "./state.js";
import { t } from "./texts.js";

const TICK_MS = 250;

export function Proposal({ current }: { current: Current }) {
  const heading = usePageStart("proposal", t("proposal.document"));
  const { left, share } = useLease(current);
  const accepted = current.proposal?.accepted === true;
  useEffect(() => {
    if (left === 0) void sync();
  }, [left]);
  return (
    <section class="stage" data-testid="proposal">
      <div class="words">
        <h1 ref={heading} tabIndex={-1}>
          {t("proposal.title")}
        </h1>
        <p class="lead" role="status">
          {t(accepted ? "proposal.accepted" : "proposal.lead")}
        </p>
        <progress class="thread" max={1} value={share} aria-hidden="true" />
        <p class="countdown" role="timer" aria-live="off" data-testid="countdown">
          {t("proposal.left", { n: Math.ceil(left / 1000) })}
        </p>
        {!accepted && (
          <div class="row">
            <Button kind="primary" big testid="accept" onPress={accept} disabled={left === 0}>
              {t("proposal.accept")}
            </Button>
            <Button testid="decline" onPress={decline} disabled={left === 0}>
              {t("proposal.decline")}
            </Button>
          </div>
        )}
      </div>
      <Art state="near" />
    </section>
  );
}

/** What is left of the lease, in milliseconds and as a share of what was left at first. */
function useLease(current: Current): { left: number; share: number } {
  const anchor = useRef({ lease: 0, at: performance.now(), longest: 1 });
  const [, tick] = useState(0);
  useEffect(() => {
    if (!current.proposal) return;
    const lease = Date.parse(current.proposal.lease_until) - serverNow(current);
    anchor.current = { lease, at: performance.now(), longest: Math.max(anchor.current.longest, lease) };
    tick((n) => n + 1);
  }, [current]);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const { lease, at, longest } = anchor.current;
  // Before the first anchor nothing is over yet.
  const left = longest === 1 ? 1 : Math.max(0, lease - (performance.now() - at));
  return { left, share: left / longest };
}

/** The server's time when it answered, so that a wrong clock here does not matter. */
function serverNow(current: Current): number {
  if (!("waiting_seconds" in current)) return Date.now();
  return Date.parse(current.request.created_at) + current.waiting_seconds * 1000;
}
