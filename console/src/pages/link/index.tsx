// The heart link: whichever page belongs to where the person is.
import { Page } from "../../ui/layout.js";
import { ProblemNote } from "../../ui/problem.js";
import { Skeleton } from "../../ui/states.js";
import { Lost } from "../../app/lost.js";
import type { AreaProps } from "../../app/pages.js";
import { EndedPage } from "./ended.js";
import { Proposal } from "./proposal.js";
import { Room } from "./room.js";
import { Start } from "./start.js";
import { place, sync } from "./state.js";
import { t } from "./texts.js";
import { Waiting } from "./waiting.js";
import "./link.css";

export function LinkPage({ path }: AreaProps) {
  const here = place.value;
  if (path.length > 0) return <Lost />;
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
