import { variableOf } from "../../config/option.ts";
import type { EnvironmentCheck } from "./check.ts";

/** Which mode this server is in, and which one packages believe to be in. */
export const mode: EnvironmentCheck = {
  id: "E07",
  about: "production for this server, and not for the packages that ask NODE_ENV",

  look({ config, origin, env }) {
    const given = env.NODE_ENV;
    const value = `${config.mode} (${origin.mode}), NODE_ENV is ${given === undefined ? "not set" : `"${given}"`}`;
    if (config.mode !== "production" || given === "production") return { name: "mode", value };
    return {
      name: "mode",
      value,
      finding: {
        level: "info",
        what: "This server runs in production, but NODE_ENV does not say so",
        where: [`mode: ${origin.mode}`],
        consequence: "Packages such as Express ask NODE_ENV: they show stacks to clients and keep no templates.",
        fixes: [{ say: `Set NODE_ENV=production; ${variableOf("mode")} and --mode are then not needed.` }],
      },
    };
  },
};
