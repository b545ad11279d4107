import { text } from "../kinds.ts";
import { earlyOption, option } from "../option.ts";
import { duration } from "../quantities.ts";

/** How the process runs. */
export const processOptions = {
  mode: earlyOption({
    kind: text({
      expects: `a word such as production, other than "local"`,
      placeholder: "name",
      fits: (mode) => /^[\w-][\w.-]*$/.test(mode) && mode !== "local",
    }),
    default: "development",
    variables: ["NODE_ENV"],
    help: "which .env files are read, and what a config function is told",
    example: "production",
  }),
  shutdownTimeout: option({
    kind: duration({ min: 0 }),
    default: 10_000,
    help: "time that running handlers have to finish when the server stops",
    example: "30s",
  }),
};
