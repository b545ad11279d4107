import { expect, test } from "vitest";
import { framesOf } from "../../src/adapters/bus/frames.ts";
import { garbageCollector } from "../_support/garbage-collector.ts";
import { hear, newChannel, settled, startNode } from "./contract/subject.ts";
import { clientsOf, hearEachOther } from "./faults/delivery.ts";

/** What others may write where servers listen: on the broker at the URL, and on the channel. */
export type Write = (bodies: readonly Buffer[], channel: string) => Promise<unknown>;

const texts = [
  "",
  "{",
  "null",
  "[]",
  '{"type":3,"uid":"x","nsp":"/"}',
  '{"type":3,"uid":"x","nsp":"/","data":{"packet":{"type":2,"data":["news"]},"opts":{"rooms":7}}}',
  '{"type":9,"uid":"x","nsp":"/","data":{"packet":{}}}',
  '{"type":1,"uid":7,"nsp":"/"}',
  '{"type":99,"uid":"x","nsp":"/"}',
  '{"uid":"x","nsp":"/","attachmentId":"1; DROP TABLE socket_io_attachments"}',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
];

/** Too large for some brokers. */
const large = [
  `{"type":3,"uid":"x","nsp":"/","data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  `{"type":3,"uid":"x","nsp":"/","data":"${"x".repeat(800_000)}"}`,
];

/** Bytes that mean nothing, and the same in whole frames, so that they get further. */
export function garbage({ most }: { readonly most: number }): Buffer[] {
  const noise = Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 256));
  const plain = [...[...texts, ...large].map((text) => Buffer.from(text)), noise];
  const framed = plain.flatMap((body, number) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return [body, Buffer.concat([length, Buffer.from(`[${body},[[["__proto__","polluted"],1]]]`)])].flatMap((bytes) =>
      framesOf({ node: "0123456789abcdef", number, bytes }, Math.max(100_000, most)),
    );
  });
  return [...plain, ...framed].filter(({ length }) => length > 0 && length <= most);
}

/** Registers the test that garbage is dropped, told in one line, and harms nobody. */
export function dropGarbage(url: () => string, write: Write, most: number): void {
  test("garbage on the channel is dropped, and told in one line", async () => {
    const channel = newChannel();
    const nodes = await Promise.all([1, 2].map(() => startNode(url(), { channel })));
    const clients = await clientsOf(nodes);
    await hearEachOther(nodes, clients);
    const heard = clients.map((client) => hear(client));
    await write(garbage({ most }), channel);
    await hearEachOther(nodes, clients);
    await settled(nodes, clients);
    expect(heard).toEqual([[], []]);
    expect("polluted" in {}).toBe(false);
    for (const { log } of nodes) {
      const warnings = log.filter(({ level }) => level === "warn" || level === "error").map(({ message }) => message);
      expect(warnings).toEqual([expect.stringMatching(/^A message from .* was dropped: it made no sense/)]);
    }
  });

  test("memory stays flat under garbage", async () => {
    const channel = newChannel();
    const node = await startNode(url(), { channel });
    const client = await node.client();
    const bodies = Array.from({ length: 10_000 }, (_, index) => Buffer.from(`garbage ${index}`));
    const collect = garbageCollector();
    const flood = async () => {
      await write(bodies, channel);
      await settled([node], [client]);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await flood();
    expect((await flood()) - before).toBeLessThan(5_000_000);
    expect(node.log.filter(({ level }) => level === "warn")).toHaveLength(1);
  });
}
