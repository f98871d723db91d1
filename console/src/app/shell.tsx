// The frame around every page: who is here, where one can go, how the line is.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { phrasesReady } from "../i18n/i18n.js";
import { Questions } from "../ui/dialog.js";
import { Art, Icon } from "../ui/icons.js";
import { Page } from "../ui/layout.js";
import { ProblemNote } from "../ui/problem-note.js";
import { Skeleton } from "../ui/states.js";
import { t } from "../ui/texts.js";
import { Toasts } from "../ui/toasts.js";
import { account, connection, has, offline } from "./account.js";
import type { Area } from "./area.js";
import { Boundary } from "./boundary.js";
import { NotFound } from "./not-found.js";
import { Menu } from "./menu.js";
import { AREAS } from "./pages.js";
import { href, route } from "./router.js";
import { SignIn } from "./sign-in.js";

export function Shell() {
  const areas = account.value === null ? [] : AREAS.filter((area) => has(area.role));
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        {t("app.skip")}
      </a>
      <div class="shell" data-nav={areas.length > 1}>
        <header class="bar">
          <a class="brand" href={href()}>
            <Art state="joined" small />
            <span>{t("app.name")}</span>
          </a>
          {areas.length > 1 && <Nav areas={areas} />}
          <div class="bar-end">
            {account.value !== null && <Connection />}
            <Menu />
          </div>
        </header>
        <p class="banner" role="status" hidden={!offline.value} data-testid="offline">
          {offline.value && t("connection.offline")}
        </p>
        <main id="main" tabIndex={-1}>
          <Boundary at={route.value.path.join("/")}>
            <Content areas={areas} />
          </Boundary>
        </main>
      </div>
      <Toasts />
      <Questions />
    </>
  );
}

/** The address is the router's: the focus alone moves. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Nav({ areas }: { areas: readonly Area[] }) {
  const [here = ""] = route.value.path;
  return (
    <nav class="nav" aria-label={t("app.nav")}>
      {areas.map((area) => (
        <a
          key={area.path}
          href={href(...(area.path === "" ? [] : [area.path]))}
          aria-current={area.path === here ? "page" : undefined}
          data-testid={`nav-${area.name}`}
        >
          <Icon name={area.icon} />
          {t(`app.nav.${area.name}`)}
          {area.path !== here && area.notice?.() === true && <i class="dot" aria-hidden="true" />}
        </a>
      ))}
    </nav>
  );
}

function Connection() {
  const state = connection.value;
  return (
    <p class="connection" role="status" data-testid="connection" data-state={state} title={t(`connection.${state}`)}>
      <i aria-hidden="true" />
      <span>{t(`connection.${state}`)}</span>
    </p>
  );
}

function Content({ areas }: { areas: readonly Area[] }) {
  if (account.value === null) return <SignIn />;
  if (areas.length === 0) return <Page view="nothing" title={t("app.nothing")} lead={t("app.nothing_lead")} />;
  const [first, ...rest] = route.value.path;
  // Who may not open the start begins with what they may.
  const area = first === undefined ? areas[0] : areas.find(({ path }) => path === first);
  if (area === undefined) return <NotFound />;
  // A new person gets new pages: nothing of the one before stays.
  const key = `${account.value.user} ${area.path}`;
  if ("load" in area) return <Fetched key={key} area={area} path={rest} />;
  return <area.component key={key} path={rest} />;
}

type FetchedArea = Extract<Area, { readonly load: unknown }>;

function Fetched({ area, path }: { area: FetchedArea; path: readonly string[] }) {
  const [state, setState] = useState<{ page?: ComponentType<{ path: readonly string[] }>; error?: unknown }>({});
  useEffect(() => {
    let gone = false;
    const fetched = async () => {
      const { default: page } = await area.load();
      await phrasesReady();
      return page;
    };
    fetched().then(
      (page) => gone || setState({ page }),
      (error: unknown) => gone || setState({ error }),
    );
    return () => {
      gone = true;
    };
  }, [area]);
  if (state.page !== undefined) return <state.page path={path} />;
  return (
    <div class="page">
      {state.error === undefined ? (
        <Skeleton />
      ) : (
        // The files of an older version are gone: only a reload brings the new ones.
        <ProblemNote error={state.error} onRetry={() => location.reload()} />
      )}
    </div>
  );
}
