import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A real broker that a test starts, ends and holds up as it likes; it keeps its address. */
export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** Starts it, with nothing in it that was there before; resolves once it takes connections. */
  start(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Stops it in the middle of what it does: connections stay open, and nothing answers. */
  freeze(): void;
  /** Lets it go on. */
  thaw(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The files with which a broker encrypts its connections. */
export interface BrokerTls {
  readonly certificate: string;
  readonly key: string;
  /** Of whoever has signed the certificate. */
  readonly authority: string;
}

/** How the process of a broker is run. */
export interface BrokerProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly options?: SpawnOptions;
  /** Resolves once the broker can be used; asked again until it does. */
  readonly ready: () => Promise<unknown>;
  /** How long that may take, in milliseconds. */
  readonly readyMs?: number;
  /** What ends it at once; `SIGKILL` unless it would leave something behind. */
  readonly deathSignal?: NodeJS.Signals;
}

/** What can be done with a broker's process and all that it has started. */
export type RunningBroker = Omit<TestBroker, "url" | "port">;

/** Runs a broker in a process group of its own, so that its children end with it. */
export function brokerProcess(broker: BrokerProcess): RunningBroker {
  const { command, args, options, ready, readyMs = 10_000, deathSignal = "SIGKILL" } = broker;
  let child: ChildProcess | undefined;
  let output = "";
  const lives = () => child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals) => {
    if (child?.pid === undefined || !lives()) return;
    // Some have left the group.
    for (const pid of [-child.pid, ...descendants(child.pid)]) send(pid, name);
  };
  const die = () => {
    if (child?.pid === undefined || !lives()) return;
    send(-child.pid, deathSignal);
    signal("SIGCONT");
  };
  const kill = async () => {
    const ended = child && lives() ? once(child, "exit") : undefined;
    die();
    await ended;
    child = undefined;
    process.off("exit", die);
  };
  return {
    async start() {
      output = "";
      const started = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
      child = started;
      process.once("exit", die);
      for (const stream of [started.stdout, started.stderr]) stream?.on("data", (chunk) => (output += chunk));
      const deadline = performance.now() + readyMs;
      while (!(await holds(ready))) {
        if (lives() && performance.now() < deadline) await pause(50);
        else {
          await kill();
          throw new Error(`${command} does not start:\n${output}`);
        }
      }
    },
    kill,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    [Symbol.asyncDispose]: kill,
  };
}

function holds(ready: () => Promise<unknown>): Promise<boolean> {
  return ready().then(
    () => true,
    () => false,
  );
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** The processes that a process has started, and theirs; none where the system does not say. */
function descendants(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean)
      .map(Number);
    return children.flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return [];
  }
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}
