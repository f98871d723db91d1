// The heart link: whichever page belongs to where the person is.
import { Page } from "../../ui/layout.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { Skeleton } from "../../ui/states.js";
import { NotFound } from "../../app/not-found.js";
import type { AreaProps } from "../../app/area.js";
import { EndedPage } from "./ended.js";
import { Proposal } from "./proposal.js";
import { Room } from "./room.js";
import { Start } from "./start.js";
import { linkState, sync } from "./state.js";
import { t } from "./texts.js";
import { Waiting } from "./waiting.js";
import "./link.css";

export function LinkPage({ path }: AreaProps) {
  const here = linkState.value;
  if (path.length > 0) return <NotFound />;
  switch (here.at) {
    case "loading":
      if (here.error === undefined)
        return (
          <div class="page">
            <Skeleton />
          </div>
        );
      return (
        <Page view="loading" title={t("start.find")}>
          <ProblemNote error={here.error} onRetry={() => void sync()} />
        </Page>
      );
    case "start":
      return <Start note={here.note} />;
    case "waiting":
      return <Waiting key={here.current.request.id} current={here.current} note={here.note} warned={here.warned} />;
    case "proposal":
      return <Proposal key={here.current.proposal?.room_id} current={here.current} />;
    case "room":
      return <Room key={here.chat.id} chat={here.chat} />;
    case "ended":
      return <EndedPage key={here.ended.roomId} ended={here.ended} />;
  }
}
