// What a rule is called.
import { t } from "./texts.js";

/** The translated name of a built-in rule; of any other, its key. */
export function ruleName(rule: string): string {
  const key = `rule.${rule}`;
  return t.known(key) ? t(key) : rule;
}
