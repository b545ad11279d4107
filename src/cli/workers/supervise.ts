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
import { renewAll } from "../../run/workers/reload.ts";
import { countOf } from "../../run/workers/seat.ts";
import type { Edge } from "../edge.ts";
import { answerOf } from "../outcomes.ts";
import type { LoadedSettings } from "../settings.ts";

/** What workers are started for. */
export interface Supervision {
  readonly settings: LoadedSettings;
  /** Reads the settings again, and rejects if they cannot be served with. */
  readonly reread: () => Promise<LoadedSettings>;
  /** Told of settings that have come into force in all workers. */
  readonly adopt: (settings: LoadedSettings) => void;
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
export async function supervise(supervision: Supervision): Promise<number> {
  const { reread, openAdmin, edge, log } = supervision;
  let { settings } = supervision;
  const { config } = settings;
  checkRuntime();
  const folder = mkdtempSync(join(tmpdir(), "sio-serve-workers-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  cluster.setupPrimary({ serialization: "advanced" });
  const crew = new Crew({ folder, log });

  const adopt = (next: LoadedSettings) => {
    settings = next;
    supervision.adopt(next);
  };
  /** Why some workers are still to be replaced: the last time it came to others alone. */
  let left: string | undefined;
  const update = oneAtATime(async (): Promise<ReloadAnswer> => {
    try {
      await crew.started;
      const next = await reread();
      const changed = whyRestart(settings, next) ?? left;
      const count = countOf(next.config.workers);
      const renewed = await renewAll(crew, { count, changed, timeoutMs: graceOf(settings.config) });
      left = renewed.answer.ok ? undefined : (renewed.left ?? left);
      // Else the next reload would find no difference, and leave those that were not replaced as they are.
      if (renewed.answer.ok) adopt(next);
      return renewed.answer;
    } catch (error) {
      return answerOf({ kind: "failed", error }, { cwd: edge.cwd, config: settings.config, serving: true });
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
  const stop = () => crew.stop(graceOf(settings.config));
  const signals = waitForStop({ onSecond: (exit) => process.exit(exit) });
  const stopListening = listenForHangup({ onReload: () => void reload(), onTerminalGone: stop });
  void signals.stop.then((signal) => {
    const seconds = settings.config.shutdownTimeout / 1_000;
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
