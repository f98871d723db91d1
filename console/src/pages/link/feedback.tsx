// Saying how it was: a rating, what fits, and a report where something was wrong.
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/form.js";
import { toastProblem } from "../../ui/toasts.js";
import { t } from "./texts.js";

const RATINGS = [1, 2, 3, 4, 5] as const;
const TAGS = ["kind", "funny", "good_listener", "interesting", "quiet", "awkward", "rude"] as const;
const REPORT_MAX = 2_000;

/** `onSent` hears the rating once the server has it. */
export function FeedbackForm({ roomId, onSent }: { roomId: string; onSent: (rating: number) => void }) {
  const [rating, setRating] = useState<number>();
  const [tags, setTags] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event) {
    event.preventDefault();
    setMissing(rating === undefined);
    if (rating === undefined) return;
    setBusy(true);
    try {
      await me().client.rooms.feedback(roomId, {
        rating,
        ...(tags.length > 0 ? { tags: [...tags] } : {}),
        ...(reason.trim() === "" ? {} : { report: { reason: reason.trim() } }),
      });
      onSent(rating);
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class="feedback" noValidate onSubmit={(event) => void submit(event)}>
      <div class="rating-line">
        <div class="ratings" role="radiogroup" aria-label={t("feedback.rating")}>
          {RATINGS.map((n) => (
            <label key={n} class="rate" title={t(`rating.${n}`)} data-testid={`rating-${n}`}>
              <input
                type="radio"
                name={`rating-${roomId}`}
                checked={rating === n}
                onChange={() => {
                  setRating(n);
                  setMissing(false);
                }}
              />
              <span aria-hidden="true">{n}</span>
              <span class="sr">{t(`rating.${n}`)}</span>
            </label>
          ))}
        </div>
        <output class="small">{rating !== undefined && t(`rating.${rating as 1 | 2 | 3 | 4 | 5}`)}</output>
      </div>
      {missing && (
        <p class="trouble" role="alert">
          {t("feedback.need_rating")}
        </p>
      )}
      <fieldset>
        <legend>{t("feedback.tags")}</legend>
        <div class="chips">
          {TAGS.map((tag) => (
            <label key={tag} class="chip" data-testid={`tag-${tag}`}>
              <input
                type="checkbox"
                checked={tags.includes(tag)}
                onChange={() => setTags(tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag])}
              />
              <span>{t(`tag.${tag}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <details class="report" data-testid="report">
        <summary>{t("feedback.report")}</summary>
        <Field label={t("feedback.reason")} hint={t("feedback.reason_hint")}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              maxLength={REPORT_MAX}
              value={reason}
              data-testid="report-reason"
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
      </details>
      <p>
        <Button kind="primary" submit busy={busy} testid="feedback-send">
          {t("feedback.send")}
        </Button>
      </p>
    </form>
  );
}
