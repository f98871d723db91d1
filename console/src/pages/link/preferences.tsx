// What a person would like in a partner. Optional; remembered in this browser,
// except the position, which is asked for each time and never kept.
import { useRef, useState } from "preact/hooks";
import { browserStorage } from "../../app/storage.js";
import { language } from "../../i18n/i18n.js";
import { Button } from "../../ui/button.js";
import { CheckField, SelectField } from "../../ui/form.js";
import { Icon } from "../../ui/icons.js";
import type { MatchPreferences } from "./state.js";
import { t } from "./texts.js";

const KEY = "preferences";
const INTERESTS = [
  "music",
  "films",
  "books",
  "travel",
  "food",
  "sport",
  "games",
  "art",
  "nature",
  "technology",
  "pets",
  "photography",
] as const;
const LANGUAGES = [
  ["zh", "中文"],
  ["en", "English"],
  ["ja", "日本語"],
  ["ko", "한국어"],
  ["es", "Español"],
  ["fr", "Français"],
  ["de", "Deutsch"],
] as const;
const DISTANCES_KM = [5, 10, 25, 50, 100, 300] as const;
const OWN_MAX = 8;
const OWN_LENGTH = 32;
const RELAX_SECONDS = 60;
const LOCATE_MS = 10_000;

interface Preferences {
  readonly interests: readonly string[];
  readonly languages: readonly string[];
  /** Only someone who shares a language. */
  readonly same: boolean;
  /** Relax the filters after a while. */
  readonly relax: boolean;
  readonly distance: number;
}

type Location = NonNullable<NonNullable<MatchPreferences>["location"]>;

/** The preferences, how they are changed, and the body of the match request. */
export interface PreferencesState {
  readonly preferences: Preferences;
  readonly change: (part: Partial<Preferences>) => void;
  readonly location: Location | null;
  readonly setLocation: (location: Location | null) => void;
  readonly matchPreferences: () => MatchPreferences;
}

export function usePreferences(): PreferencesState {
  const [preferences, setPreferences] = useState(load);
  const [location, setLocation] = useState<Location | null>(null);
  const change = (part: Partial<Preferences>) => {
    const next = { ...preferences, ...part };
    setPreferences(next);
    browserStorage.set(KEY, next);
  };
  return {
    preferences,
    change,
    location,
    setLocation,
    matchPreferences: () => matchPreferences(preferences, location),
  };
}

/** Only what was chosen: nothing chosen is an empty body. */
function matchPreferences(
  { interests, languages, same, relax, distance }: Preferences,
  location: Location | null,
): MatchPreferences {
  // Asking for a shared language without naming one means the page's own.
  const spoken = same && languages.length === 0 ? [language.value] : languages;
  const filters = {
    ...(same ? { languages: [...spoken] } : {}),
    ...(location === null ? {} : { max_distance_km: distance }),
  };
  const strict = Object.keys(filters).length > 0;
  return {
    ...(interests.length > 0 ? { interests: [...interests] } : {}),
    ...(spoken.length > 0 ? { languages: [...spoken] } : {}),
    ...(location === null ? {} : { location }),
    ...(strict ? { filters: { ...filters, ...(relax ? { relax_after_seconds: RELAX_SECONDS } : {}) } } : {}),
  };
}

