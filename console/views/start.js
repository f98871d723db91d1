// Asking for a heart link.
import { art, h } from "../dom.js";
import { say } from "../i18n.js";
import { createPreferences } from "./preferences.js";

export function startView(app, { notice }) {
  const preferences = createPreferences();
  const find = h("button", { type: "button", class: "primary big", testid: "find", text: "start.find" });
  let here = true;

  async function ask() {
    find.disabled = true;
    say(find, "start.finding");
    try {
      const answer = await app.api.ask(preferences.wish());
      if (here) app.place(answer);
    } catch (problem) {
      app.fail(problem);
    }
    if (!here) return;
    find.disabled = false;
    say(find, "start.find");
  }
  find.addEventListener("click", ask);

  const element = h(
    "section",
    { class: "stage" },
    h(
      "div",
      { class: "words" },
      notice ? h("p", { class: "note", role: "status", testid: "note", text: notice }) : null,
      h("h1", { tabindex: "-1", text: "start.title" }),
      h("p", { class: "lead", text: "start.lead" }),
      find,
      preferences.element,
    ),
    art("apart"),
  );
  return {
    element,
    destroy() {
      here = false;
    },
  };
}
