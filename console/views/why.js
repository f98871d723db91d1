// "Why were we matched?": the parts of the score, as they were.
import { h } from "../dom.js";
import { has, say } from "../i18n.js";

const ORDER = ["base", "active", "activities", "matches", "waiting", "interests", "language", "distance", "rematch", "random"];

/** A disclosure that `set(score)` fills. */
export function createWhy() {
  const content = h("div", { class: "body" });
  const element = h("details", { class: "why", testid: "why" }, h("summary", { text: "room.why" }), content);

  function part(name, points, widest) {
    const label = h("span", {});
    if (has(`score.${name}`)) say(label, `score.${name}`);
    else label.textContent = name;
    const value = h("b", {});
    value.textContent = points > 0 ? `+${points}` : `−${Math.abs(points)}`;
    const bar = h("i", { "aria-hidden": "true", "data-sign": points < 0 ? "minus" : "plus" });
    bar.style.setProperty("--share", String(Math.abs(points) / widest));
    return h("li", { "data-part": name }, label, value, bar);
  }

  function set(score) {
    if (!score?.parts) {
      content.replaceChildren(h("p", { class: "small", text: "room.why_none" }));
      return;
    }
    const parts = Object.entries(score.parts)
      .filter(([, points]) => Number.isInteger(points) && points !== 0)
      .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
    const widest = Math.max(1, ...parts.map(([, points]) => Math.abs(points)));
    const total = h("b", { testid: "score-total" });
    total.textContent = String(score.total);
    content.replaceChildren(
      h("ul", { class: "parts" }, parts.map(([name, points]) => part(name, points, widest))),
      h("p", { class: "total" }, h("span", { text: "room.total" }), total),
    );
  }

  set(null);
  return { element, set };
}
