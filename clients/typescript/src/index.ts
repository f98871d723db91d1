// What users of the package see.
export { type ClientOptions, type ConnectOptions, createHeartlink, type Heartlink } from "./client.js";
export {
  type ClientCode,
  type ErrorCode,
  type ErrorParts,
  HeartlinkError,
  isHeartlinkError,
  type Problem,
  type ProblemCode,
} from "./errors.js";
export type { components, operations, paths } from "./generated/api.js";
export type { Operations } from "./generated/operations.js";
export { type Page, Pages } from "./http/pages.js";
export type { AnswerInfo, Body, CallOptions, Listed, OperationId, Query, Result } from "./http/types.js";
export type { EventData, EventOf, EventType, HeartlinkEvent, SessionSignals, SessionState } from "./session/events.js";
export type { SocketConstructor, SocketLike } from "./session/connection.js";
export type { SendOptions, Sent } from "./session/outbox.js";
export { type OnceOptions, Session, type SessionTiming } from "./session/session.js";
export type { TokenProvider } from "./token.js";

import type { components } from "./generated/api.js";

/** The shapes of the API by name, such as `Schemas["WalletView"]`. */
export type Schemas = components["schemas"];
