// Phrases of the clean-up page. In English.
export default {
  title: "Clean-up",
  lead: "Both runs also happen on a schedule. Here you can see what they would do, and run them now.",
  sweep: "Requests and rooms",
  "sweep.lead":
    "Expires requests whose owners left or that waited too long, renews those of people who are still here, and closes rooms where someone is inactive.",
  "sweep.question_one": "{n} change is due now. Anything that becomes due in the meantime is done as well.",
  "sweep.question_other": "{n} changes are due now. Anything that becomes due in the meantime is done as well.",
  decay: "Affinity decay",
  "decay.lead":
    "Lowers the affinity of bindings that were idle for long, once per calendar day. Random amounts are drawn again for the real run.",
  "decay.question_one": "{n} binding will decay.",
  "decay.question_other": "{n} bindings will decay.",

  figures: "Figures before and after",
  figure: "Figure",
  pending: "Waiting requests",
  matching: "Requests in a proposal",
  expired: "Requests expired in total",
  active_rooms: "Open rooms",
  ended_rooms: "Rooms closed in total",

  request_expired: "Request expired",
  request_renewed: "Request renewed",
  request_warned: "Owner warned, {seconds} s left",
  proposal_lapsed: "Proposal expired",
  room_ended: "Room closed",
  room_kept: "Room kept",
  inactive: "owner inactive",
  too_old: "waited too long",
  user: "User {id}",
  room: "Room {id}",

  binding: "Binding",
  days: "Days",
  first: "Showing the first {count}.",
};