export function PreferencesForm({ of }: { of: PreferencesState }) {
  const { preferences, change, location } = of;
  const chosen =
    preferences.interests.length + preferences.languages.length + (preferences.same ? 1 : 0) + (location ? 1 : 0);
  return (
    <details class="preferences" data-testid="preferences">
      <summary>
        {t("prefs.title")}
        <span class="small">{chosen === 0 ? t("prefs.optional") : t("prefs.count", { n: chosen })}</span>
      </summary>
      <div class="body">
        <fieldset>
          <legend>{t("prefs.interests")}</legend>
          <Interests chosen={preferences.interests} onChange={(interests) => change({ interests })} />
        </fieldset>
        <fieldset>
          <legend>{t("prefs.languages")}</legend>
          <div class="chips">
            {LANGUAGES.map(([tag, name]) => (
              <label key={tag} class="chip">
                <input
                  type="checkbox"
                  checked={preferences.languages.includes(tag)}
                  onChange={() => change({ languages: toggled(preferences.languages, tag) })}
                />
                <span lang={tag}>{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <CheckField label={t("prefs.same_language")} checked={preferences.same} onValue={(same) => change({ same })} />
        {"geolocation" in navigator && <Near of={of} />}
        <CheckField label={t("prefs.relax")} checked={preferences.relax} onValue={(relax) => change({ relax })} />
      </div>
    </details>
  );
}

function Interests({ chosen, onChange }: { chosen: readonly string[]; onChange: (next: readonly string[]) => void }) {
  const [extra, setExtra] = useState("");
  const own = chosen.filter((name) => !(INTERESTS as readonly string[]).includes(name));
  const add = () => {
    const name = extra.trim().toLowerCase();
    if (name === "" || chosen.includes(name) || own.length >= OWN_MAX) return;
    onChange([...chosen, name]);
    setExtra("");
  };
  return (
    <>
      <div class="chips">
        {INTERESTS.map((name) => (
          <label key={name} class="chip">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => onChange(toggled(chosen, name))} />
            <span>{t(`interest.${name}`)}</span>
          </label>
        ))}
        {own.map((name) => (
          <span key={name} class="chip own">
            {name}
            <button
              type="button"
              class="button ghost round"
              aria-label={t("prefs.remove", { name })}
              onClick={() => onChange(chosen.filter((one) => one !== name))}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
      </div>
      <div class="extra">
        <input
          type="text"
          maxLength={OWN_LENGTH}
          value={extra}
          placeholder={t("prefs.add")}
          aria-label={t("prefs.add")}
          onInput={(event) => setExtra(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
        <Button onPress={add}>{t("prefs.add_button")}</Button>
      </div>
    </>
  );
}

function Near({ of }: { of: PreferencesState }) {
  const [wanted, setWanted] = useState(false);
  const [failed, setFailed] = useState(false);
  const asked = useRef(0);
  const want = async (checked: boolean) => {
    asked.current += 1;
    const round = asked.current;
    setWanted(checked);
    setFailed(false);
    const found = checked ? await position() : null;
    // It was switched off, or on again, while the browser looked for the position.
    if (round !== asked.current) return;
    of.setLocation(found);
    if (!checked || found !== null) return;
    setWanted(false);
    setFailed(true);
  };
  return (
    <div class="near">
      <CheckField label={t("prefs.near")} checked={wanted} onValue={(checked) => void want(checked)} />
      {failed && (
        <p class="small" role="status">
          {t("prefs.near_failed")}
        </p>
      )}
      {wanted && (
        <SelectField
          label={t("prefs.distance")}
          hint={t("prefs.near_hint")}
          value={String(of.preferences.distance)}
          options={DISTANCES_KM.map((km) => ({ value: String(km), label: t("prefs.km", { km }) }))}
          onValue={(km) => of.change({ distance: Number(km) })}
        />
      )}
    </div>
  );
}

function position(): Promise<Location | null> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      // Two decimals are about a kilometre: near enough to pair, too coarse to find a door.
      ({ coords }) => resolve({ lat: Number(coords.latitude.toFixed(2)), lon: Number(coords.longitude.toFixed(2)) }),
      () => resolve(null),
      { timeout: LOCATE_MS, maximumAge: 600_000 },
    );
  });
}

function toggled(chosen: readonly string[], name: string): readonly string[] {
  return chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
}

function load(): Preferences {
  const saved = browserStorage.get(KEY);
  const { interests, languages, same, relax, distance } = (saved ?? {}) as Record<string, unknown>;
  return {
    interests: strings(interests, INTERESTS.length + OWN_MAX),
    languages: strings(languages, LANGUAGES.length),
    same: same === true,
    relax: relax !== false,
    distance: DISTANCES_KM.find((km) => km === distance) ?? 50,
  };
}

function strings(value: unknown, most: number): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === "string").slice(0, most);
}
