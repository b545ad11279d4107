import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { connect } from "node:tls";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "../../_support/folder.ts";
import { next } from "../../_support/server.ts";
import { issue, noCertificates } from "../../server/certificates.ts";
import { type Knocking, knock, type Place, type Protocol } from "./knocking.ts";
import { answering, expectVersion, patient, watched } from "./project.ts";

type Settings = Readonly<Record<string, unknown>>;

let certificates: TemporaryFolder | undefined;

beforeAll(async () => {
  if (noCertificates !== undefined) return;
  certificates = await temporaryFolder();
  for (const name of ["first", "second"]) await issue(certificates.path, { as: "server", name });
  return () => certificates?.[Symbol.asyncDispose]();
});

const encrypted = (name = "first"): Settings => ({
  tlsCert: `${certificates?.path}/${name}.pem`,
  tlsKey: `${certificates?.path}/${name}.key`,
});

const uws = { engine: "uws" };

/** From which settings to which, and what whoever comes in between speaks. */
interface Change {
  readonly before: () => Settings;
  readonly after: () => Settings;
  readonly protocols: readonly Protocol[];
}

const either = ["http", "https"] as const;
const plain = () => ({});

const changes: Readonly<Record<string, Change>> = {
  "http to https": { before: plain, after: encrypted, protocols: either },
  "https to http": { before: encrypted, after: plain, protocols: either },
  "another certificate": { before: encrypted, after: () => encrypted("second"), protocols: ["https"] },
};

const changesOnUws: Readonly<Record<string, Change>> = {
  "http to https with uws": { before: () => uws, after: () => ({ ...uws, ...encrypted() }), protocols: either },
  "another setting with uws": {
    before: () => uws,
    after: () => ({ ...uws, pingInterval: "11s" }),
    protocols: ["http"],
  },
};

function config(settings: Settings): string {
  return JSON.stringify(settings);
}

describe("nobody who connects during a restart is refused, from", () => {
  beforeEach(({ skip }) => skip(noCertificates !== undefined, noCertificates));

  test.for(Object.entries(changes))("%s", ([, change]) => expectNoneRefused(change, { port: 0 }));

  test.for(Object.entries(changesOnUws))("%s", ([, change], { skip }) => {
    needsUws(skip);
    return expectNoneRefused(change, { port: 0 });
  });

  test("http to https on a Unix socket", () =>
    expectNoneRefused(changes["http to https"] as Change, { unixSocket: "s.sock" }));
});

describe("clients come back by themselves, from", () => {
  test("another certificate", async ({ skip }) => {
    skip(noCertificates !== undefined, noCertificates);
    await expectClientBack(encrypted(), encrypted("second"));
  });

  test("ws to uws", ({ skip }) => {
    needsUws(skip);
    return expectClientBack({ engine: "ws" }, uws);
  });

  test("uws to ws", ({ skip }) => {
    needsUws(skip);
    return expectClientBack(uws, { engine: "ws" });
  });
});

test("a certificate that is renewed in its files is shown to whoever comes next", async ({ skip }) => {
  skip(noCertificates !== undefined, noCertificates);
  const settings = { tlsCert: "server.pem", tlsKey: "server.key" };
  const files = { "h.ts": answering(1), "sio.config.json": config(settings), ...(await pemFiles("first")) };
  await using project = await watched(files);
  const { hostname: host, port } = new URL(project.server.url);
  for (const [name, text] of Object.entries(await pemFiles("second"))) await project.writeBeside(name, text);
  await expect
    .poll(project.reloads, patient)
    .toEqual([expect.stringContaining("because server.pem and server.key have changed")]);
  const connection = connect({ host, port: Number(port), rejectUnauthorized: false });
  await once(connection, "secureConnect");
  expect(connection.getPeerCertificate().subject.CN).toBe("second");
  connection.destroy();
});

async function pemFiles(name: string): Promise<Record<string, string>> {
  const read = (kind: string) => readFile(`${certificates?.path}/${name}.${kind}`, "utf8");
  return { "server.pem": await read("pem"), "server.key": await read("key") };
}

test("handlers that throw on the way from http to https leave http in force, and nobody is refused", async ({
  skip,
}) => {
  skip(noCertificates !== undefined, noCertificates);
  const text = `${answering(1)}if (process.env.SIO_TLS_CERT) throw new Error("no TLS, please");\n`;
  await using project = await watched({ "h.ts": text });
  const knocking = knock(placeOf(project.server.url), either);
  const { tlsCert, tlsKey } = encrypted();
  await project.write(".env", `SIO_TLS_CERT=${tlsCert}\nSIO_TLS_KEY=${tlsKey}\n`);
  await expect.poll(project.reloads, patient).toEqual([expect.stringContaining("no TLS, please")]);
  await expectAnswered(knocking, "http");
  await knocking.stop();
  expect([knocking.refused, knocking.answered.https]).toEqual([0, 0]);
  await expectVersion(await project.client(), 1);
});

/** Serves with settings, changes them while connections are made all the time, and waits until the new ones answer. */
async function expectNoneRefused({ before, after, protocols }: Change, address: Settings): Promise<void> {
  const files = { "h.ts": answering(1), "sio.config.json": config({ ...address, ...before() }) };
  await using project = await watched(files, { port: [] });
  const knocking = knock(placeOf(project.server.url), protocols);
  await expectAnswered(knocking, "tlsCert" in before() ? "https" : "http");
  await project.write("sio.config.json", config({ ...address, ...after() }));
  await expect.poll(project.reloads, patient).toEqual([expect.stringContaining("Restarted on")]);
  await expectAnswered(knocking, "tlsCert" in after() ? "https" : "http");
  await knocking.stop();
  expect(knocking.refused).toBe(0);
}

/** Changes the settings under a client that is connected, and speaks to the new server over its own reconnection. */
async function expectClientBack(before: Settings, after: Settings): Promise<void> {
  const files = { "h.ts": answering(1), "sio.config.json": config(before) };
  await using project = await watched(files);
  const quick = { reconnection: true, reconnectionDelay: 10, reconnectionDelayMax: 10 };
  const client = await project.client({ ...quick, rejectUnauthorized: false });
  const gone = next(client, "disconnect");
  await project.write("sio.config.json", config(after));
  expect((await gone)[0]).toBe("transport close");
  await expect.poll(() => client.connected, patient).toBe(true);
  await expectVersion(client, 1);
  expect(project.reloads()).toEqual([expect.stringContaining("Restarted on")]);
}

/** Waits until handshakes in progress are over and more than these have been answered over a protocol. */
async function expectAnswered({ answered }: Knocking, protocol: Protocol): Promise<void> {
  const before = answered[protocol];
  await expect.poll(() => answered[protocol], patient).toBeGreaterThan(before + enough);
}

/** More than can be under way at one moment. */
const enough = 10;

function placeOf(url: string): Place {
  if (!url.startsWith("http")) return { socketPath: url };
  const { hostname: host, port } = new URL(url);
  return { host, port: Number(port) };
}

function needsUws(skip: (condition: boolean, note?: string) => void): void {
  let installed = true;
  try {
    createRequire(import.meta.url).resolve("uWebSockets.js");
  } catch {
    installed = false;
  }
  skip(!installed, "uWebSockets.js is not installed");
}
