import { describe } from "vitest";
import type { Capability } from "../../../src/engines/engine.ts";
import { aborting } from "./aborting.ts";
import { broadcasting } from "./broadcasting.ts";
import { closing } from "./closing.ts";
import { compressing } from "./compressing.ts";
import { encrypting } from "./encrypting.ts";
import { handshaking } from "./handshaking.ts";
import { limiting } from "./limiting.ts";
import { listening } from "./listening.ts";
import { messaging } from "./messaging.ts";
import { oldClients } from "./old-clients.ts";
import { origins } from "./origins.ts";
import { recovering } from "./recovering.ts";
import { refusing } from "./refusing.ts";
import { reloading } from "./reloading.ts";
import { routing } from "./routing.ts";
import { slowReaders } from "./slow-readers.ts";
import { stopping } from "./stopping.ts";
import { abilitiesOf, type Subject } from "./subject.ts";
import { unixSockets } from "./unix-sockets.ts";

/** Everything that an engine must do, by what it is about. Each registers tests for its subject; of what an engine says it cannot do, `refusing` has them. */
export const contract = {
  handshaking,
  messaging,
  broadcasting,
  limiting,
  closing,
  slowReaders,
  recovering,
  oldClients,
  compressing,
  origins,
  routing,
  aborting,
  listening,
  unixSockets,
  encrypting,
  stopping,
  reloading,
  refusing,
} satisfies Record<string, (subject: Subject) => void>;

/** The name of a part of the contract. */
export type Part = keyof typeof contract;

/** The parts that are about one thing alone, which an engine may say it cannot do. */
const about: Partial<Record<Part, Capability>> = { unixSockets: "unixSocket", encrypting: "tls" };

/** Registers the tests that hold a subject to the contract, or to some parts of it. */
export function holdToContract(subject: Subject, parts = Object.keys(contract) as readonly Part[]): void {
  const { cannot } = abilitiesOf(subject);
  const due = parts.filter((part) => !cannot.some((capability) => capability === about[part]));
  for (const part of due) describe(part, () => contract[part](subject));
}
