import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestBroker } from "../_support/brokers/broker-process.ts";
import { noRabbitmq, startRabbitmq } from "../_support/brokers/rabbitmq.ts";
import { type CliServer, runCli, startCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";
import { describeUnless } from "../_support/needs.ts";
import { listening, writeOnly } from "./programs.ts";
import { missingModules, runPython, startPython } from "./python.ts";

const missing =
  noRabbitmq ?? missingModules(["flask_socketio", "kombu", "amqp"], "python3-flask-socketio python3-kombu");

const handlers = `
import { io, joinRoom, on } from "sio-serve";
on("enter", (room) => joinRoom(room));
on("emit", (event, ...args) => { io.emit(event, ...args); });
`;

describeUnless(missing, "Flask-SocketIO of Debian, and sio-serve on one RabbitMQ", () => {
  let folder: TemporaryFolder;
  let rabbitmq: TestBroker;
  let server: CliServer;
  let client: Socket;
  const heard: unknown[][] = [];

  beforeAll(async () => {
    folder = await temporaryFolder({ "handlers.js": handlers });
    rabbitmq = await startRabbitmq();
    const flags = ["--queue", rabbitmq.url, "--queue-accept-pickle", "--queue-publish"];
    server = await startCli(["handlers.js", "--port", "0", ...flags], { cwd: folder.path });
    client = io(server.url, { reconnection: false, forceNew: true });
    client.onAny((...event: unknown[]) => heard.push(event));
    await client.emitWithAck("enter", "blue");
  }, 90_000);

  afterAll(async () => {
    client?.disconnect();
    await server?.[Symbol.asyncDispose]();
    await rabbitmq?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  }, 30_000);

  test("what a Python process emits reaches clients", async () => {
    await runPython(writeOnly, [rabbitmq.url, "nobody"]);
    await expect.poll(() => heard.at(-1)).toEqual(["message", "the end"]);
    expect(heard.map(([event]) => event)).toEqual([
      "text",
      "none",
      "list",
      "tuple",
      "bytes",
      "nan",
      "room",
      "skipped",
      "message",
    ]);
    expect(heard).toContainEqual(["bytes", { b: Buffer.from([0, 1]), l: [Buffer.from([2])] }]);
  });

  test("what this server emits reaches Python", async () => {
    await using python = startPython(listening, [rabbitmq.url]);
    // Its queue is there at some moment.
    await expect
      .poll(
        () => {
          client.emit("emit", "greeting", { a: 1 });
          return [python.lines.at(-1), python.errors()];
        },
        { timeout: 10_000 },
      )
      .toEqual(['emit greeting {"a": 1} None', ""]);
  });

  test("what RabbitMQ refuses is a mistake", async () => {
    const run = (url: string) => runCli(["handlers.js", "--port", "0", "--queue", url], { cwd: folder.path });
    const [password, host, tls] = await Promise.all([
      run(rabbitmq.url.replace("guest:guest", "guest:wrong")),
      run(`${rabbitmq.url}/nowhere`),
      run(rabbitmq.url.replace("amqp:", "amqps:")),
    ]);
    expect(password).toMatchObject({ status: 78, stderr: expect.stringContaining("refuses the user or the password") });
    expect(password.stderr).not.toContain("wrong@");
    expect(host).toMatchObject({ status: 78, stderr: expect.stringContaining("has no such virtual host") });
    expect(tls).toMatchObject({ status: 78, stderr: expect.stringContaining("does not speak TLS") });
  });

  test("it is joined again when the broker is back", async () => {
    await rabbitmq.kill();
    await expect.poll(() => server.output(), { timeout: 20_000 }).toMatch(/is lost/);
    await rabbitmq.start();
    await expect.poll(() => server.output(), { timeout: 20_000 }).toMatch(/is back after/);
    heard.length = 0;
    await runPython(writeOnly, [rabbitmq.url, "nobody"]);
    await expect.poll(() => heard.at(-1)).toEqual(["message", "the end"]);
    expect(await server.stop()).toBe(0);
  }, 90_000);
});
