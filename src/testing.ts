export type { TestClient } from "./testing/client.ts";
export type { Handlers } from "./testing/handlers.ts";
export type { Received } from "./testing/inbox.ts";
export { type LoggedFault, type TestClientOptions, type TestServer, testServer } from "./testing/server.ts";
