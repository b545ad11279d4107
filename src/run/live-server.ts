import type { Config } from "../config/options.ts";
import { SioError } from "../errors.ts";
import { pathMatcher } from "../lib/glob.ts";
import type { ModuleGraph } from "../modules/index.ts";
import { type HandlersSource, loadHandlers } from "./handlers.ts";
import { checkLinks } from "./link-check.ts";
import { oneAtATime, type ReloadRequest } from "./one-at-a-time.ts";
import type { Outcome } from "./outcome.ts";
import { differing, type Project, whyInstalled, whyRestart } from "./project.ts";
import { RestartNeeded } from "./restart-needed.ts";
import { RestartUndone } from "./restart-undone.ts";
import type { SocketIO } from "./socketio.ts";
import type { Start } from "./start.ts";

/** What a live server is made of. */
export interface LiveServerOptions<P extends Project> {
  readonly app: SocketIO;
  /** Makes an empty graph of this application's modules. */
  readonly createGraph: () => ModuleGraph;
  readonly root: string;
  readonly project: P;
  /** Reads the settings again. */
  readonly reread: () => Promise<P>;
  /** Rejects if what is installed cannot be served with. Asked before anything of the project is loaded. */
  readonly check: (project: P) => Promise<void>;
  /** Puts settings in force outside of the server: the environment, the level of the log. */
  readonly adopt: (project: P) => void;
  readonly parts: Pick<Start, "log" | "onFault" | "features" | "crew" | "roster" | "siblings">;
  /** For one server of several: {@link HandlersSource.agree}. Where a restart is needed nothing is done, and the outcome is a failure. */
  readonly agree?: () => Promise<void>;
}

/** A server that is kept in step with its files: swaps handlers in place where that is possible, else is made anew. */
export class LiveServer<P extends Project = Project> {
  /** Does what a change asks for, after whatever is being done already. Never rejects. */
  readonly update: (request: ReloadRequest) => Promise<Outcome>;
  /** Resolves when the server has stopped, with what did not finish in time. */
  readonly ended: Promise<readonly string[]>;
  readonly #options: LiveServerOptions<P>;
  #project: P;
  #graph: ModuleGraph;
  /** What a restart was to bring that failed because of the handlers; the next change tries again. */
  #wanted: { readonly project: P; readonly why: string; readonly files: ReadonlySet<string> } | undefined;
  #started = false;
  #stopping = false;
  #end: (unfinished: readonly string[]) => void = () => {};

