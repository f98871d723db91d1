// The end of a room: why it ended, how it was, and another try.
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { Button } from "../../ui/button.js";
import { Art } from "../../ui/icons.js";
import { Card, usePageStart } from "../../ui/layout.js";
import { toast } from "../../ui/toasts.js";
import { FeedbackForm } from "./feedback.js";
import { startOver, type Ended, forgetEnded } from "./state.js";
import { t } from "./texts.js";

export function EndedPage({ ended }: { ended: Ended }) {
  const heading = usePageStart("ended", t("ended.document"));
  const [said, setSaid] = useState(false);
  return (
    <section class="stage" data-testid="ended">
      <div class="words">
        <h1 ref={heading} tabIndex={-1}>
          {t("ended.title")}
        </h1>
        <div class="lead row">
          <p data-testid="end-reason" data-reason={ended.reason ?? "unknown"}>
            {reason(ended)}
          </p>
          {ended.reason === "blocked" && ended.mine && <Unblock user={ended.partner} />}
        </div>
        {said ? (
          <p class="note" role="status" data-testid="feedback-thanks">
            {t("feedback.thanks")}
          </p>
        ) : (
          <Card title={t("feedback.title")}>
            <FeedbackForm
              roomId={ended.roomId}
              onSent={() => {
                forgetEnded();
                setSaid(true);
              }}
            />
          </Card>
        )}
        <p>
          <Button kind={said ? "primary" : "quiet"} big={said} testid="find-again" onPress={startOver}>
            {t("ended.again")}
          </Button>
        </p>
      </div>
      <Art state="parted" />
    </section>
  );
}

function reason({ reason, mine, partner: name }: Ended): string {
  if (reason === "left") return mine ? t("ended.left_me") : t("ended.left", { name });
  if (reason === "blocked") return t("ended.blocked", { name });
  return reason === "inactive" ? t("ended.inactive") : t("ended.other");
}

function Unblock({ user }: { user: string }) {
  const [done, setDone] = useState(false);
  if (done) return null;
  const undo = async () => {
    await me().client.matching.unblock(user);
    setDone(true);
    toast("done", t("ended.unblocked"));
  };
  return (
    <Button kind="link" testid="unblock" onPress={undo}>
      {t("ended.unblock")}
    </Button>
  );
}
