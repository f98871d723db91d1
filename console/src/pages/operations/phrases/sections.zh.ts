// Phrases that the operations pages share. In Chinese.
import type en from "./sections.en.js";

const zh: Record<keyof typeof en, string> = {
  sections: "运维",
  overview: "总览",
  matching: "清理",
  wallets: "钱包",
  points: "积分",
  rules: "规则",
  jobs: "任务",
  rewards: "等级奖励",

  user: "用户",
  "user.hint": "令牌中“sub”所写的编号。",
  currency: "币种",
  "currency.hint": "留空则为默认币种。",
  device: "设备",
  look_up: "查询",
  reason: "原因",
  "reason.hint": "会记入审计记录。",
  "reason.needed": "请写明原因。",
  "id.wrong": "应为 1 至 255 个可打印字符。",
  "currency.wrong": "2 到 10 个大写字母或数字。",

  dry: "试运行",
  "dry.done_one": "试运行：没有改动任何内容，将改动 {n} 处。",
  "dry.done_other": "试运行：没有改动任何内容，将改动 {n} 处。",
  "dry.nothing": "试运行：没有到期的内容。",
  real: "正式执行",
  "real.done_one": "已完成，共改动 {n} 处。",
  "real.done_other": "已完成，共改动 {n} 处。",
  unfinished: "到期的内容超过一次能处理的数量，请再执行一次。",
  before: "之前",
  after: "之后",
  what: "项目",
  who: "所属",
  change: "变化",
  took: "用时 {time}",
};
export default zh;
