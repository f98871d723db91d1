// Jobs: all that there are, the newest first, and the one that the address names.
import { go, route } from "../../../app/router.js";
import { Page } from "../../../ui/layout.js";
import { isId, Lookup } from "../lookup.js";
import { t } from "../phrases/jobs.js";
import { Job } from "./job.js";
import { JobList } from "./list.js";

export function Jobs() {
  const [, , asked = ""] = route.value.path;
  return (
    <Page view="operations-jobs" title={t("title")} lead={t("lead")}>
      {isId(asked) && <Job key={asked} id={asked} onClose={() => go("operations", "jobs")} />}
      <JobList shown={asked} />
      <Lookup
        testid="job-lookup"
        label={t("id")}
        hint={t("id.hint")}
        id={asked}
        onLookup={(id) => go("operations", "jobs", id)}
      />
    </Page>
  );
}
