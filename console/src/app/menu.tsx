// The person's own menu: language, appearance, leaving.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Language, language, setLanguage } from "../i18n/i18n.js";
import { Button } from "../ui/button.js";
import { Segments } from "../ui/form.js";
import { Avatar, Icon } from "../ui/icons.js";
import { setTheme, theme, THEMES } from "../ui/theme.js";
import { t } from "../ui/texts.js";
import { toastProblem } from "../ui/toasts.js";
import { account, signOut } from "./account.js";

const LANGUAGE_NAMES: readonly { value: Language; label: string; lang: string }[] = [
  { value: "en", label: "English", lang: "en" },
  { value: "zh", label: "中文", lang: "zh-CN" },
];

export function Menu() {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const who = account.value;

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);

  return (
    <div class="menu" ref={box}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        data-testid="menu"
        onClick={() => setOpen(!open)}
      >
        <span class="sr">{who === null ? `${t("app.language")} · ${t("app.theme")}` : t("app.menu")}</span>
        {who === null ? <Icon name="settings" /> : <Avatar id={who.user} />}
        {who !== null && <span class="name">{who.user}</span>}
      </button>
      <div class="menu-panel" id={id} hidden={!open} data-testid="menu-panel">
        {who !== null && (
          <div>
            <p class="who">{t("app.you", { name: who.user })}</p>
            <p class="small">{t("app.roles", { roles: who.roles.join(", ") || t("ui.none") })}</p>
          </div>
        )}
        <div>
          <p class="field-name">{t("app.language")}</p>
          <Segments
            label={t("app.language")}
            value={language.value}
            options={LANGUAGE_NAMES}
            onValue={(next) => void setLanguage(next).catch(toastProblem)}
            testid="lang"
          />
        </div>
        <div>
          <p class="field-name">{t("app.theme")}</p>
          <Segments
            label={t("app.theme")}
            value={theme.value}
            options={THEMES.map((value) => ({ value, label: t(`app.theme.${value}`) }))}
            onValue={setTheme}
            testid="theme"
          />
        </div>
        {who !== null && (
          <Button icon="leave" testid="sign-out" onPress={() => leave(setOpen)}>
            {t("app.sign_out")}
          </Button>
        )}
      </div>
    </div>
  );
}

function leave(setOpen: (open: boolean) => void): void {
  setOpen(false);
  signOut();
}
