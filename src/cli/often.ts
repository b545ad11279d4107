import type { OptionName } from "../config/options.ts";

/** The settings that people reach for first, which the help and the README show; `--help all` and the docs have the others. */
export const often: readonly { readonly heading: string; readonly names: readonly OptionName[] }[] = [
  { heading: "To begin with", names: ["port", "host", "static", "cors", "watch", "open", "logLevel"] },
  { heading: "To grow", names: ["engine", "workers", "adapter"] },
];
