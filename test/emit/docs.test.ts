import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { missingProgram, needs } from "../_support/needs.ts";
import { connected, serve } from "../_support/server.ts";
import { hear } from "../adapters/contract/subject.ts";
import { fencesOf, readPages } from "../docs/pages.ts";
import { token } from "./admin.ts";

const page = readPages().find(({ file }) => file === "docs/emitting.md");
const blocks = page ? fencesOf(page) : [];
const run = promisify(execFile);

/** The programs that the page shows, each with the language of its blocks. */
const programs = [
  { language: "sh", command: "sh", args: ["-c"], missing: missingProgram("curl", "curl") },
  { language: "python", command: "python3", args: ["-c"], missing: missingProgram("python3", "python3") },
];

for (const { language, command, args, missing } of programs) {
  test(`the ${language} blocks of the page do what it says`, async (context) => {
    needs(context, missing);
    const adminPort = await freePort();
    const server = await serve(() => {}, { adminPort, adminToken: token });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const client = await connected(server.client());
    server.sio.io.socketsJoin("room 1");
    const heard = hear(client);
    const printed: string[] = [];
    for (const { code } of blocks.filter((block) => block.language === language)) {
      const { PATH = "" } = process.env;
      const program = code.replaceAll(":5001/", `:${adminPort}/`);
      const { stdout } = await run(command, [...args, program], { env: { PATH, SIO_ADMIN_TOKEN: token } });
      printed.push(stdout.trim());
    }
    await expect.poll(() => heard).toEqual([[{ title: "Hello" }]]);
    expect(printed).toEqual(language === "sh" ? ['{"nodes":1}', expect.stringContaining('"clients":{"/":1}')] : ["1"]);
  });
}
