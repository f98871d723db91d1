// Phrases of the clean-up page. In Chinese.
import type en from "./matching.en.js";

const zh: Record<keyof typeof en, string> = {
  title: "清理",
  lead: "两项任务都会定时执行；在这里可以先看结果，再立即执行。",
  sweep: "请求与房间",
  "sweep.lead": "让主人已离开或等待过久的请求过期，为仍在的人续期，并结束有人不活跃的房间。",
  "sweep.question_one": "现在有 {n} 处需要处理；稍后到期的也会一并处理。",
  "sweep.question_other": "现在有 {n} 处需要处理；稍后到期的也会一并处理。",
  decay: "亲密度衰减",
  "decay.lead": "对长期无人互动的绑定扣减，每个自然日一次。随机部分在正式执行时重新抽取。",
  "decay.question_one": "将有 {n} 个绑定衰减。",
  "decay.question_other": "将有 {n} 个绑定衰减。",

  figures: "前后对比",
  figure: "数字",
  pending: "等待中的请求",
  matching: "待接受的请求",
  expired: "累计过期请求",
  active_rooms: "进行中的房间",
  ended_rooms: "累计结束房间",

  request_expired: "请求过期",
  request_renewed: "请求续期",
  request_warned: "已提醒，剩余 {seconds} 秒",
  proposal_lapsed: "邀请失效",
  room_ended: "房间结束",
  room_kept: "房间保留",
  inactive: "主人不活跃",
  too_old: "等待过久",
  user: "用户 {id}",
  room: "房间 {id}",

  binding: "绑定",
  days: "天数",
  first: "只列出前 {count} 个。",
};
export default zh;