  constructor(options: LiveServerOptions<P>) {
    this.#options = options;
    this.#project = options.project;
    this.#graph = options.createGraph();
    this.update = oneAtATime((request) => this.#update(request).catch((error) => ({ kind: "failed", error })));
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** The settings in force. */
  get config(): Config {
    return this.#project.config;
  }

  /** The files that settings come from, or would if they existed. */
  get sources(): ReadonlySet<string> {
    const { sources } = this.#wanted?.project ?? this.#project;
    return sources;
  }

  /** The files that the handlers are made from, and those that the last update failed with. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#graph.files(), ...(this.#wanted?.files ?? [])]);
  }

  /** Where in a user's file an error was thrown. */
  readonly userFrame: ModuleGraph["userFrame"] = (error) => this.#graph.userFrame(error);

  /** Whether it serves, as opposed to still having to start. */
  get serving(): boolean {
    return this.#started;
  }

  /** Gives back what the modules have changed in this process; for when the server has stopped. */
  close(): void {
    this.#graph.close();
  }

  /** Stops as {@link SocketIO.stop} does, whatever is being done. Safe to call twice. */
  stop(): void {
    this.#stopping = true;
    if (this.#started) void this.#options.app.stop();
    else this.#end([]);
  }

  async #update(request: ReloadRequest): Promise<Outcome> {
    if (this.#stopping) return { kind: "unchanged" };
    const { changed } = request;
    const { app } = this.#options;
    const ofSettings = [...(changed ?? [])].filter((path) => this.sources.has(path));
    // Whoever asks for everything means the settings too; at the start they have just been read.
    const rereads = changed ? ofSettings.length > 0 : this.#started;
    const next = rereads ? await this.#options.reread() : (this.#wanted?.project ?? this.#project);
    if (!this.#started) return this.#start(next);
    const { noticedAt = performance.now() } = request;
    const why = whyRestart(this.#project, next) ?? whyInstalled(ofSettings) ?? this.#whyStill();
    if (rereads) this.#wanted = undefined;
    if (why !== undefined) return this.#restart(next, why, noticedAt);
    const names = differing(this.#project, next);
    this.#adopt(next);
    const ofHandlers = changed && new Set([...changed].filter((path) => !this.sources.has(path)));
    if (ofHandlers?.size === 0) return names.length > 0 ? { kind: "adjusted", names } : { kind: "unchanged" };
    try {
      const source = { ...this.#source(next, this.#graph), agree: this.#options.agree };
      const { sockets } = await loadHandlers(app, source, this.#stale(ofHandlers));
      return { kind: "reloaded", changed: [...(ofHandlers ?? [])], ms: performance.now() - noticedAt, sockets };
    } catch (error) {
      if (!(error instanceof RestartNeeded) || this.#options.agree) throw error;
      return this.#restart(next, error.reason, noticedAt);
    }
  }

  async #start(project: P): Promise<Outcome> {
    const { app } = this.#options;
    this.#adopt(project);
    await this.#options.check(project);
    const started = await app.serve(this.#parts(project, this.#graph));
    this.#started = true;
    void app.whenStopped().then((unfinished) => {
      this.#stopping = true;
      this.#end(unfinished);
    });
    if (this.#stopping) void app.stop();
    return { kind: "started", started };
  }

  async #restart(project: P, why: string, noticedAt: number): Promise<Outcome> {
    const former = this.#project;
    const graph = this.#options.createGraph();
    try {
      this.#adopt(project);
      await this.#options.check(project);
      await checkLinks(this.#source(project, graph));
      const started = await this.#options.app.restart(this.#parts(project, graph));
      this.#graph.close();
      this.#graph = graph;
      this.#wanted = undefined;
      return { kind: "restarted", why, ms: performance.now() - noticedAt, started };
    } catch (thrown) {
      const undone = thrown instanceof RestartUndone;
      const error = undone ? thrown.cause : thrown;
      // An address that is taken must not keep handlers from being swapped.
      const mayHeal = error instanceof SioError && error.code === "handlers";
      this.#wanted = mayHeal ? { project, why, files: graph.files() } : undefined;
      graph.close();
      this.#adopt(former);
      return { kind: "failed", error, undone };
    }
  }

  /** Why a restart that failed is still needed, though no setting differs. */
  #whyStill(): string | undefined {
    const { project, why } = this.#wanted ?? {};
    return project && whyRestart(this.#project, project) === undefined ? why : undefined;
  }

  #adopt(project: P): void {
    this.#project = project;
    this.#options.adopt(project);
  }

  #parts(project: P, graph: ModuleGraph): Omit<Start, "app"> {
    const { app, root, parts } = this.#options;
    const load = () => loadHandlers(app, this.#source(project, graph));
    return { ...parts, config: project.config, root, load };
  }

  #source({ config: { handlers } }: P, graph: ModuleGraph): HandlersSource {
    const { root } = this.#options;
    if (handlers === undefined) {
      throw new SioError("usage", "Which handlers? None were named, and no config file names any.", {
        hint: "Name a file or folder: sio-serve handlers.ts",
      });
    }
    return { path: handlers, graph, root };
  }

  /** What the graph is told. Nobody knows which module reads a file that is watched only because the settings say so. */
  #stale(changed: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
    const isIncluded = pathMatcher(this.config.watchInclude);
    return changed && [...changed].some(isIncluded) ? undefined : changed;
  }
}
