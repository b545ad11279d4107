import type { Socket } from "socket.io-client";
import { expect, test } from "vitest";
import { expectVersion, watched } from "./project.ts";

const styles = {
  functions: (version: number) => `import { on } from "sio-serve";
on("say", (n: number) => [n, ${version}]);
on("v", () => ${version});
`,
  plain: (version: number) => `import type { Server } from "socket.io";
export default (io: Server) => {
  io.on("connection", (socket) => {
    socket.on("say", (n: number, ack: (answer: unknown) => void) => ack([n, ${version}]));
    socket.on("v", (ack: (answer: unknown) => void) => ack(${version}));
  });
};
`,
};

const clients = 50;
const saves = 30;

/** Sends numbers, one after the other as fast as they are answered, until told to stop; resolves with the answers. */
function sender(client: Socket, stopped: () => boolean): Promise<number[]> {
  const answers: number[] = [];
  return new Promise((resolve, reject) => {
    const send = (n: number) => {
      if (stopped()) return resolve(answers);
      client.timeout(20_000).emit("say", n, (error: Error | null, [answered]: [number] = [-1]) => {
        if (error) return reject(error);
        answers.push(answered);
        setTimeout(() => send(n + 1), 5);
      });
    };
    send(0);
  });
}

test.each(Object.entries(styles))(
  "%s: clients that send all the time lose, miss and repeat nothing while files are saved",
  { timeout: 120_000 },
  async (_, version) => {
    await using project = await watched({ "h.ts": version(0) });
    const crowd = await Promise.all(
      Array.from({ length: clients }, (_, index) =>
        project.client({ transports: [index % 5 === 0 ? "polling" : "websocket"] }),
      ),
    );
    let dropped = 0;
    for (const client of crowd) client.on("disconnect", () => dropped++);
    let stopped = false;
    const sending = crowd.map((client) => sender(client, () => stopped));
    const [witness] = crowd as [Socket];
    for (let save = 1; save <= saves; save++) {
      if (save % 10 === 0) {
        await project.write("h.ts", `${version(save)}on(`);
        await expect.poll(() => broken(project.reloads()), { timeout: 10_000 }).toBe(save / 10);
      } else {
        await project.write("h.ts", version(save));
        await expectVersion(witness, save);
      }
    }
    stopped = true;
    const answers = await Promise.all(sending);
    expect(dropped).toBe(0);
    for (const numbers of answers) expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(Math.min(...answers.map(({ length }) => length))).toBeGreaterThan(saves);
  },
);

function broken(lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith("Not loaded")).length;
}
