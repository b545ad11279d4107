import { connect } from "amqplib";
import { afterAll, describe, test } from "vitest";
import { noRabbitmq, startRabbitmq } from "../_support/brokers/rabbitmq.ts";
import { describeUnless, needs } from "../_support/needs.ts";
import { noCertificates } from "../server/certificates.ts";
import { holdToContract } from "./contract/index.ts";
import { holdInFaults } from "./faults/index.ts";
import { dropGarbage } from "./garbage.ts";
import { expectRefusal } from "./refused.ts";
import { startShared } from "./shared.ts";
import { type Certificates, expectTrust, makeCertificates } from "./trust.ts";

describeUnless(noRabbitmq, "amqp", () => {
  holdToContract({ name: "queues", broker: startRabbitmq });
  holdInFaults({ name: "queues", broker: startRabbitmq, faults: ["death", "freeze"] });

  describe("with one broker", () => {
    let tls: Certificates | undefined;
    const broker = startShared(async () => {
      tls = noCertificates ? undefined : await makeCertificates();
      return startRabbitmq(tls && { tls });
    });
    afterAll(async () => {
      await tls?.folder[Symbol.asyncDispose]();
    });

    dropGarbage(
      () => broker().url,
      async (bodies, channel) => {
        const client = await connect(broker().url);
        const to = await client.createConfirmChannel();
        for (const body of bodies) to.publish(`sio-serve.${channel}`, "all", body);
        await to.waitForConfirms();
        await client.close();
      },
      10_000_000,
    );

    test("it is reached encrypted, if its certificate can be trusted", async (context) => {
      needs(context, noCertificates);
      if (tls) await expectTrust(broker().tlsUrl, tls);
    });

    test("a wrong password, a wrong virtual host, and TLS where there is none are refused", async () => {
      const { url } = broker();
      await expectRefusal(url.replace(":guest@", ":pssst@"), "refuses the user name or the password");
      await expectRefusal(`${url}/nowhere`, "has no such virtual host");
      await expectRefusal(url.replace("amqp:", "amqps:"), "does not speak TLS there");
    });
  });
});
