import type { Connect } from "../adapter.ts";
import { createIntake } from "../steady/intake.ts";
import { steady } from "../steady/steady.ts";
import type { RedisLibrary } from "./client.ts";
import { dialOf } from "./dial.ts";
import { createLines } from "./lines.ts";
import { type ModeName, makers } from "./makers.ts";
import { explained, refusalOf } from "./refusal.ts";

/** What has been loaded for one mode. */
export interface Loaded {
  /** The package `redis`. */
  readonly library: unknown;
  /** The package of the official adapter. */
  readonly official: unknown;
  readonly mode: ModeName;
}

/** Connects one of the official adapters by lines that mend themselves. */
export function connectTo({ library, official, mode }: Loaded): Connect {
  return async (connection) => {
    const { channel, onState, onDropped } = connection;
    const intake = createIntake(onDropped);
    const dial = dialOf(library as RedisLibrary, connection);
    const explain = (error: Error) => refusalOf(error, connection) ?? explained(error, connection);
    const lines = createLines({ dial, explain, intake, onState });
    const adapter = steady(makers[mode](official, lines, channel), intake);
    try {
      await lines.begun();
    } catch (error) {
      await lines.close();
      throw error;
    }
    return { adapter, close: () => lines.close() };
  };
}
