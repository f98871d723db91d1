// Phrases of the points' page. In Chinese.
import type en from "./points.en.js";

const zh: Record<keyof typeof en, string> = {
  title: "积分",
  lead: "以流水为准：余额与流水不符时，用一条可见的更正来修复；哈希链断裂绝不会被掩盖。",

  check: "检查",
  "check.lead": "从第一条流水起全面检查，或只查上次定时检查以来的变动。",
  "check.full": "全面检查",
  "check.incremental": "只查变动",
  "check.on": "继续检查",
  "check.stopped": "账户数量超过一次检查的范围。",
  accounts: "账户",
  consistent: "一致",
  inconsistent: "不一致",
  rate: "一致率",
  transactions: "读取流水",
  response: "单个账户用时",
  "response.hint": "一半在此以内；95% 在 {p95} 以内",
  error_rate: "检查失败",
  problems: "有问题的账户",
  none: "没有问题。",
  student: "账户",
  stored: "账面余额",
  sum: "流水合计",
  wrong: "问题",

  repair: "修复",
  "repair.lead": "检查所有账户，更正与流水不符的余额。",
  "repair.question_one": "将更正 {n} 个余额，并写入一条更正。不会删除任何内容。",
  "repair.question_other": "将更正 {n} 个余额，每个写入一条更正。不会删除任何内容。",
  difference: "差额",
  correction: "更正编号",
  refused: "未修复：可能有流水被改动、增加或删除，需要人工查看。",

  one: "单个账户",
  "one.hint": "从第一条流水检查到最后一条。",
  "one.repair": "修复 {student}",
  "one.lead": "通过一条更正修复，且只在流水能证明正确数值时进行。",
  "one.question": "余额将改为流水合计。",
  "one.fine": "这个账户没有问题。",
};
export default zh;
