import type { Config } from "./options.ts";

/** The settings that say whether connections are encrypted. */
export type Encryption = Pick<Config, "https" | "tlsCert">;

/** Whether the server speaks https and wss itself. */
export function isEncrypted({ https, tlsCert }: Encryption): boolean {
  return https || tlsCert !== undefined;
}
