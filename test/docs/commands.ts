import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../../src/cli/commander.ts";
import { programFor } from "../../src/cli/main.ts";
import { plain } from "../../src/cli/terminal.ts";
import { runConfig } from "../config/project.ts";
import { type Fence, fencesOf, type Page, root } from "./pages.ts";

/** A command that a page shows, and what it shows of its output; without a command, lines that something else has printed. */
export interface ShownCommand {
  readonly page: string;
  readonly line: number;
  readonly text: string;
  /** The lines under it, up to the next command; empty where none are shown. */
  readonly output: string;
}

/** Every command of a page's `console` and `sh` blocks, in order. */
export function commandsOf(page: Page): ShownCommand[] {
  return fencesOf(page)
    .filter(({ language }) => language === "console" || language === "sh")
    .flatMap(commandsIn);
}

function commandsIn({ page, line, language, code }: Fence): ShownCommand[] {
  const prompt = language === "console" ? "$ " : "";
  const commands: { line: number; text: string; output: string }[] = [];
  for (const [index, text] of code.trimEnd().split("\n").entries()) {
    const last = commands.at(-1);
    if (last?.text.endsWith("\\")) last.text = `${last.text.slice(0, -1).trimEnd()} ${text.trim()}`;
    else if (text.startsWith(prompt))
      commands.push({ line: line + index, text: withoutComment(text.slice(prompt.length)), output: "" });
    else if (last) last.output += `${text}\n`;
    else commands.push({ line: line + index, text: "", output: `${text}\n` });
  }
  return commands.map((command) => ({ page, ...command }));
}

function withoutComment(text: string): string {
  return text.replace(/\s+#.*$/, "");
}

/** A command of ours, taken apart. */
export interface OwnCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

/** The words of a command line of `sio` or `sio-serve`; `undefined` for another program's. */
export function ownCommand(text: string): OwnCommand | undefined {
  const [, assignments = "", rest = ""] = /^((?:\w+=\S+\s+)*)(.*)$/s.exec(text) ?? [];
  const [, own] = /^(?:(?:npx|bunx --bun|deno run -A) )?(?:npm:)?(?:sio|sio-serve)(?: +(.*))?$/s.exec(rest) ?? [];
  if (own === undefined && !/^(?:npx )?sio(?:-serve)?$/.test(rest)) return undefined;
  const env = Object.fromEntries([...assignments.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
  return { env, args: wordsOf(own ?? "") };
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** Why the real program, or this test, does not understand a command; `undefined` if it does. Nothing is started. */
export async function whyWrong(text: string): Promise<string | undefined> {
  for (const part of text.split(/ (?:&&|\|) /)) {
    const own = ownCommand(part);
    const why = own ? await whyRefused(own) : whyUnknown(part);
    if (why) return `${part}: ${why}`;
  }
  return undefined;
}

async function whyRefused({ env, args }: OwnCommand): Promise<string | undefined> {
  let said = "";
  const write = (text: string) => {
    said += text;
  };
  const program = programFor({
    cwd: root,
    env: {},
    paint: { stdout: plain, stderr: plain },
    stdout: write,
    stderr: write,
  });
  const [first = ""] = args;
  const named = program.commands.find((command) => command.name() === first);
  try {
    // The settings of a server are read to the end: their values too must be right.
    if (named === undefined || first === "serve" || first === "dev") {
      await runConfig({ cwd: join(root, "test/docs"), args: named ? args.slice(1) : args, env });
      return undefined;
    }
    idle(named);
    await program.parseAsync([...args], { from: "user" });
    return undefined;
  } catch (error) {
    return said || String((error as Error).message);
  }
}

/** Lets a command be parsed, with its flags, and do nothing. */
function idle(command: Command): void {
  command.action(() => {});
  for (const child of command.commands) idle(child);
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const template = JSON.parse(readFileSync(join(root, "templates/typed/package.json"), "utf8"));
const packages = new Set([
  "sio-serve",
  "typescript",
  ...Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies }),
]);
const scripts = new Set(Object.keys({ ...manifest.scripts, ...template.scripts }));

/** Programs of others that pages show, each with what is asked of its words. */
const others: Readonly<Record<string, (words: readonly string[]) => string | undefined>> = {
  bun: (words) => whyNotInstalled(words.slice(1)),
  caddy: () => undefined,
  cat: () => undefined,
  cd: () => undefined,
  curl: () => undefined,
  docker: () => undefined,
  git: () => undefined,
  haproxy: () => undefined,
  kill: () => undefined,
  kubectl: () => undefined,
  nginx: () => undefined,
  node: () => undefined,
  npm: ([verb = "", ...words]) => {
    if (verb === "install" || verb === "i") return whyNotInstalled(words);
    if (verb === "ci" || verb === "rm" || verb === "dedupe") return undefined;
    const script = verb === "run" ? (words[0] ?? "") : verb;
    return scripts.has(script) ? undefined : `there is no script "${script}"`;
  },
  "redis-cli": () => undefined,
  sudo: () => undefined,
  systemctl: () => undefined,
  uptime: () => undefined,
  source: () => undefined,
  echo: () => undefined,
};

function whyNotInstalled(words: readonly string[]): string | undefined {
  const names = words.filter((word) => !word.startsWith("-") && !word.includes("uWebSockets.js#"));
  const unknown = names.find((name) => !packages.has(name.replace(/(?<=.)@[^/]*$/, "")));
  return unknown && `this project knows no package "${unknown}"`;
}

function whyUnknown(text: string): string | undefined {
  const [program = "", ...words] = wordsOf(text);
  const check = others[program];
  return check ? check(words) : `no test knows the program "${program}"`;
}
