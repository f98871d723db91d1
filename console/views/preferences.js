// What a person would like in a partner. Optional; remembered in this browser,
// except the position, which is asked for each time and never kept.
import { h, icon } from "../dom.js";
import { language, say } from "../i18n.js";

const KEY = "heartlink.preferences";
const INTERESTS = ["music", "films", "books", "travel", "food", "sport", "games", "art", "nature", "technology", "pets", "photography"];
const LANGUAGES = [
  ["zh", "中文"],
  ["en", "English"],
  ["ja", "日本語"],
  ["ko", "한국어"],
  ["es", "Español"],
  ["fr", "Français"],
  ["de", "Deutsch"],
];
const DISTANCES_KM = [5, 10, 25, 50, 100, 300];
const OWN_MAX = 8;
const OWN_LENGTH = 32;
const RELAX_SECONDS = 60;
const LOCATE_MS = 10_000;

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function save(preferences) {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Not remembered; still used now.
  }
}

function strings(value, most) {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string").slice(0, most) : [];
}

/** A check box that looks like a pill. */
function chip(name, checked, label) {
  const box = h("input", { type: "checkbox", value: name, checked });
  return h("label", { class: "chip" }, box, label);
}

function plain(text, props = {}) {
  const span = h("span", props);
  span.textContent = text;
  return span;
}

function position() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      // Two decimals are about a kilometre: near enough to pair, too coarse to find a door.
      ({ coords }) => resolve({ lat: Number(coords.latitude.toFixed(2)), lon: Number(coords.longitude.toFixed(2)) }),
      () => resolve(null),
      { timeout: LOCATE_MS, maximumAge: 600_000 },
    );
  });
}

/** The collapsed form, and `wish()`, which answers the body to ask with. */
export function createPreferences() {
  const saved = load();
  const interests = h("div", { class: "chips" });
  const chosen = new Set(strings(saved.interests, INTERESTS.length + OWN_MAX));
  for (const name of INTERESTS) interests.append(chip(name, chosen.has(name), h("span", { text: `interest.${name}` })));

  function own(name) {
    const element = chip(name, true, plain(name));
    const remove = () => {
      element.remove();
      extra.focus();
    };
    element.classList.add("own");
    element.append(h("button", { type: "button", class: "ghost", label: ["prefs.remove", { name }], on: { click: remove } }, icon("close")));
    interests.append(element);
  }

  const extra = h("input", { id: "extra", type: "text", maxlength: String(OWN_LENGTH), hint: "prefs.add", label: "prefs.add" });
  function add() {
    const name = extra.value.trim().toLowerCase();
    const all = Array.from(interests.querySelectorAll("input"), (box) => box.value);
    if (name === "" || all.includes(name) || all.length >= INTERESTS.length + OWN_MAX) return;
    own(name);
    extra.value = "";
    remember();
  }
  extra.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  });
  for (const name of chosen) if (!INTERESTS.includes(name)) own(name);

  const spoken = new Set(strings(saved.languages, LANGUAGES.length));
  const languages = h("div", { class: "chips" }, LANGUAGES.map(([tag, name]) => chip(tag, spoken.has(tag), plain(name, { lang: tag }))));
  const same = h("input", { type: "checkbox", checked: saved.same === true });
  const near = h("input", { type: "checkbox" });
  const relax = h("input", { type: "checkbox", checked: saved.relax !== false });
  const distance = h("select", { id: "distance" }, DISTANCES_KM.map((km) => h("option", { value: String(km), text: ["prefs.km", { km }] })));
  distance.value = String(DISTANCES_KM.includes(saved.distance) ? saved.distance : 50);
  const where = h("div", { class: "near", hidden: true });
  const nearNote = h("p", { class: "small", text: "prefs.near_hint" });
  where.append(h("label", { class: "inline" }, h("span", { text: "prefs.distance" }), distance), nearNote);

  let place = null;
  async function locate() {
    where.hidden = !near.checked;
    if (!near.checked) return;
    place = await position();
    if (place) return;
    near.checked = false;
    say(nearNote, "prefs.near_failed");
  }
  near.addEventListener("change", locate);

  const ticked = (box) => Array.from(box.querySelectorAll("input:checked"), (input) => input.value);
  function remember() {
    save({ interests: ticked(interests), languages: ticked(languages), same: same.checked, relax: relax.checked, distance: Number(distance.value) });
    count();
  }

  const number = h("span", { class: "count" });
  function count() {
    const n = ticked(interests).length + ticked(languages).length + (same.checked ? 1 : 0) + (near.checked ? 1 : 0);
    if (n === 0) say(number, "prefs.optional");
    else say(number, "prefs.count", { n });
  }

  const toggle = (box, phrase) => h("label", { class: "toggle" }, box, h("span", { text: phrase }));
  const group = (phrase, ...content) => h("fieldset", {}, h("legend", { text: phrase }), content);
  const element = h(
    "details",
    { class: "preferences", testid: "preferences" },
    h("summary", {}, h("span", { text: "prefs.title" }), number),
    h(
      "div",
      { class: "body" },
      group("prefs.interests", interests, h("div", { class: "row slim" }, extra, h("button", { type: "button", class: "quiet", text: "prefs.add_button", on: { click: add } }))),
      group("prefs.languages", languages),
      toggle(same, "prefs.same_language"),
      navigator.geolocation ? toggle(near, "prefs.near") : null,
      where,
      toggle(relax, "prefs.relax"),
    ),
  );
  element.addEventListener("change", remember);
  count();

  return {
    element,
    /** Only what was chosen: nothing chosen is an empty body. */
    wish() {
      const wish = {};
      const filters = {};
      const liked = ticked(interests);
      const speaks = ticked(languages);
      if (liked.length > 0) wish.interests = liked;
      if (speaks.length > 0) wish.languages = speaks;
      if (same.checked) {
        // Asking for a shared language without naming one means the page's own.
        wish.languages ??= [language()];
        filters.languages = wish.languages;
      }
      if (near.checked && place) {
        wish.location = place;
        filters.max_distance_km = Number(distance.value);
      }
      if (Object.keys(filters).length > 0) {
        if (relax.checked) filters.relax_after_seconds = RELAX_SECONDS;
        wish.filters = filters;
      }
      return wish;
    },
  };
}
