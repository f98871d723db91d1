// Jobs: those that this browser watches, each with its progress as it happens.
import { useEffect, useState } from "preact/hooks";
import { go, route } from "../../../app/router.js";
import { Page } from "../../../ui/layout.js";
import { Empty } from "../../../ui/states.js";
import { forgetJob, watchedJobs, watchJob } from "../logic/watched.js";
import { isId, Lookup } from "../lookup.js";
import { t } from "../phrases/jobs.js";
import { Job } from "./job.js";

export function Jobs() {
  const [, , asked = ""] = route.value.path;
  const [ids, setIds] = useState(watchedJobs);
  useEffect(() => {
    if (isId(asked)) setIds(watchJob(asked));
  }, [asked]);
  return (
    <Page view="operations-jobs" title={t("title")} lead={t("lead")}>
      <Lookup
        testid="job-lookup"
        label={t("id")}
        hint={t("id.hint")}
        id={asked}
        onLookup={(id) => {
          setIds(watchJob(id));
          go("operations", "jobs", id);
        }}
      />
      {ids.length === 0 && (
        <Empty icon="send" title={t("empty")}>
          <p>{t("empty.lead")}</p>
        </Empty>
      )}
      {ids.map((id) => (
        <Job
          key={id}
          id={id}
          onForget={() => {
            setIds(forgetJob(id));
            if (id === asked) go("operations", "jobs");
          }}
        />
      ))}
    </Page>
  );
}
