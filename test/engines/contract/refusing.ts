import { expect, test } from "vitest";
import type { Capability } from "../../../src/engines/engine.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { abilitiesOf, runToEnd, type Subject } from "./subject.ts";

/** What asks an engine for each thing that not every engine can do. */
const asking: Readonly<Record<Capability, readonly string[]>> = {
  unixSocket: ["--unix-socket", "s.sock"],
  tls: ["--tls-cert", "c.pem", "--tls-key", "k.pem"],
  tlsCa: ["--tls-cert", "c.pem", "--tls-key", "k.pem", "--tls-ca", "a.pem"],
  oldClients: ["--allow-eio3"],
  httpCompression: ["--http-compression"],
  perMessageDeflate: ["--per-message-deflate"],
  cookie: ["--cookie", "lb"],
  workersPolling: ["--workers", "2"],
  workersUnixSocket: ["--workers", "2", "--transports", "websocket", "--unix-socket", "s.sock"],
};

/** What an engine cannot do. */
export function refusing(subject: Subject): void {
  test("what it cannot do is refused before it starts, with the setting that asks for it", async () => {
    await using folder = await temporaryFolder();
    for (const capability of abilitiesOf(subject).cannot) {
      const { status, stdout, stderr } = await runToEnd(subject, { flags: asking[capability], cwd: folder.path });
      expect({ capability, status, stdout }).toEqual({ capability, status: 78, stdout: "" });
      expect(stderr).toContain(`The engine ${subject.engine} cannot do what `);
      expect(stderr).toMatch(/\[engine-[a-z0-9-]+\]/);
    }
  });
}
