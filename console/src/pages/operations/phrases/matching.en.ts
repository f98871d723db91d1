// Phrases of the clean-up page. In English.
export default {
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
};
