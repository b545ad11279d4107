import type { Application } from "../app/application.ts";
import type { Running } from "../app/running.ts";
import type { Prepared } from "./prepare.ts";

/** How work ends. */
export interface Ending {
  /** How long it may take. */
  readonly timeoutMs: number;
  /** Closes the clients. */
  readonly disconnect: () => unknown;
}

/** How a server stops. */
export interface Stop {
  /** How long work may take to end. */
  readonly timeoutMs: number;
  /** How long clients are still taken, once the features know. */
  readonly delayMs: number;
  /** Whether others listen at the same address: then who has just connected here is not sent away. */
  readonly shared: boolean;
}

/** How long a client may take between its connection and its handshake, where it could as well have come to another process. */
const handshakeMs = 250;

/** Stops for good; resolves with what was still running when the time was up, in words. */
export async function windDown(
  server: Prepared,
  app: Application,
  { timeoutMs, delayMs, shared }: Stop,
): Promise<string[]> {
  server.announceStop();
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  server.engine.stopAccepting();
  if (shared) await new Promise((resolve) => setTimeout(resolve, handshakeMs));
  return endWork(server, app, { timeoutMs, disconnect: () => server.engine.close() });
}

/** Lets running handlers finish, closes the clients with `disconnect`, and ends what else the application does. */
export async function endWork(
  server: Prepared,
  app: Application,
  { timeoutMs, disconnect }: Ending,
): Promise<string[]> {
  const deadline = performance.now() + timeoutMs;
  server.refuse("The server is stopping");
  await inTime(settled(app.running), deadline);
  const names = [...app.tasks.running].map(({ name }) => `"${name}"`);
  if (names.length > 0) server.log.info(`Ending what runs in the background: ${names.join(", ")}`);
  const tasksEnded = app.tasks.cancelAll();
  await server.closeFeatures();
  await disconnect();
  await inTime(Promise.all([settled(app.running), tasksEnded]), deadline);
  await inTime(app.parts.end(), deadline);
  await server.closeAdapter();
  app.leave();
  return [
    ...[...app.running].map(({ event, namespace }) => `the handler of "${event}" in ${namespace}`),
    ...[...app.tasks.running].map(({ name }) => `the background task "${name}"`),
  ];
}

function settled(running: ReadonlySet<Running>): Promise<unknown> {
  return Promise.all([...running].map((one) => one.settled));
}

async function inTime(done: Promise<unknown>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}
