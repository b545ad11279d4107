import type { Namespace } from "socket.io";
import type { ClusterMessage, ClusterResponse } from "socket.io-adapter";
import type { Pool } from "./pool.ts";

/** What is used of the package `@socket.io/postgres-adapter`. */
export interface OfficialAdapter {
  createAdapter(pool: Pool, options: OfficialOptions): (namespace: Namespace) => OfficialNamespace;
}

/** Its options. */
export interface OfficialOptions {
  readonly channelPrefix: string;
  /** In bytes. */
  readonly payloadThreshold: number;
  /** Told what fails on the way in and on the way out. */
  readonly errorHandler: (error: Error) => void;
}

/** The adapter of one namespace, with what is private of it. */
export interface OfficialNamespace {
  init(): void;
  close(): void;
  onMessage(message: ClusterMessage): void;
  doPublish(message: ClusterMessage): Promise<string>;
  doPublishResponse(requester: string, response: ClusterResponse): Promise<void>;
}
