// What a rule is called.
import { t } from "./texts.js";

/** The words for a rule of ours; of another, its key. */
export function ruleName(rule: string): string {
  const key = `rule.${rule}`;
  return t.known(key) ? t(key) : rule;
}
