// The phrases that every page shares. In Chinese.
import type en from "./problems.en.js";

const zh: Record<keyof typeof en, string> = {
  unknown: "出了点问题，请再试一次。",
  connection_lost: "连不上服务器，请检查网络后再试。",
  deadline_exceeded: "服务器响应太慢，请再试一次。",
  unexpected_answer: "服务器的回答无法理解，地址对吗？",
  token_unavailable: "登录已失效。",
  session_closed: "连接已关闭。",
  queue_full: "等待发送的消息太多了。",
  unauthorized: "登录已失效。",
  forbidden: "你没有权限这样做。",
  not_found: "内容已不存在。",
  already_matched: "来不及停下了：刚刚为你找到了人。",
  no_request: "你现在没有在寻找。",
  no_proposal: "这次邀请已经结束。",
  match_proposed: "正有一个人推荐给你，请先答复。",
  room_ended: "房间已经关闭。",
  insufficient_funds: "余额不足：可用 {available}，需要 {required}（最小单位）。",
  wallet_frozen: "钱包已冻结，不能进出。",
  withdrawals_blocked: "这个钱包暂时只进不出。",
  wallet_locked: "有人正占用这个钱包，请稍后再试。",
  too_many_requests: "操作太快了，请稍后再试。",
  system_busy: "现在有点忙，请稍后再试。",
  request_timeout: "服务器响应太慢，请再试一次。",
  body_too_large: "内容太长了。",
  store_unavailable: "服务器暂时读不到数据，请稍后再试。",
  internal_error: "服务器出了点问题，请再试一次。",
};
export default zh;
