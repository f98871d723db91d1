// The bar above every view: name, connection, person, language.
import { art, avatar, h } from "./dom.js";
import { language, onLanguage, say, setLanguage } from "./i18n.js";

/** Fills the bar; the answer is how to keep it up to date. */
export function createTop(header, signOut) {
  const words = h("span", { class: "sr" });
  const connection = h("span", { class: "connection", role: "status", testid: "connection", hidden: true }, h("i", { "aria-hidden": "true" }), words);
  const person = h("span", { class: "person", testid: "me" });
  const out = h("button", { type: "button", class: "link", text: "app.sign_out", testid: "sign-out", hidden: true, on: { click: signOut } });
  const buttons = [
    ["zh", "中文", "中文"],
    ["en", "EN", "English"],
  ].map(([lang, name, full]) => {
    const button = h("button", { type: "button", lang, "aria-label": full, testid: `lang-${lang}`, on: { click: () => setLanguage(lang) } });
    button.textContent = name;
    return button;
  });
  const mark = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.lang === language())));
  onLanguage(mark);
  mark();
  header.append(
    h("div", { class: "brand" }, art("joined", "small"), h("span", { text: "app.name" })),
    h("div", { class: "who" }, connection, person, out),
    h("div", { class: "languages", role: "group", label: "app.language" }, buttons),
  );
  return {
    connection(state) {
      connection.hidden = false;
      connection.dataset.state = state;
      words.className = state === "open" ? "sr" : "";
      say(words, `connection.${state}`);
      connection.title = words.textContent;
    },
    person(name) {
      out.hidden = name === null;
      connection.hidden = name === null;
      person.replaceChildren();
      if (name === null) return;
      const label = h("span", { class: "name" });
      label.textContent = name;
      person.append(h("span", { class: "sr", text: ["app.you", { name }] }), avatar(name), label);
      label.setAttribute("aria-hidden", "true");
    },
  };
}
