import pg from "pg";
import { describe, expect, test } from "vitest";
import { noPostgres, startPostgres } from "../_support/brokers/postgres.ts";
import { describeUnless, needs } from "../_support/needs.ts";
import { noCertificates } from "../server/certificates.ts";
import { holdToContract } from "./contract/index.ts";
import { acquainted, hear, settled, startNode, startTwo } from "./contract/subject.ts";
import { holdInFaults } from "./faults/index.ts";
import { dropGarbage } from "./garbage.ts";
import { expectRefusal } from "./refused.ts";
import { startShared } from "./shared.ts";
import { expectTrust, makeCertificates } from "./trust.ts";

describeUnless(noPostgres, "postgres", () => {
  holdToContract({ name: "notify", broker: startPostgres });
  holdInFaults({ name: "notify", broker: startPostgres, faults: ["death", "freeze", "slowness"] });

  test("an encrypted database is reached, if its certificate can be trusted", async (context) => {
    needs(context, noCertificates);
    const tls = await makeCertificates();
    await using _folder = tls.folder;
    await using broker = await startPostgres({ tls });
    await expectTrust(`${broker.url.replace("127.0.0.1", "localhost")}?sslmode=verify-full`, tls);
  });

  describe("with one database", () => {
    const broker = startShared(startPostgres);
    const admin = async (run: (client: pg.Client) => Promise<unknown>) => {
      const client = new pg.Client(broker().url);
      await client.connect();
      await run(client);
      await client.end();
    };

    dropGarbage(
      () => broker().url,
      (bodies, channel) =>
        admin(async (client) => {
          const texts = bodies.map((body) => body.toString("latin1").replaceAll("\0", ""));
          await client.query("SELECT pg_notify($1, text) FROM unnest($2::text[]) AS text", [`${channel}#/`, texts]);
        }),
      3_000,
    );

    test("large and small messages arrive in the order in which they were sent", async () => {
      const nodes = await startTwo(broker().url);
      const clients = await Promise.all(nodes.map((node) => node.client()));
      const heard = clients.map((client) => hear(client));
      const around = Array.from({ length: 300 }, (_, index) => "x".repeat(7_700 + index));
      const sent = [
        "x",
        "x".repeat(20_000),
        "",
        Buffer.alloc(9_000),
        ...around,
        Buffer.alloc(3_000_000),
        Buffer.alloc(1),
        "y",
      ];
      for (const value of sent) nodes[0].sio.io.emit("news", value);
      await settled(nodes, clients);
      const lengths = sent.map(({ length }) => length);
      expect(heard.map((one) => one.map(([value]) => (value as string | Buffer).length))).toEqual([lengths, lengths]);
    });

    test("namespaces may have names that mean something to a database, or are too long for one", async () => {
      const namespaces = [
        '/"; DROP TABLE socket_io_attachments; --',
        `/${"long".repeat(30)}1`,
        `/${"long".repeat(30)}2`,
      ];
      const nodes = await startTwo(broker().url, { namespaces: "*" });
      await acquainted(nodes, namespaces);
      const clients = await Promise.all(namespaces.map((namespace) => nodes[1].client({ namespace })));
      const heard = clients.map((client) => hear(client));
      for (const name of namespaces) nodes[0].sio.io.of(name).emit("news", Buffer.from(name));
      await expect.poll(() => heard.map((one) => one.map(String))).toEqual(namespaces.map((name) => [name]));
    });

    test("servers that start at once on a new database make its table together", async () => {
      await admin((client) => client.query("CREATE DATABASE fresh"));
      const nodes = await Promise.all(
        Array.from({ length: 5 }, () => startNode(broker().url.replace(/postgres$/, "fresh"))),
      );
      expect(nodes.flatMap(({ log }) => log.filter(({ level }) => level === "warn" || level === "error"))).toEqual([]);
    });

    test("a wrong password, a wrong database, TLS where there is none, and a user who may do nothing are refused", async () => {
      const { url } = broker();
      await admin(async (client) => {
        await client.query("CREATE DATABASE bare");
        await client.query("CREATE USER bob PASSWORD 'pssst'");
      });
      await expectRefusal(url.replace(":pssst@", ":pssst2@"), "refuses the user name or the password");
      await expectRefusal(url.replace(/postgres$/, "nowhere"), "has no such database");
      await expectRefusal(`${url}?sslmode=verify-full`, "does not speak TLS");
      await expectRefusal(url.replace("anna", "bob").replace(/postgres$/, "bare"), "GRANT SELECT, INSERT, DELETE");
      await expectRefusal(url.replace("anna", "bob"), "GRANT SELECT, INSERT, DELETE");
    });
  });
});
