import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../_support/folder.ts";
import { connected, next } from "../../_support/server.ts";
import { issue, noCertificates } from "../../server/certificates.ts";
import { abilitiesOf, open, type Subject, start, transports } from "./subject.ts";

const version = (number: number) => `import { on } from "sio-serve";
on("version", () => ${number});
export const http = () => new Response("version ${number}");
`;

/** Changes while clients are connected. */
export function reloading(subject: Subject): void {
  test("saved handlers are in force for clients that stay connected, and for routes", async () => {
    await using folder = await temporaryFolder({ "h.ts": version(1) });
    const server = await start(subject, { handlers: "h.ts", flags: ["--watch"], cwd: folder.path });
    const client = await connected(open(server.url));
    const { id } = client;
    expect(await client.emitWithAck("version")).toBe(1);
    await writeFile(join(folder.path, "h.ts"), version(2));
    await expect.poll(() => client.emitWithAck("version"), { timeout: 10_000 }).toBe(2);
    expect(client.id).toBe(id);
    expect(await (await fetch(server.url)).text()).toBe("version 2");
  });

  test("a setting that needs a new server gets one at the same address, and clients come back to it", async () => {
    const config = (pingInterval: string) => JSON.stringify({ pingInterval });
    await using folder = await temporaryFolder({ "h.ts": version(1), "sio.config.json": config("20s") });
    const server = await start(subject, { handlers: "h.ts", flags: ["--watch"], cwd: folder.path });
    const client = await connected(
      open(server.url, { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 100 }),
    );
    await writeFile(join(folder.path, "sio.config.json"), config("15s"));
    await expect.poll(server.output, { timeout: 10_000 }).toMatch(/restart/i);
    await expect
      .poll(() => (client.io.engine as unknown as { readonly _pingInterval?: number })._pingInterval, {
        timeout: 10_000,
      })
      .toBe(15_000);
    expect(await client.emitWithAck("version")).toBe(1);
    expect(await server.stop()).toBe(0);
  });

  if (abilitiesOf(subject).cannot.includes("tls")) return;
  test("encryption is switched on and off at the same address", async ({ skip }) => {
    skip(noCertificates !== undefined, noCertificates);
    const plain = { "h.ts": version(1), "sio.config.json": "{}" };
    await using folder = await temporaryFolder(plain);
    await issue(folder.path, { as: "server", name: "server" });
    const configure = (settings: object) => writeFile(join(folder.path, "sio.config.json"), JSON.stringify(settings));
    const server = await start(subject, { handlers: "h.ts", flags: ["--watch"], cwd: folder.path });
    const encrypted = server.url.replace("http:", "https:");
    const restarts = () => server.output().match(/Restarted on \S+/g) ?? [];
    const client = await connected(open(server.url));
    const left = next(client, "disconnect");
    await configure({ tlsCert: "server.pem", tlsKey: "server.key" });
    await left;
    await expect.poll(restarts, { timeout: 10_000 }).toEqual([`Restarted on ${encrypted}`]);
    const trusting = { rejectUnauthorized: false } as object;
    for (const transport of transports)
      expect(await open(encrypted, { ...trusting, transports: [transport] }).emitWithAck("version")).toBe(1);
    await configure({});
    await expect
      .poll(restarts, { timeout: 10_000 })
      .toEqual([`Restarted on ${encrypted}`, `Restarted on ${server.url}`]);
    expect(await open(server.url).emitWithAck("version")).toBe(1);
    expect(await server.stop()).toBe(0);
  });
}
