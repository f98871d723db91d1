// The levels between content and inputs: a row each, with their rewards.
import type { Schemas } from "@heartlink/client";
import { type FieldError, integer, type Parsed } from "../logic/fields.js";

/** What stands in the inputs of a reward. */
export interface RewardDraft {
  readonly type: "wallet" | "points" | "tag";
  readonly amount: string;
  readonly currency: string;
  readonly tag: string;
}

/** What stands in the inputs of a level. */
export interface LevelDraft {
  /** What it is known by; null for one that is new. */
  readonly id: number | null;
  readonly threshold: string;
  readonly name: string;
  readonly rewards: readonly RewardDraft[];
}

type Level = Required<Schemas["Level"]>;
type Reward = Schemas["Reward"];

export const NEW_REWARD: RewardDraft = { type: "wallet", amount: "100", currency: "", tag: "" };

const BOUNDS = { min: 0, max: 1_000_000_000 };
const MOST_AMOUNT = 9e15;
const LONGEST = 60;

/** What stands in the inputs for these levels. */
export function levelDrafts(levels: readonly Schemas["Level"][]): LevelDraft[] {
  return levels.map(({ id, threshold, name, rewards = [] }) => ({
    id: id ?? null,
    threshold: String(threshold),
    name,
    rewards: rewards.map(rewardDraft),
  }));
}

function rewardDraft(reward: Reward): RewardDraft {
  if (reward.type === "tag") return { ...NEW_REWARD, type: "tag", tag: reward.tag };
  const currency = reward.type === "wallet" ? (reward.currency ?? "") : "";
  return { ...NEW_REWARD, type: reward.type, amount: String(reward.amount), currency };
}

/** Reads the inputs. Thresholds have to rise. */
export function parseLevels(drafts: readonly LevelDraft[]): Parsed<{ levels: Level[] }> {
  const fieldErrors: FieldError[] = [];
  let below = -1;
  const levels = drafts.map((draft, index) => {
    const path = `levels.${index}`;
    const threshold = integer(BOUNDS, draft.threshold.trim());
    if (typeof threshold !== "number") fieldErrors.push({ path: `${path}.threshold`, ...threshold });
    else if (threshold <= below) fieldErrors.push({ path: `${path}.threshold`, key: "order" });
    else below = threshold;
    const name = draft.name.trim();
    fieldErrors.push(...text(`${path}.name`, name));
    const rewards = draft.rewards.map((reward, place) => parseReward(`${path}.rewards.${place}`, reward, fieldErrors));
    return { id: draft.id, threshold: typeof threshold === "number" ? threshold : 0, name, rewards };
  });
  return fieldErrors.length === 0 ? { content: { levels }, fieldErrors: [] } : { content: null, fieldErrors };
}

function parseReward(path: string, draft: RewardDraft, fieldErrors: FieldError[]): Reward {
  if (draft.type === "tag") {
    const tag = draft.tag.trim();
    fieldErrors.push(...text(`${path}.tag`, tag));
    return { type: "tag", tag };
  }
  const read = integer({ min: 1, max: MOST_AMOUNT }, draft.amount.trim());
  if (typeof read !== "number") fieldErrors.push({ path: `${path}.amount`, ...read });
  const amount = typeof read === "number" ? read : 1;
  if (draft.type === "points") return { type: "points", amount };
  const currency = draft.currency.trim();
  if (!/^([A-Z0-9]{2,10})?$/.test(currency)) fieldErrors.push({ path: `${path}.currency`, key: "pattern" });
  return { type: "wallet", amount, currency: currency === "" ? null : currency };
}

function text(path: string, value: string): FieldError[] {
  if (value === "") return [{ path, key: "required" }];
  return [...value].length > LONGEST ? [{ path, key: "long", figures: { longest: LONGEST } }] : [];
}
