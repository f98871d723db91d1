// The kinds whose content is a list of fields: rules, settings, plans.
import type { CallOptions, Heartlink, Schemas } from "@heartlink/client";
import { type FieldError, type Draft, draftOf, type Field, parse } from "../logic/fields.js";
import { FieldsForm } from "./fields-form.js";
import { type Kind, type Stored, stored } from "./kind.js";

const BILLION = 1_000_000_000;

type FlatKind<T> = Kind<T, Draft>;
type Parts<T> = Omit<FlatKind<T>, "figures" | "draft" | "parse" | "Form">;

function flat<T extends object>(
  fields: readonly Field[],
  parts: Parts<T>,
  check?: (content: T) => readonly FieldError[],
): FlatKind<T> {
  return {
    ...parts,
    figures: (content) => {
      const draft = draftOf(fields, content);
      return fields.filter(({ kind }) => kind === "integer").map(({ path }) => [path, String(draft[path])]);
    },
    draft: (content) => draftOf(fields, content),
    parse: (draft) => parse(fields, draft, check),
    Form: (props) => FieldsForm({ ...props, fields }),
  };
}

type AffinityRule = Omit<Schemas["RuleView"], "rule_key" | "version" | "updated_at" | "updated_by">;

const affinityRule = (rule: Schemas["RuleView"]) => {
  const { rule_key, version, updated_at, updated_by, ...content } = rule;
  return stored<AffinityRule>(rule_key, content, { version, updated_at, updated_by });
};

// Bounded by the server, as all documents of a kind are.
async function readAffinityRules(client: Heartlink, options: CallOptions) {
  const all: Stored<AffinityRule>[] = [];
  for await (const rule of client.affinity.rules({ order: "asc", limit: 100 }, options)) all.push(affinityRule(rule));
  return all;
}

export const affinityRules = flat<AffinityRule>(
  [
    { path: "min_change", kind: "integer", min: -BILLION, max: BILLION },
    { path: "max_change", kind: "integer", min: -BILLION, max: BILLION },
    { path: "single_cap", kind: "integer", min: 1, max: BILLION },
    { path: "daily_cap", kind: "integer", min: 0, max: BILLION },
    { path: "cooldown_seconds", kind: "integer", min: 0, max: 31_536_000 },
    { path: "reported_by", kind: "flag", values: ["service", "user"] },
    { path: "enabled", kind: "flag" },
  ],
  {
    id: "affinity-rules",
    fresh: {
      min_change: 1,
      max_change: 3,
      single_cap: 5,
      daily_cap: 20,
      cooldown_seconds: 60,
      enabled: true,
      reported_by: "service",
    },
    list: readAffinityRules,
    put: async (client, name, content, edit) => affinityRule(await client.affinity.rulePut(name, content, edit)),
    remove: (client, name, edit) => client.affinity.ruleDelete(name, edit),
    history: (client, name, options) => client.affinity.history({ of: "rule", rule_key: name, limit: 10 }, options),
  },
  ({ min_change, max_change }) => (min_change <= max_change ? [] : [{ path: "max_change", key: "order" }]),
);

type AffinitySettings = Omit<Schemas["SettingsView"], "version" | "updated_at" | "updated_by">;

const affinitySetting = ({ version, updated_at, updated_by, ...content }: Schemas["SettingsView"]) =>
  stored<AffinitySettings>("", content, { version, updated_at, updated_by });

export const affinitySettings = flat<AffinitySettings>(
  [
    { path: "max_affinity", kind: "integer", min: 1, max: BILLION },
    { path: "global_daily_cap", kind: "integer", min: 0, max: BILLION },
    { path: "timezone", kind: "zone" },
    { path: "enable_notify", kind: "flag" },
    { path: "decay.enabled", kind: "flag" },
    { path: "decay.idle_hours", kind: "integer", min: 1, max: 8_760 },
  ],
  {
    id: "affinity-settings",
    list: async (client, options) => [affinitySetting(await client.affinity.settings(options))],
    put: async (client, _, content, edit) => affinitySetting(await client.affinity.settingsPut(content, edit)),
    history: (client, _, options) => client.affinity.history({ of: "settings", limit: 10 }, options),
  },
);

type PointsRule = Omit<Schemas["PointsRuleView"], "rule_key" | "version" | "updated_at" | "updated_by">;

const pointsRule = ({ rule_key, version, updated_at, updated_by, ...content }: Schemas["PointsRuleView"]) =>
  stored<PointsRule>(rule_key, content, { version, updated_at, updated_by });

export const pointsRules = flat<PointsRule>(
  [
    { path: "points", kind: "integer", min: 1 },
    { path: "caps.day", kind: "integer", min: 1, optional: true },
    { path: "caps.week", kind: "integer", min: 1, optional: true },
    { path: "caps.month", kind: "integer", min: 1, optional: true },
    { path: "timezone", kind: "zone" },
    { path: "transaction_type", kind: "text", optional: true, pattern: /^[a-z][a-z0-9_]{0,39}$/ },
    { path: "description", kind: "text", optional: true, longest: 200 },
    { path: "enabled", kind: "flag" },
  ],
  {
    id: "points-rules",
    fresh: { points: 1, caps: {}, timezone: "Asia/Shanghai", transaction_type: null, description: null, enabled: true },
    list: async (client, options) => (await client.points.rules(options)).items.map(pointsRule),
    put: async (client, name, content, edit) => pointsRule(await client.points.setRule(name, content, edit)),
    remove: (client, name, edit) => client.points.deleteRule(name, edit),
    history: (client, name, options) => client.points.history({ rule_key: name, limit: 10 }, options),
  },
);

type PointsPlan = Omit<Schemas["PointsPlanView"], "plan" | "version" | "updated_at" | "updated_by">;

const pointsPlan = ({ plan, version, updated_at, updated_by, ...content }: Schemas["PointsPlanView"]) =>
  stored<PointsPlan>(plan, content, { version, updated_at, updated_by });

export const pointsPlans = flat<PointsPlan>(
  [
    { path: "floor", kind: "integer", max: 0, optional: true },
    { path: "expires_after_days", kind: "integer", min: 1, max: 3_660, optional: true },
    { path: "timezone", kind: "zone" },
  ],
  {
    id: "points-plans",
    fresh: { floor: 0, expires_after_days: null, timezone: "Asia/Shanghai" },
    list: async (client, options) => (await client.points.plans(options)).items.map(pointsPlan),
    put: async (client, name, content, edit) => pointsPlan(await client.points.setPlan(name, content, edit)),
    remove: (client, name, edit) => client.points.deletePlan(name, edit),
    history: (client, name, options) => client.points.history({ plan: name, limit: 10 }, options),
  },
);
