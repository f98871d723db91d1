// What stands in the inputs of a document, and what is sent.
import { describe, expect, it } from "vitest";
import { HeartlinkError } from "@heartlink/client";
import { fieldErrorsOf } from "../src/pages/operations/documents/field-errors.js";
import { levelDrafts, NEW_REWARD, parseLevels } from "../src/pages/operations/documents/level-drafts.js";
import { draftOf, type Field, parse } from "../src/pages/operations/logic/fields.js";

const FIELDS: readonly Field[] = [
  { path: "points", kind: "integer", min: 1, max: 100 },
  { path: "caps.day", kind: "integer", optional: true, min: 0 },
  { path: "enabled", kind: "flag" },
  { path: "type", kind: "text", longest: 3, pattern: /^[a-z]+$/ },
  { path: "zone", kind: "zone" },
];
const CONTENT = { points: 5, caps: { day: null }, enabled: true, type: "abc", zone: "Asia/Shanghai" };

describe("a form of fields", () => {
  it("gives back the content that it was filled with", () => {
    const draft = draftOf(FIELDS, CONTENT);
    expect(draft).toEqual({ points: "5", "caps.day": "", enabled: true, type: "abc", zone: "Asia/Shanghai" });
    expect(parse(FIELDS, draft)).toEqual({ content: CONTENT, fieldErrors: [] });
  });

  it.each([
    ["points", "", "required"],
    ["points", "1.5", "integer"],
    ["points", "1e1", "integer"],
    ["points", "0", "range"],
    ["points", "101", "range"],
    ["caps.day", "-1", "range"],
    ["type", "abcd", "long"],
    ["type", "a1", "pattern"],
    ["zone", "Nowhere/Land", "zone"],
  ])("does not take %s for %j: %s", (path, text, key) => {
    const { content, fieldErrors } = parse(FIELDS, { ...draftOf(FIELDS, CONTENT), [path]: text });
    expect(content).toBeNull();
    expect(fieldErrors).toMatchObject([{ path, key }]);
  });

  it("checks fields against each other only when each is good by itself", () => {
    const check = () => [{ path: "points", key: "order" }] as const;
    expect(parse(FIELDS, draftOf(FIELDS, CONTENT), check).fieldErrors).toEqual([{ path: "points", key: "order" }]);
    const bad = { ...draftOf(FIELDS, CONTENT), points: "" };
    expect(parse(FIELDS, bad, check).fieldErrors).toEqual([{ path: "points", key: "required" }]);
  });

  it("counts characters as the server does: an emoji is one", () => {
    const fields: readonly Field[] = [{ path: "name", kind: "text", longest: 2 }];
    expect(parse(fields, { name: "🙂🙂" }).content).toEqual({ name: "🙂🙂" });
    expect(parse(fields, { name: "🙂🙂🙂" }).fieldErrors).toMatchObject([{ key: "long", figures: { longest: 2 } }]);
  });

  it("puts the server's refusal at the field that it points to", () => {
    const problem = { errors: [{ pointer: "/decay/idle_hours", detail: "too small" }] } as never;
    const refusal = new HeartlinkError({ code: "invalid_request", detail: "bad", problem });
    expect(fieldErrorsOf(refusal)).toEqual([{ path: "decay.idle_hours", words: "too small" }]);
    expect(fieldErrorsOf(new Error("other"))).toEqual([]);
  });
});

describe("the form of the levels", () => {
  const levels = [
    { id: 1, threshold: 0, name: "Met", rewards: [] },
    {
      id: 4,
      threshold: 100,
      name: "Friends",
      rewards: [
        { type: "wallet" as const, amount: 40, currency: null },
        { type: "points" as const, amount: 5 },
        { type: "tag" as const, tag: "friend" },
      ],
    },
  ];

  it("gives back the levels that it was filled with", () => {
    expect(parseLevels(levelDrafts(levels))).toEqual({ content: { levels }, fieldErrors: [] });
  });

  it("wants thresholds that rise, and says which does not", () => {
    const [met, friends] = levelDrafts(levels);
    if (met === undefined || friends === undefined) throw new Error("two levels");
    const { fieldErrors } = parseLevels([met, { ...friends, threshold: "0" }, { ...friends, threshold: "7" }]);
    expect(fieldErrors).toEqual([{ path: "levels.1.threshold", key: "order" }]);
  });

  it("names every reward that cannot be paid", () => {
    const draft = { id: null, threshold: "1", name: "x", rewards: [] };
    const bad = [
      { ...NEW_REWARD, amount: "0" },
      { ...NEW_REWARD, currency: "e" },
      { ...NEW_REWARD, type: "tag" as const, tag: " " },
    ];
    expect(parseLevels([{ ...draft, rewards: bad }]).fieldErrors.map(({ path, key }) => `${path} ${key}`)).toEqual([
      "levels.0.rewards.0.amount range",
      "levels.0.rewards.1.currency pattern",
      "levels.0.rewards.2.tag required",
    ]);
  });
});
