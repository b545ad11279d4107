import { isLoopback } from "../lib/loopback.ts";
import type { SettingRule } from "./setting-rule.ts";

/** What the admin port cannot do without, and cannot be. */
export const adminRules: readonly SettingRule[] = [
  {
    id: "admin-token",
    level: "fatal",
    about: ["adminPort", "adminToken"],
    broken: ({ adminPort, adminToken }) => adminPort !== undefined && adminToken === undefined,
    say: "Whoever reaches the admin port could send anything to every client: it needs a token.",
    fix: `Make one: echo "SIO_ADMIN_TOKEN=$(openssl rand -hex 32)" >> .env.local.`,
    example: { adminPort: 5_001 },
  },
  {
    id: "admin-port",
    level: "fatal",
    about: ["adminPort", "port"],
    broken: ({ adminPort, port, unixSocket }) =>
      adminPort !== undefined && adminPort === port && unixSocket === undefined,
    say: "The admin port is a port of its own, and clients come to this one.",
    fix: "Choose another: --admin-port 5001.",
    example: { adminPort: 5_000, adminToken: "from-openssl-rand-hex-32" },
  },
  {
    id: "admin-open",
    level: "warning",
    about: ["adminHost", "adminPort"],
    broken: ({ adminPort, adminHost }) => adminPort !== undefined && !isLoopback(adminHost),
    say: "The admin port is not encrypted, and its token can be read on the way.",
    fix: "Leave --admin-host out, or see that only a private network reaches it.",
    example: { adminPort: 5_001, adminHost: "0.0.0.0", adminToken: "from-openssl-rand-hex-32" },
  },
];
