import { expect, test } from "vitest";
import { clientsOf, sharedConnections, startCrew } from "./crew.ts";

const ways = [
  { name: "polling", options: { transports: ["polling"] } },
  { name: "polling over connections that sessions share", options: { transports: ["polling"] }, shared: true },
  { name: "WebSocket", options: { transports: ["websocket"] } },
  { name: "polling that changes to WebSocket", options: {} },
];

test.each(ways)("20 clients are served by 3 workers, each by one alone: $name", async ({ options, shared }) => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 20, { ...options, ...(shared && sharedConnections()) });
  expect(new Set(clients.map(({ pid }) => pid)).size).toBe(3);
  for (let round = 0; round < 3; round++) {
    const again = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
    expect(again).toEqual(clients.map(({ pid }) => pid));
  }
});

test("a client that has changed to WebSocket is connected to its worker itself", async () => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 12);
  await expect.poll(() => clients.every(({ client }) => client.io.engine.transport.name === "websocket")).toBe(true);
  const answers = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
  expect(answers).toEqual(clients.map(({ pid }) => pid));
});

test("a large request is passed on whole", async () => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 6, { transports: ["polling"] });
  const text = "x".repeat(300_000);
  const bytes = Buffer.alloc(200_000, 7);
  for (const { client } of clients) {
    const heard = new Promise<unknown[]>((resolve) => client.once("shouted", (...said) => resolve(said)));
    client.emit("shout", text, bytes);
    const [saidText, saidBytes] = await heard;
    expect(saidText).toBe(text);
    expect(bytes.equals(saidBytes as Buffer)).toBe(true);
    await client.emitWithAck("pid");
  }
});

test("what one worker emits reaches the clients of all, once and as JSON would have it", async () => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 12, { transports: ["websocket"] });
  const heard: unknown[][] = [];
  for (const { client } of clients) client.on("shouted", (...said: unknown[]) => heard.push(said));
  const [first] = clients;
  for (let number = 0; number < 5; number++) await first?.client.emitWithAck("shout", number, { at: new Date(number) });
  await expect.poll(() => heard.length).toBe(60);
  await Promise.all(clients.map(({ client }) => client.emitWithAck("servers")));
  expect(heard).toHaveLength(60);
  expect(heard.filter(([number]) => number === 3)).toEqual(Array(12).fill([3, { at: "1970-01-01T00:00:00.003Z" }]));
});

test("rooms, acks, fetchSockets and serverSideEmit go across workers", async () => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 9, { transports: ["websocket"] });
  const pids = [...new Set(clients.map(({ pid }) => pid))];
  const members = pids.map((pid) => clients.find((one) => one.pid === pid)?.client);
  const told: unknown[] = [];
  for (const { client } of clients) {
    client.on("told", (said) => told.push(said));
    client.on("asked", (answer) => answer("yes"));
  }
  const [one, other] = members;
  for (const member of members) await member?.emitWithAck("join", "room");
  await one?.emitWithAck("tell", "room", "hello");
  await expect.poll(() => told).toEqual(["hello", "hello", "hello"]);
  expect(await other?.emitWithAck("count")).toBe(9);
  expect(await other?.emitWithAck("ask")).toEqual(Array(9).fill("yes"));
  const asker = clients[0];
  const answers: number[] = await asker?.client.emitWithAck("servers");
  expect(answers.toSorted()).toEqual(pids.filter((pid) => pid !== asker?.pid).toSorted());
});

test("--transports websocket needs nothing passed on", async () => {
  const crew = await startCrew(["--workers", "2", "--transports", "websocket"]);
  const clients = await clientsOf(crew, 8, { transports: ["websocket"] });
  expect(new Set(clients.map(({ pid }) => pid)).size).toBe(2);
});

test("the banner and the log say how many there are, and which one speaks", async () => {
  const crew = await startCrew(["--workers", "2"]);
  expect(crew.output().match(/ {2}workers {3}2\n/g)).toHaveLength(1);
  const client = await crew.client();
  client.emit("throw");
  await expect.poll(crew.output).toMatch(/ error \[[12]\] Uncaught outside of any handler: out of the blue/);

  const other = await startCrew(["--workers", "2", "--log-format", "json"]);
  const [line = ""] = other
    .output()
    .split("\n")
    .filter((one) => one.includes("Listening"));
  expect(JSON.parse(line)).toMatchObject({ msg: "Listening", workers: 2 });
  const second = await other.client();
  second.emit("throw");
  await expect.poll(other.output).toMatch(/"worker":[12],.*"msg":"Uncaught outside of any handler: out of the blue"/);
});

test("handlers may make the ids of sessions themselves", async () => {
  const own = `export default (io) => {
    let last = 0;
    io.engine.generateId = () => \`own-\${process.pid}-\${++last}\`;
    io.on("connection", (socket) => socket.on("pid", (answer) => answer(process.pid)));
  };\n`;
  const crew = await startCrew(["--workers", "3"], { files: { "h.js": own } });
  const clients = await clientsOf(crew, 9, { transports: ["polling"] });
  for (const { client, pid } of clients) expect(client.io.engine.id).toMatch(new RegExp(`^own-${pid}-\\d+-w\\d$`));
});

test("connection state recovery without a place that outlives a worker is refused", async () => {
  const start = startCrew(["--workers", "2", "--connection-state-recovery", "2m"]);
  await expect(start).rejects.toThrow(/ended with 78:[\s\S]*\[workers-recovery\]/);
});
