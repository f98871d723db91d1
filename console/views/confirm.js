// A question that has to be answered before something is ended for good.
import { h } from "../dom.js";

/** Asks; the answer is whether the person said yes. Escape is no. */
export function confirm({ title, body, yes, params, testid }) {
  return new Promise((resolve) => {
    const stay = h("button", { type: "button", class: "quiet", text: "dialog.stay", testid: "stay" });
    const go = h("button", { type: "button", class: "primary", text: yes, testid });
    const dialog = h(
      "dialog",
      { "aria-labelledby": "confirm-title", "aria-describedby": "confirm-body" },
      h("h2", { id: "confirm-title", text: [title, params] }),
      h("p", { id: "confirm-body", text: [body, params] }),
      h("div", { class: "row end" }, stay, go),
    );
    let answer = false;
    stay.addEventListener("click", () => dialog.close());
    go.addEventListener("click", () => {
      answer = true;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    stay.focus();
  });
}
