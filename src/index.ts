export { type AckValues, ackWith, type ErrorAck } from "./app/ack.ts";
export type { Application } from "./app/application.ts";
export type { Call } from "./app/call.ts";
export { call, emitWithAck, timeout } from "./app/call.ts";
export type { EventsOf } from "./app/client-events.ts";
export { io, nsp, type Session, session, socket } from "./app/current.ts";
export { ConnectionRefusedError, DisconnectedError, NoContextError, TimeoutError } from "./app/errors.ts";
export type { AnyEvents, EventMap, On, Registered, Where } from "./app/events.ts";
export {
  closeRoom,
  disconnect,
  emit,
  except,
  joinRoom,
  leaveRoom,
  type Rooms,
  rooms,
  send,
  sendJson,
  to,
  type Whose,
} from "./app/functions.ts";
export type { Fetch, HttpRoutes, RequestListener } from "./app/http.ts";
export { Namespace } from "./app/namespace.ts";
export type { ErrorHandler, Handler } from "./app/registry.ts";
export { type EventRequest, request } from "./app/request.ts";
export type { Issue, Schema } from "./app/schema.ts";
export { sleep, type Task, type TaskFunction } from "./app/tasks.ts";
export type { BenchClient, BenchRun, BenchScenario } from "./bench/scenario.ts";
export {
  type ConfigContext,
  type ConfigExport,
  defineConfig,
  type FileConfig,
  type UserConfig,
} from "./config/define.ts";
export { type ErrorCode, SioError } from "./errors.ts";
export type { Log, LogFields, LogLevel } from "./lib/log.ts";
export { createEmitter, type Emitter, type EmitterOptions } from "./run/emitter.ts";
export { type CheckedMethodDecorator, event, type MethodDecorator } from "./run/event.ts";
export { type Hot, hot, onDispose } from "./run/hot.ts";
export {
  on,
  onError,
  onErrorDefault,
  onEvent,
  onNamespace,
  startBackgroundTask,
  stop,
} from "./run/registering.ts";
export { app } from "./run/served-app.ts";
export { SocketIO, type SocketIOOptions } from "./run/socketio.ts";
