import type { Application } from "../app/application.ts";
import type { Running } from "../app/dispatch.ts";
import type { Prepared } from "./prepare.ts";

/** How work ends. */
export interface Ending {
  /** How long it may take. */
  readonly timeoutMs: number;
  /** Closes the clients. */
  readonly disconnect: () => unknown;
}

/** Stops for good; resolves with what was still running after `timeoutMs`, in words. */
export async function windDown(server: Prepared, app: Application, timeoutMs: number): Promise<string[]> {
  server.engine.stopAccepting();
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
