// Phrases of the level rewards' page. In Chinese.
import type en from "./rewards.en.js";

const zh: Record<keyof typeof en, string> = {
  title: "等级奖励",
  lead: "达到等级而未能发放的奖励。系统会自动重试，间隔逐渐变长；不会重复发放。",
  which: "哪些",
  failed: "失败",
  pending: "尚未发放",
  empty: "全部已发放",
  "empty.lead": "没有这类等级奖励。",
  level: "{level} 级：{name}",
  whose: "所属",
  of: "{user} 与 {device}",
  rewards: "奖励",
  granted: "已发放",
  tried_one: "已尝试 {count} 次",
  tried_other: "已尝试 {count} 次",
  next: "下次 {time}",
  retry: "立即发放",
  "retry.paid": "已发放：{user} 的 {level} 级奖励。",
  "retry.still": "未能发放：{error}",
  "retry.all": "发放所列全部",
  "retry.all.done": "已发放 {paid} / {total}。",
  wallet: "{amount} {currency}",
  "wallet.default": "{amount}（默认币种）",
  points: "{amount} 积分",
  tag: "“{tag}”",
  attempts: "尝试",
  action: "操作",
};
export default zh;
