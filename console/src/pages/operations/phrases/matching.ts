// Phrases of the clean-up page.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-matching", {
  en: {
    title: "Clean-up",
    lead: "Both runs are made by schedule as well. Here you see what they would do, and do it now.",
    sweep: "Requests and rooms",
    "sweep.lead":
      "Expires requests whose owners left or that waited too long, renews those of people who are still here, and ends rooms with somebody inactive.",
    "sweep.question_one": "{n} change is due now. What is due a moment later is done as well.",
    "sweep.question_other": "{n} changes are due now. What is due a moment later is done as well.",
    decay: "Decay of affinity",
    "decay.lead":
      "Takes from bindings that nobody touched for long, once a natural day. What is drawn at random is drawn again when it is done.",
    "decay.question_one": "{n} binding decays.",
    "decay.question_other": "{n} bindings decay.",

    figures: "Figures before and after",
    figure: "Figure",
    pending: "Waiting requests",
    matching: "Requests in a proposal",
    expired: "Requests ever expired",
    active_rooms: "Open rooms",
    ended_rooms: "Rooms ever ended",

    request_expired: "Request expired",
    request_renewed: "Request renewed",
    request_warned: "Owner warned, {seconds} s left",
    proposal_lapsed: "Proposal lapsed",
    room_ended: "Room ended",
    room_kept: "Room kept",
    inactive: "owner inactive",
    too_old: "waited too long",
    user: "User {id}",
    room: "Room {id}",

    binding: "Binding",
    days: "Days",
    first: "The first {count} are listed.",
  },
  zh: {
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
  },
});
