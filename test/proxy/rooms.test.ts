import { Agent } from "node:http";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { type CliServer, runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected } from "../_support/server.ts";
import { fencesOf, readPages } from "../docs/pages.ts";
import { freePort } from "../probe/deployments.ts";
import { needProgram, startProxy } from "./programs.ts";

const handlers = `import { on } from "sio-serve";\non("who", () => process.pid);\n`;
const rooms = ["with a space", "größer", "a&b=c", ...Array.from({ length: 16 }, (_, index) => `room ${index}`)];

test("rooms by server, as the page has it: nobody of a room is elsewhere, even while its server is away", async (context) => {
  needProgram("nginx", context);
  await using folder = await temporaryFolder({ "h.js": handlers });
  const serve = async (port: string): Promise<CliServer> => {
    const server = await startCli(["h.js", "--port", port, "--trust-proxy", "loopback"], { cwd: folder.path });
    onTestFinished(() => server[Symbol.asyncDispose]());
    return server;
  };
  const servers = await Promise.all([serve("0"), serve("0")]);
  const url = await startRoomsProxy(servers.map((server) => new URL(server.url).host));

  const homes = new Map<string, number>();
  for (const [index, room] of rooms.entries()) {
    const transports = ["polling", "websocket", "upgrade"];
    const pids = await Promise.all(transports.map((how, turn) => whoServes(client(url, room, how, index * 3 + turn))));
    expect(new Set(pids).size).toBe(1);
    homes.set(room, pids[0] ?? 0);
  }
  expect(new Set(homes.values())).toEqual(new Set(servers.map((server) => server.process.pid)));

  // Without a room, it is the address that keeps a client at its server.
  for (let address = 0; address < 8; address++) await whoServes(client(url, "", "polling", address));

  const [first] = servers;
  const away = rooms.find((room) => homes.get(room) === first?.process.pid) ?? "";
  const other = rooms.find((room) => homes.get(room) !== first?.process.pid) ?? "";
  await first?.stop();
  for (let turn = 0; turn < 3; turn++) {
    await expect(connected(client(url, away, "polling", turn))).rejects.toThrow();
    await expect(connected(client(url, away, "websocket", turn))).rejects.toThrow();
  }
  expect(await whoServes(client(url, other, "polling", 1))).toBe(homes.get(other));
  const again = await serve(new URL(first?.url ?? "").port);
  expect(await whoServes(client(url, away, "polling", 1))).toBe(again.process.pid);
});

/** Runs what `sio proxy` prints, changed as the page says, in front of these servers; resolves with its URL. */
async function startRoomsProxy(hosts: readonly string[]): Promise<string> {
  const port = await freePort();
  const upstreams = hosts.flatMap((host) => ["--upstream", host]);
  const { stdout } = await runCli(["proxy", "nginx", "--listen", `127.0.0.1:${port}`, ...upstreams]);
  const page = readPages().filter(({ file }) => file === "docs/fleet.md");
  const [upstream = "", location = ""] = page
    .flatMap(fencesOf)
    .flatMap(({ language, code }) => (language === "nginx" ? code : []));
  const [one = "", two = ""] = hosts;
  const changed = stdout
    .replace(
      /^upstream sio_serve \{[\s\S]*?^\}\n/m,
      upstream.replace("10.0.0.1:5000", one).replace("10.0.0.2:5000", two),
    )
    .replace("location /socket.io/ {\n", location);
  expect(changed).toContain("hash $sio_room consistent;");
  expect(changed).toContain("proxy_next_upstream off;");
  await startProxy("nginx", changed, port);
  return `http://127.0.0.1:${port}`;
}

/** A client of a room, from one of many addresses. */
function client(url: string, room: string, how: string, address: number): Socket {
  // Node's agent does what the types of the client expect of a browser's.
  const agent = new Agent({ localAddress: `127.0.1.${address + 1}` }) as unknown as string;
  const transports = how === "upgrade" ? ["polling", "websocket"] : [how];
  const socket = io(url, { query: { room }, transports, agent, forceNew: true, reconnection: false });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

/** The process that answers, over each of a few requests. */
async function whoServes(socket: Socket): Promise<number> {
  await connected(socket);
  const pids = [await socket.emitWithAck("who"), await socket.emitWithAck("who"), await socket.emitWithAck("who")];
  expect(new Set(pids).size).toBe(1);
  return pids[0];
}
