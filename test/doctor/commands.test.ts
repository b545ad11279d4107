import { expect, test } from "vitest";
import { commandsFor, type PackageTool, written } from "../../src/conflicts/commands.ts";
import type { PackageChange } from "../../src/conflicts/finding.ts";

const npm: PackageTool = { manager: "npm" };
const pnpm: PackageTool = { manager: "pnpm" };
const yarn: PackageTool = { manager: "yarn" };
const classic: PackageTool = { manager: "yarn", classic: true };
const bun: PackageTool = { manager: "bun" };

/** Each of these commands was run by hand: npm 11, pnpm 9, yarn 1.22 and 4.18, bun 1.4. */
const rows: readonly (readonly [PackageTool, PackageChange, string])[] = [
  [npm, { remove: ["socketio"], add: ["socket.io"] }, "npm rm socketio && npm i socket.io"],
  [npm, { add: ["socket.io-client@4"], folder: "web" }, "npm i socket.io-client@4 -w web"],
  [npm, { remove: ["a", "b"], folder: "web" }, "npm rm a b -w web"],
  [npm, { add: ["a"], folder: ".." }, "npm i a --prefix .."],
  [npm, { add: ["a"], dev: true }, "npm i -D a"],
  [npm, { update: ["ws"] }, "npm update ws"],
  [npm, { dedupe: ["ws"] }, "npm dedupe"],

  [pnpm, { remove: ["socketio"], add: ["socket.io"] }, "pnpm rm socketio && pnpm add socket.io"],
  [pnpm, { add: ["a@4"], folder: "web" }, "pnpm -C web add a@4"],
  [pnpm, { add: ["a"], folder: "../.." }, "pnpm -C ../.. add a -w"],
  [{ ...pnpm, workspace: true }, { remove: ["a"] }, "pnpm rm a -w"],
  [pnpm, { add: ["a"], dev: true }, "pnpm add -D a"],
  [pnpm, { update: ["ws"] }, "pnpm update --depth Infinity ws"],
  [pnpm, { dedupe: ["ws"] }, "pnpm dedupe"],

  [yarn, { remove: ["socketio"], add: ["socket.io"] }, "yarn remove socketio && yarn add socket.io"],
  [yarn, { add: ["a@4"], folder: "web" }, "yarn --cwd web add a@4"],
  [{ ...yarn, workspace: true }, { add: ["a"], dev: true }, "yarn add -D a"],
  [yarn, { update: ["ws"] }, "yarn up -R ws"],
  [yarn, { dedupe: ["ws"] }, "yarn dedupe ws"],

  [classic, { remove: ["a"], folder: "web" }, "yarn --cwd web remove a"],
  [{ ...classic, workspace: true }, { add: ["a"] }, "yarn add a -W"],
  [classic, { add: ["a"], folder: ".." }, "yarn --cwd .. add a -W"],
  [classic, { update: ["ws"] }, "yarn upgrade"],
  [classic, { dedupe: ["ws"] }, "npx -y yarn-deduplicate --packages ws && yarn install"],

  [bun, { remove: ["socketio"], add: ["socket.io"] }, "bun remove socketio && bun add socket.io"],
  [bun, { add: ["a@4"], folder: "web" }, "bun add a@4 --cwd web"],
  [bun, { add: ["a"], dev: true }, "bun add -d a"],
  [bun, { update: ["ws"] }, "bun update ws"],
  [bun, { dedupe: ["ws"] }, "bun update ws"],
];

test.each(rows)("%j: %j is %s", (tool, change, command) => {
  expect(written(commandsFor(change, tool))).toBe(command);
});

test("nothing to change is no command", () => {
  expect(commandsFor({}, npm)).toEqual([]);
});

test("what a shell would understand otherwise is quoted", () => {
  expect(written(commandsFor({ add: ["ws@>=8.21 <9", "socket.io@^4.8.4", "it's"] }, npm))).toBe(
    `npm i 'ws@>=8.21 <9' socket.io@^4.8.4 'it'\\''s'`,
  );
});
