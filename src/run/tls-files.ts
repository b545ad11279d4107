import type { Config } from "../config/options.ts";
import { fingerprint } from "./fingerprints.ts";

/** What is in the files of certificate and key that the settings name, each as one text that differs when the file does, by path. */
export async function tlsFiles({ tlsCert, tlsKey, tlsCa }: Config): Promise<Readonly<Record<string, string>>> {
  const paths = [tlsCert, tlsKey, tlsCa].filter((path) => path !== undefined);
  const found = await Promise.all(paths.map(async (path) => [path, (await fingerprint(path)).content] as const));
  return Object.fromEntries(found);
}
