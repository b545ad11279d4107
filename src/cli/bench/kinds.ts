import { resolve } from "node:path";
import type { Kind } from "../../config/option.ts";
import { bytes } from "../../config/quantities.ts";

/** How many of something there are in a second: `100/s`, `0.5`. */
export const perSecond: Kind<number, string> = {
  name: "perSecond",
  placeholder: "n/s",
  expects: "a number such as 100/s or 0.5, above 0 and at most 100000",
  read(raw) {
    const [, amount] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(String(raw)) ?? [];
    const value = Number(amount);
    return value > 0 && value <= 100_000 ? { value } : undefined;
  },
  show: (value) => `${value}/s`,
};

/** What every message carries: text of a size, or what is in a file. */
export type PayloadSource = { readonly sizeBytes: number } | { readonly file: string };

const size = bytes({ min: 0 });

/** A size, or the path of a file; one that is called like a size is written with `./` before it. */
export const payload: Kind<PayloadSource, string> = {
  name: "payload",
  placeholder: "size|file",
  expects: "a size such as 64, 1kb or 1mib, or the path of a file",
  read(raw, folder) {
    const sizeBytes = size.read(raw, folder)?.value;
    if (sizeBytes !== undefined) return { value: { sizeBytes } };
    return typeof raw === "string" && raw !== "" ? { value: { file: resolve(folder, raw) } } : undefined;
  },
  show: (source) => ("file" in source ? source.file : `${source.sizeBytes} bytes`),
};
