import { adapterOf } from "../adapters/index.ts";
import type { Config } from "../config/options.ts";
import type { SettingRule } from "./setting-rule.ts";

/** What is asked of an adapter that it does not have. */
export const adapterRules: readonly SettingRule[] = [
  {
    id: "adapter-mode",
    level: "fatal",
    about: ["adapter"],
    broken: (config) => unknownMode(config) !== undefined,
    say: (config) =>
      `The adapter's URL asks for the mode "${unknownMode(config)}", and there are ${modesOf(config).join(", ")}.`,
    fix: "Choose one of them, or leave ?mode= out for the first.",
    example: { adapter: "redis://127.0.0.1:6379?mode=stream" },
  },
  {
    id: "adapter-recovery",
    level: "fatal",
    about: ["connectionStateRecovery", "adapter"],
    broken: ({ connectionStateRecovery, adapter }) =>
      connectionStateRecovery > 0 && asked(adapter)?.ability?.recovers === false,
    say: "No client would ever be recovered: this adapter keeps neither sessions nor what they have missed.",
    fix: "Leave --connection-state-recovery out, or use an adapter that does: --adapter redis://….",
    example: { adapter: "redis://127.0.0.1:6379?mode=pubsub", connectionStateRecovery: 120_000 },
  },
  {
    id: "adapter-required",
    level: "warning",
    about: ["requireAdapter", "adapter"],
    broken: ({ requireAdapter, adapter }) => requireAdapter && adapter === undefined,
    say: "There is no adapter that could be required.",
    fix: "Name its broker, --adapter redis://…, or leave --require-adapter out.",
    example: { requireAdapter: true },
  },
  {
    id: "channel-idle",
    level: "warning",
    about: ["channel", "adapter"],
    chosen: "channel",
    broken: ({ adapter }) => adapter === undefined,
    say: "A channel keeps apart servers of one broker, and there is none.",
    fix: "Name the broker, --adapter redis://…, or leave --channel out.",
    example: { channel: "staging" },
  },
];

function asked(adapter: Config["adapter"]) {
  return adapter === undefined ? undefined : adapterOf(adapter);
}

function unknownMode({ adapter }: Config): string | undefined {
  const { mode, ability } = asked(adapter) ?? {};
  return ability === undefined ? mode : undefined;
}

function modesOf({ adapter }: Config): readonly string[] {
  return Object.keys(asked(adapter)?.adapter.modes ?? {});
}
