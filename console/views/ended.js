// The end of a room: why it ended, how it was, and another try.
import { art, h } from "../dom.js";
import { say, t } from "../i18n.js";

const RATINGS = [1, 2, 3, 4, 5];
const TAGS = ["kind", "funny", "good_listener", "interesting", "quiet", "awkward", "rude"];
const REPORT_MAX = 2_000;

function reasonPhrase(reason, mine) {
  if (reason === "left") return mine ? "ended.left_me" : "ended.left";
  if (reason === "blocked" || reason === "inactive") return `ended.${reason}`;
  return "ended.other";
}

function feedbackForm(app, roomId) {
  const trouble = h("p", { class: "trouble", role: "alert" });
  const chosen = h("output", { class: "chosen" });
  const rating = h(
    "div",
    { class: "ratings", role: "radiogroup", label: "feedback.rating" },
    RATINGS.map((n) => {
      const input = h("input", { type: "radio", name: "rating", value: String(n) });
      const number = h("span", { "aria-hidden": "true" });
      number.textContent = String(n);
      return h("label", { class: "rate", testid: `rating-${n}`, tip: `rating.${n}` }, input, number, h("span", { class: "sr", text: `rating.${n}` }));
    }),
  );
  const pick = () => rating.querySelector("input:checked")?.value;
  rating.addEventListener("change", () => {
    say(chosen, `rating.${pick()}`);
    trouble.replaceChildren();
  });
  const tags = h("fieldset", {}, h("legend", { text: "feedback.tags" }), h("div", { class: "chips" }, TAGS.map((tag) => h("label", { class: "chip", testid: `tag-${tag}` }, h("input", { type: "checkbox", value: tag }), h("span", { text: `tag.${tag}` })))));
  const reason = h("textarea", { id: "reason", rows: "3", maxlength: String(REPORT_MAX), testid: "report-reason", "aria-describedby": "reason-hint" });
  const report = h(
    "details",
    { class: "report", testid: "report" },
    h("summary", { text: "feedback.report" }),
    h("div", { class: "body" }, h("label", { for: "reason", text: "feedback.reason" }), reason, h("p", { id: "reason-hint", class: "small", text: "feedback.reason_hint" })),
  );
  const send = h("button", { type: "submit", class: "primary", testid: "feedback-send", text: "feedback.send" });

  async function submit(event) {
    event.preventDefault();
    if (!pick()) {
      say(trouble, "feedback.need_rating");
      rating.querySelector("input").focus();
      return;
    }
    const feedback = { rating: Number(pick()) };
    const chosenTags = Array.from(tags.querySelectorAll("input:checked"), (input) => input.value);
    if (chosenTags.length > 0) feedback.tags = chosenTags;
    if (reason.value.trim() !== "") feedback.report = { reason: reason.value.trim() };
    send.disabled = true;
    try {
      await app.api.feedback(roomId, feedback);
    } catch (problem) {
      send.disabled = false;
      app.fail(problem);
      return;
    }
    app.forgetEnded();
    const thanks = h("p", { class: "note thanks", role: "status", tabindex: "-1", testid: "feedback-thanks", text: "feedback.thanks" });
    form.replaceWith(thanks);
    thanks.focus({ preventScroll: true });
  }

  const form = h("form", { class: "feedback", novalidate: true, on: { submit } }, h("h2", { text: "feedback.title" }), h("div", { class: "rating-line" }, rating, chosen), trouble, tags, report, send);
  return form;
}

export function endedView(app, { room_id: roomId, partner, reason, mine }) {
  function again() {
    app.forgetEnded();
    app.show("start");
  }
  const element = h(
    "section",
    { class: "stage", testid: "ended" },
    h(
      "div",
      { class: "words" },
      h("h1", { tabindex: "-1", text: "ended.title" }),
      h("p", { class: "lead", testid: "end-reason", "data-reason": reason ?? "unknown", text: [reasonPhrase(reason, mine), { name: partner ?? "" }] }),
      feedbackForm(app, roomId),
      h("button", { type: "button", class: "quiet again", testid: "find-again", text: "ended.again", on: { click: again } }),
    ),
    art("parted"),
  );
  return { element, title: () => t("ended.document") };
}
