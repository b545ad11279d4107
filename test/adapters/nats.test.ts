import { connect } from "@nats-io/transport-node";
import { describe, expect, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { noNats, startNats } from "../_support/brokers/nats.ts";
import { describeUnless, needs } from "../_support/needs.ts";
import { noCertificates } from "../server/certificates.ts";
import { holdToContract } from "./contract/index.ts";
import { startTwo } from "./contract/subject.ts";
import { holdInFaults } from "./faults/index.ts";
import { dropGarbage } from "./garbage.ts";
import { expectRefusal } from "./refused.ts";
import { startShared } from "./shared.ts";
import { expectTrust, makeCertificates } from "./trust.ts";

describeUnless(noNats, "nats", () => {
  holdToContract({ name: "core", broker: startNats });
  holdInFaults({ name: "core", broker: startNats });

  describe("what others write", () => {
    const broker = startShared(startNats);
    dropGarbage(
      () => broker().url,
      async (bodies, channel) => {
        const client = await connect({ servers: `127.0.0.1:${broker().port}` });
        for (const body of bodies) client.publish(`sio-serve.${channel}.all`, body);
        await client.flush();
        await client.close();
      },
      1_000_000,
    );
  });

  test("a server that is away is passed over for the next one of the URL", async () => {
    await using broker = await startNats();
    const nodes = await startTwo(broker.url.replace("nats://", `nats://127.0.0.1:${await freePort()},`));
    expect(nodes.flatMap(({ log }) => log.filter(({ level }) => level === "warn"))).toEqual([]);
  });

  test("an encrypted server is reached by both schemes, if its certificate can be trusted", async (context) => {
    needs(context, noCertificates);
    const tls = await makeCertificates();
    await using _folder = tls.folder;
    await using broker = await startNats({ tls });
    const url = broker.url.replace("127.0.0.1", "localhost");
    await expectTrust(url.replace("nats:", "nats+tls:"), tls);
    await expectTrust(url, tls);
  });

  describe("what NATS refuses", () => {
    test("a wrong password, a wrong token, and TLS where there is none", async () => {
      await using named = await startNats({ args: ["--user", "anna", "--pass", "right"], user: "anna:pssst@" });
      await expectRefusal(named.url, "refuses the user name, the password or the token");
      await expectRefusal(
        named.url.replace("anna:pssst@", "pssst@"),
        "refuses the user name, the password or the token",
      );
      await expectRefusal(named.url.replace("nats:", "nats+tls:"), "does not speak TLS");
    });

    test("a user who may not hear the others", async () => {
      await using broker = await startNats({ permissions: { subscribe: ["elsewhere"] } });
      await expectRefusal(broker.url, "does not let this user send and hear");
    });

    test("a user who may not speak to the others", async () => {
      await using broker = await startNats({ permissions: { publish: ["elsewhere"] } });
      await expectRefusal(broker.url, "does not let this user send and hear");
    });
  });
});
