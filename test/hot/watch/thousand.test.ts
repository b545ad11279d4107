import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type LightClient, lightClients } from "../../_support/light-clients.ts";
import { expectVersion, watched } from "./project.ts";

const clients = 1_000;
const saves = 100;
const everyMs = 20;

/** Both answer with what the server has seen from this client before, so that a loss or a repetition shows. */
const styles = {
  functions: (version: number) => `import { on, socket } from "sio-serve";
on("say", (n: number) => {
  const before = socket.data.last ?? -1;
  socket.data.last = n;
  return [n, before, ${version}];
});
on("v", () => ${version});
`,
  plain: (version: number) => `import type { Server } from "socket.io";
export default (io: Server) => {
  io.on("connection", (socket) => {
    socket.on("say", (n: number, ack: (answer: unknown) => void) => {
      const before = socket.data.last ?? -1;
      socket.data.last = n;
      ack([n, before, ${version}]);
    });
    socket.on("v", (ack: (answer: unknown) => void) => ack(${version}));
  });
};
`,
};

type Answer = readonly [n: number, before: number, version: number];

/** Sends a number every few milliseconds, or when the one before is answered, until told to stop; resolves with the answers. */
async function talk(client: LightClient, { signal }: AbortController): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let n = 0; !signal.aborted; n++) {
    const [answer] = await Promise.all([client.call("say", n), pause(everyMs)]);
    answers.push(answer as Answer);
  }
  return answers;
}

test.each(Object.entries(styles))(
  `%s: ${clients} clients send all the time through ${saves} saves, one in ten broken: none is dropped, nothing is lost, doubled or out of order`,
  { timeout: 180_000 },
  async (_, source) => {
    await using project = await watched({ "h.ts": source(0) });
    const witness = await project.client();
    const crowd = await lightClients(project.server.url, clients);
    const stop = new AbortController();
    const talking = Promise.all(crowd.map((client) => talk(client, stop)));
    for (let save = 1; save <= saves; save++) {
      if (save % 10 === 0) {
        await project.write("h.ts", `${source(save)}on(`);
        const isTold = () => project.reloads().filter((line) => line.startsWith("Not loaded")).length;
        await expect.poll(isTold, { timeout: 10_000 }).toBe(save / 10);
      } else {
        await project.write("h.ts", source(save));
        await expectVersion(witness, save);
      }
    }
    stop.abort();
    for (const answers of await talking) {
      expect(answers.map(([n]) => n)).toEqual(answers.map((_, index) => index));
      expect(answers.map(([, before]) => before)).toEqual(answers.map((_, index) => index - 1));
      const versions = answers.map(([, , version]) => version);
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(versions.at(-1)).toBe(saves - 1);
    }
  },
);
