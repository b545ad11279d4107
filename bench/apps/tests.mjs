// Tests as a project has them, each a connection, one call and its end. Prints what they took, as a line of JSON.
import { once } from "node:events";
import { SocketIO } from "sio-serve";
import { testServer } from "sio-serve/testing";
import { io } from "socket.io-client";

/** How each kind of server is started, and how one test goes. */
const kinds = {
  async memory() {
    const server = await testServer((io) => io.on("connection", listen));
    return {
      async test() {
        const client = await server.connect();
        check(await client.call("add", 1, 2));
        await client.disconnect();
      },
      close: () => server.close(),
    };
  },

  async tcp() {
    const sio = new SocketIO({ port: 0 });
    await sio.run();
    sio.io.on("connection", listen);
    return {
      async test() {
        const client = io(`http://127.0.0.1:${sio.address.port}`, {
          transports: ["websocket"],
          forceNew: true,
          reconnection: false,
        });
        await once(client, "connect");
        check(await client.emitWithAck("add", 1, 2));
        client.disconnect();
      },
      close: () => sio.stop(),
    };
  },
};

/** @param {import("socket.io").Socket} socket */
function listen(socket) {
  socket.on("add", (left, right, ack) => ack(left + right));
}

/** @param {number} sum */
function check(sum) {
  if (sum !== 3) throw new Error(`1 and 2 are 3, not ${sum}.`);
}

const [kind, settings = "{}"] = process.argv.slice(2);
const { tests, serverEach } = JSON.parse(settings);
const start = kinds[kind];

await run(tests / 5);
const before = { cpu: process.cpuUsage(), time: performance.now() };
await run(tests);
const ms = performance.now() - before.time;
const { user, system } = process.cpuUsage(before.cpu);
console.log(JSON.stringify({ testMs: ms / tests, cpuMs: (user + system) / 1_000 / tests }));

/** @param {number} count */
async function run(count) {
  const shared = serverEach ? undefined : await start();
  for (let done = 0; done < count; done++) {
    const server = shared ?? (await start());
    await server.test();
    if (!shared) await server.close();
  }
  await shared?.close();
}
