import { connect } from "node:net";
import oldClient from "socket.io-client-v2";
import { expect, test } from "vitest";
import { connected, serve } from "../_support/server.ts";

/** One HTTP request as it stands; resolves with the status line's code. */
function raw(url: string, head: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\nHost: ${hostname}:${port}\r\n\r\n`));
    socket.once("data", (data) => {
      resolve(Number(/^HTTP\/1.1 (\d+)/.exec(String(data))?.[1]));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

const refusals: readonly (readonly [why: string, head: string, sentence: string])[] = [
  ["an unknown transport", "GET /socket.io/?EIO=4&transport=pigeon HTTP/1.1", 'the transport "pigeon"'],
  [
    "an unknown session",
    "GET /socket.io/?EIO=4&transport=polling&sid=nope HTTP/1.1",
    "a session that this server does not know (sid nope)",
  ],
  ["a POST without a session", "POST /socket.io/?EIO=4&transport=polling HTTP/1.1", "began with POST"],
  [
    "an upgrade without its header",
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
    "must pass the Upgrade header on",
  ],
  ["an old protocol", "GET /socket.io/?EIO=3&transport=polling HTTP/1.1", "--allow-eio3"],
];

test.each(refusals)("%s is refused and explained once", async (_why, head, sentence) => {
  await using server = await serve((sio) => sio.on("x", () => {}));
  expect(await raw(server.url, head)).toBe(400);
  expect(await raw(server.url, head)).toBe(400);
  const warnings = server.log.filter(({ level }) => level === "warn");
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining(sentence)]);
});

test("a late request of a client that has gone is no news", async () => {
  await using server = await serve((sio) => sio.on("x", () => {}));
  const client = await connected(server.client({ transports: ["polling"] }));
  const sid = client.io.engine?.id;
  const gone = new Promise((resolve) => server.sio.on("disconnect", resolve));
  client.disconnect();
  await gone;
  await expect.poll(() => raw(server.url, `GET /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1`)).toBe(400);
  expect(server.log.filter(({ level }) => level === "warn")).toEqual([]);
  await raw(server.url, "GET /socket.io/?EIO=4&transport=polling&sid=nope HTTP/1.1");
  expect(server.log.filter(({ level }) => level === "warn")).toHaveLength(1);
});

test("old clients are told of once for each page and browser, unless that is to count for nothing", async () => {
  const handshake = "GET /socket.io/?EIO=3&transport=polling HTTP/1.1";
  const come = async (url: string) => {
    for (const origin of ["https://a.example", "https://b.example"])
      for (const agent of ["Old/1.0", "Old/2.0", "Old/1.0"])
        await raw(url, `${handshake}\r\nOrigin: ${origin}\r\nUser-Agent: ${agent}`);
  };
  await using server = await serve(() => {}, { cors: "*" });
  await come(server.url);
  const warnings = server.log.filter(({ level }) => level === "warn").map(({ message }) => message);
  expect(warnings).toHaveLength(4);
  expect(warnings[0]).toMatchInlineSnapshot(
    `"A client of Socket.IO 1 or 2 was refused: https://a.example, Old/1.0. It speaks protocol 3, and this server 4. Use socket.io-client 4 there, or let old clients in: --allow-eio3 [C04]"`,
  );
  await using quiet = await serve(() => {}, { cors: "*", doctorIgnore: ["C04"] });
  await come(quiet.url);
  expect(quiet.log.filter(({ level }) => level === "warn")).toEqual([]);
});

test.each(["polling", "websocket"])("a client of Socket.IO 2 over %s is refused with the reason", async (transport) => {
  await using server = await serve(() => {});
  const client = oldClient(server.url, { reconnection: false, forceNew: true, transports: [transport] });
  await expect.poll(() => server.log.map(({ message }) => message)).toEqual([expect.stringContaining("[C04]")]);
  client.close();
});

test("a client of Socket.IO 2 is refused with the flag that lets it in, and let in with it", async () => {
  const old = (url: string) =>
    new Promise<string>((resolve) => {
      const client = oldClient(url, { reconnection: false, forceNew: true });
      const end = (how: string) => () => {
        client.close();
        resolve(how);
      };
      client.on("connect", end("connected"));
      client.on("connect_error", end("refused"));
    });
  await using strict = await serve((sio) => sio.on("x", () => {}));
  expect(await old(strict.url)).toBe("refused");
  expect(strict.log.some(({ message }) => message.includes("--allow-eio3"))).toBe(true);
  await using lenient = await serve((sio) => sio.on("x", () => {}), { allowEIO3: true });
  expect(await old(lenient.url)).toBe("connected");
});

test.each(["polling", "websocket"])(
  "a message over the limit closes its client over %s and names the setting; others go on",
  async (transport) => {
    await using server = await serve((sio) => sio.on("echo", (text: string) => text.length), {
      maxHttpBufferSize: 1_000,
    });
    const [big, small] = [server.client({ transports: [transport] }), server.client({ transports: [transport] })];
    await connected(big);
    const closed = new Promise((resolve) => big.once("disconnect", resolve));
    big.emit("echo", "x".repeat(2_000));
    await closed;
    expect(await small.emitWithAck("echo", "ok")).toBe(2);
    await expect
      .poll(() => server.log.map(({ message }) => message))
      .toEqual([expect.stringMatching(/over 1000 bytes .*--max-http-buffer-size/)]);
  },
);
