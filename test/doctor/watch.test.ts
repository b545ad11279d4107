import { expect, test } from "vitest";
import { answering, expectVersion, patient, watched } from "../hot/watch/project.ts";

const manifest = (dependencies: object) => JSON.stringify({ name: "project", private: true, dependencies });

test("a package that arrives while the server is watched is refused, the old server serves on, and its leaving restarts", async () => {
  await using project = await watched({ "h.ts": answering(1), "package.json": manifest({}) });
  const client = await project.client();
  await project.write("package.json", manifest({ socketio: "^1.0.0" }));
  await expect
    .poll(project.reloads, patient)
    .toEqual(["Not loaded, what was in force serves on: A conflict keeps the server from starting."]);
  expect(project.server.output()).toContain("C21 fatal");
  await expectVersion(client, 1);
  await project.write("package.json", manifest({}));
  await expect
    .poll(project.reloads, patient)
    .toEqual([expect.anything(), "Restarted on URL, because package.json has changed; clients reconnect"]);
});

test("a restart does not repeat what the start has said", async () => {
  const before = manifest({ socketio: "^1.0.0" });
  await using project = await watched({ "h.ts": answering(1), "package.json": before }, { args: ["h.ts", "--force"] });
  await project.write("package.json", `${before}\n`);
  await expect.poll(project.reloads, patient).toHaveLength(1);
  expect(project.server.output().match(/\[C21\]/g)).toHaveLength(1);
});
