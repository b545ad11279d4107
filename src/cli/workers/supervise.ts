import cluster from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../config/options.ts";
import type { Engine } from "../../engines/engine.ts";
import { engines } from "../../engines/index.ts";
import { SioError } from "../../errors.ts";
import type { Log } from "../../lib/log.ts";
import { currentRuntime, runtimeTitles } from "../../lib/runtime.ts";
import { prepareUnixSocket } from "../../lib/unix-socket.ts";
import type { ReloadAnswer } from "../../run/admin.ts";
import { oneAtATime } from "../../run/one-at-a-time.ts";
import { whyRestart } from "../../run/project.ts";
import { listenForHangup } from "../../run/reload-signal.ts";
import { waitForStop } from "../../run/signals.ts";
import { Crew } from "../../run/workers/crew.ts";
import { reloadAll, replaceAll } from "../../run/workers/reload.ts";
import { countOf } from "../../run/workers/seat.ts";
import type { Edge } from "../edge.ts";
import { answerOf } from "../outcomes.ts";
import type { LoadedSettings } from "../settings.ts";

/** What workers are started for. */
export interface Supervision {
  readonly settings: LoadedSettings;
  /** Reads the settings again, and rejects if they cannot be served with. */
  readonly reread: () => Promise<LoadedSettings>;
  /** Lets `sio reload` reach this process. */
  readonly openAdmin: (reload: () => Promise<ReloadAnswer>) => Promise<{ close(): Promise<void> } | undefined>;
  readonly edge: Edge;
  readonly log: Log;
}

/**
 * Serves in several processes, until a signal. Resolves with the exit status.
 *
 * @throws SioError if the workers cannot start: what one of them could not do is said once
 */
export async function supervise({ settings, reread, openAdmin, edge, log }: Supervision): Promise<number> {
  checkRuntime();
  let { config } = settings;
  const folder = mkdtempSync(join(tmpdir(), "sio-serve-workers-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  cluster.setupPrimary({ serialization: "advanced" });
  const crew = new Crew({ folder, log });

  const update = oneAtATime(async (): Promise<ReloadAnswer> => {
    try {
      const next = await reread();
      const timeoutMs = graceOf(config);
      const changed = whyRestart(settings, next);
      const { answer, restart = changed } = changed === undefined ? await reloadAll(crew, timeoutMs) : {};
      if (restart === undefined && answer) return answer;
      settings = next;
      config = next.config;
      return await replaceAll(crew, { count: countOf(config.workers), why: restart ?? "", timeoutMs });
    } catch (error) {
      return answerOf({ kind: "failed", error }, { cwd: edge.cwd, config, serving: true });
    }
  });
  const reload = async () => {
    const answer = await update({ changed: undefined });
    if (answer.ok) log.info(answer.message.replace(/\.$/, ""));
    else
      log.error(answer.message, {
        ...(answer.detail && { frame: answer.detail }),
        ...(answer.hint && { hint: answer.hint }),
      });
    return answer;
  };
  const stop = () => crew.stop(graceOf(config));
  const signals = waitForStop({ onSecond: (exit) => process.exit(exit) });
  const stopListening = listenForHangup({ onReload: () => void reload(), onTerminalGone: stop });
  void signals.stop.then((signal) => {
    const seconds = config.shutdownTimeout / 1_000;
    log.info(`Stopping (${signal}): running handlers have ${seconds} s to finish. Again to stop at once.`);
    stop();
  });
  const admin = await openAdmin(reload);
  try {
    const count = countOf(config.workers);
    if (config.unixSocket !== undefined) await prepareUnixSocket(config.unixSocket);
    await crew.start(count, config.shutdownTimeout);
    crew.serving[0]?.order({ kind: "announce", workers: count });
    const status = await crew.ended;
    log.info("Stopped");
    return status;
  } finally {
    await admin?.close();
    stopListening();
    signals.close();
    process.off("exit", removeFolder);
    removeFolder();
  }
}

/** How long a worker may take to leave: first load balancers notice, then handlers finish. */
function graceOf({ drainDelay, shutdownTimeout }: Config): number {
  return drainDelay + shutdownTimeout;
}

/** Processes that serve as one need an engine that does so in this runtime. */
function checkRuntime(): void {
  const runtime = currentRuntime();
  const able = Object.values<Engine>(engines).flatMap(({ workersIn }) => workersIn.runtimes);
  if (!able.includes(runtime)) {
    throw new SioError("config", `Workers need Node.js or Bun, and this is ${runtimeTitles[runtime]}.`, {
      hint: "Leave --workers out, or run the server with Node.js: npx sio-serve",
    });
  }
  if (cluster.isWorker) {
    throw new SioError("config", "This process is itself a worker of another program, and cannot have any.", {
      hint: "Start one server without that program's cluster mode, or leave --workers out.",
    });
  }
}
