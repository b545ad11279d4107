import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type CANCEL_SYMBOL, cancel, confirm, intro, isCancel, type SelectOptions, select, text } from "@clack/prompts";
import { managerNames } from "./managers.ts";
import { whyRefused } from "./package-name.ts";
import { isEmptyFolder } from "./target.ts";
import { listTemplates } from "./templates.ts";
import { type Known, unasked } from "./unasked.ts";
import type { InitFlags, Language, Wishes } from "./wishes.ts";

/** Asks at the terminal for everything that no flag says; `undefined` if whoever is asked leaves with Ctrl-C or Escape. */
export async function ask(known: Known): Promise<Wishes | undefined> {
  const { cwd, dir, flags } = known;
  intro("A new sio-serve project", terminal);
  try {
    const folder = resolve(cwd, dir ?? (await askFolder(cwd, flags)));
    const base = unasked({ ...known, dir: folder });
    return {
      folder,
      name: flags.name ?? (await askName(base.name)),
      template: flags.template ?? (await askTemplate(base.template)),
      language: flags.js ? "js" : await askLanguage(),
      manager: flags.pm ?? (await askOne("Package manager", managerNames.map(asChoice), base.manager)),
      install: flags.install ?? (await askYes("Install the packages?", true)),
      git: flags.git ?? (!isInRepository(folder) && (await askYes("Make it a Git repository?", false))),
    };
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    cancel("Nothing was written.", terminal);
    return undefined;
  }
}

/** Whoever was asked has left instead of answering. */
class Left extends Error {}

/** What is on stdout is for programs to read. */
const terminal = { output: process.stderr };

async function askFolder(cwd: string, { merge, force }: InitFlags): Promise<string> {
  const proposed = isEmptyFolder(cwd) ? "." : freeName(cwd);
  const placeholder = proposed === "." ? ". (the current one)" : proposed;
  const wrong = (value: string) => {
    if (merge || force || isEmptyFolder(resolve(cwd, value))) return undefined;
    return "It is not empty. Choose another, or start again with --merge or --force.";
  };
  return askText("Folder", { proposed, placeholder, wrong });
}

async function askName(proposed: string): Promise<string> {
  const wrong = (value: string) => {
    const why = whyRefused(value);
    return why && `npm refuses it: a name ${why}.`;
  };
  return askText("Name", { proposed, placeholder: proposed, wrong });
}

/** What is typed takes the place of what is proposed, which Enter alone accepts. */
async function askText(
  message: string,
  {
    proposed,
    placeholder,
    wrong,
  }: { proposed: string; placeholder: string; wrong: (value: string) => string | undefined },
): Promise<string> {
  const validate = (value = "") => wrong(value.trim() || proposed);
  const typed = await answer(text({ message, placeholder, defaultValue: proposed, validate, ...terminal }));
  return typed.trim() || proposed;
}

async function askTemplate(initialValue: string): Promise<string> {
  const options = listTemplates().map(({ name, description }) => ({ value: name, label: name, hint: description }));
  return askOne("Template", options, initialValue);
}

async function askLanguage(): Promise<Language> {
  const options: Choice<Language>[] = [
    { value: "ts", label: "TypeScript" },
    { value: "js", label: "JavaScript" },
  ];
  return askOne("Language", options, "ts");
}

/** One line of a list. */
interface Choice<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
}

function asChoice<Value extends string>(value: Value): Choice<Value> {
  return { value, label: value };
}

async function askOne<Value extends string>(
  message: string,
  options: Choice<Value>[],
  initialValue: NoInfer<Value>,
): Promise<Value> {
  // Whether an option needs a label depends on its value being text, which TypeScript cannot tell of a type parameter.
  const asked = { message, options, initialValue, ...terminal } as unknown as SelectOptions<Value>;
  return answer(select(asked));
}

async function askYes(message: string, initialValue: boolean): Promise<boolean> {
  return answer(confirm({ message, initialValue, ...terminal }));
}

async function answer<Value>(asked: Promise<Value | typeof CANCEL_SYMBOL>): Promise<Value> {
  const value = await asked;
  if (isCancel(value)) throw new Left();
  return value;
}

/** The first of sio-app, sio-app-2, … that is not there. */
function freeName(cwd: string): string {
  const names = ["sio-app", ...Array.from({ length: 98 }, (_, index) => `sio-app-${index + 2}`)];
  return names.find((name) => !existsSync(join(cwd, name))) ?? "sio-app";
}

function isInRepository(folder: string): boolean {
  return existsSync(join(folder, ".git")) || (dirname(folder) !== folder && isInRepository(dirname(folder)));
}
