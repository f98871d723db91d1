// Signing in with a pasted token.
import { art, h } from "../dom.js";
import { say } from "../i18n.js";
import { claims } from "../session.js";

export function signInView(app, { notice }) {
  const input = h("input", { id: "token", testid: "token-input", type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "token-notice" });
  const trouble = h("p", { id: "token-notice", class: "trouble", role: "alert" });
  if (notice) say(trouble, notice);

  function submit(event) {
    event.preventDefault();
    const token = input.value.trim();
    if (claims(token) === null) {
      say(trouble, "signin.bad");
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    app.signIn(token);
  }

  const element = h(
    "section",
    { class: "stage", testid: "sign-in" },
    h(
      "div",
      { class: "words" },
      h("h1", { tabindex: "-1", text: "signin.title" }),
      h("p", { class: "lead", text: "signin.lead" }),
      h(
        "form",
        { class: "field", novalidate: true, on: { submit } },
        h("label", { for: "token", text: "signin.token" }),
        h("div", { class: "row" }, input, h("button", { type: "submit", class: "primary", text: "signin.enter" })),
        trouble,
      ),
    ),
    art("apart"),
  );
  return { element, focus: input };
}
