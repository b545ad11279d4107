import { relative } from "node:path";
import type { Edge } from "../edge.ts";
import { managers } from "./managers.ts";
import type { Wishes } from "./wishes.ts";

/** The three commands that come next. */
export function nextSteps({ folder, manager, install }: Wishes, cwd: string): readonly string[] {
  const { run } = managers[manager];
  const way = relative(cwd, folder);
  return [
    ...(way === "" ? [] : [`cd ${quoted(way)}`]),
    ...(install ? [] : [`${manager} install`]),
    run("dev"),
    run("test"),
    run("start"),
  ].slice(0, 3);
}

/** What was made, and what to type now. */
export function farewell(wishes: Wishes, { cwd, paint: { stdout: paint } }: Edge): string {
  const steps = nextSteps(wishes, cwd).map((step) => `  ${paint.cyan(step)}\n`);
  return `${paint.green("✔")} ${wishes.name} is ready in ${wishes.folder}\n\n${steps.join("")}\n`;
}

function quoted(path: string): string {
  return /^[\w./\\@-]+$/.test(path) ? path : `"${path.replace(/["$`]/g, "\\$&")}"`;
}
