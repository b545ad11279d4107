import { expect, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { startNode } from "./contract/subject.ts";
import { told } from "./faults/delivery.ts";

// There is no MongoDB in Debian to run it against: what needs one is not held to anything here, and the documentation says so.
test("a server starts without its MongoDB, says so, serves its own clients, and stops", async () => {
  const node = await startNode(`mongodb://anna:pssst@127.0.0.1:${await freePort()}/app`);
  await told([node], ["ECONNREFUSED"]);
  const client = await node.client();
  const heard = new Promise((resolve) => client.once("news", resolve));
  node.sio.io.emit("news", "here");
  expect(await heard).toBe("here");
  expect(JSON.stringify(node.log)).not.toContain("pssst");
  expect(await node.stop()).toEqual([]);
});
