// The phrases of the operations pages.
import { phrases } from "../../i18n/i18n.js";

export const t = phrases("operations", {
  en: {
    title: "Operations",
    "nav.overview": "Overview",
    "overview.title": "How things are",
    "overview.matching": "Heart links",
    "overview.pending": "Waiting",
    "overview.rooms": "Open rooms",
    "overview.rate": "Matched",
    "overview.time": "Time to match",
    "overview.time_hint": "p95 {p95}",
    "overview.chart": "People waiting and open rooms since this page was opened",
  },
  zh: {
    title: "运维",
    "nav.overview": "总览",
    "overview.title": "运行状况",
    "overview.matching": "心链",
    "overview.pending": "等待中",
    "overview.rooms": "进行中的房间",
    "overview.rate": "配对率",
    "overview.time": "配对用时",
    "overview.time_hint": "p95 {p95}",
    "overview.chart": "打开本页以来的等待人数与房间数",
  },
});
