// The levels as a kind of document.
import type { Schemas } from "@heartlink/client";
import { type Kind, stored } from "./kind.js";
import { type LevelDraft, levelDrafts, parseLevels } from "./level-drafts.js";
import { LevelsForm } from "./levels-form.js";

type Levels = Schemas["Levels"];

const view = ({ levels, version, updated_at, updated_by }: Schemas["LevelsView"]) =>
  stored<Levels>("", { levels }, { version, updated_at, updated_by });

export const affinityLevels: Kind<Levels, readonly LevelDraft[]> = {
  id: "affinity-levels",
  list: async (client, options) => [view(await client.affinity.levels(options))],
  put: async (client, _, content, edit) => view(await client.affinity.levelsPut(content, edit)),
  history: (client, _, options) => client.affinity.history({ of: "levels", limit: 10 }, options),
  draft: ({ levels }) => levelDrafts(levels),
  parse: parseLevels,
  Form: LevelsForm,
};
