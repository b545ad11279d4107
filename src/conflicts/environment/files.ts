import { readFileSync } from "node:fs";
import type { EnvironmentCheck } from "./check.ts";

/** What the process itself has open: its code, logs, and connections to other services. */
const ownFiles = 100;

/** Fewer connections than this are soon used up in production. */
const few = 4_000;

/** How many files may be open at once; each connection is one. */
export const files: EnvironmentCheck = {
  id: "E05",
  about: "so few open files allowed that clients would soon be refused",

  look({ config }) {
    const limit = openFilesLimit();
    if (limit === undefined) return { name: "open files", value: "this system does not tell how many are allowed" };
    const name = "open files";
    if (limit === Number.POSITIVE_INFINITY) return { name, value: "as many as memory allows" };
    const connections = Math.max(0, limit - ownFiles);
    const value = `${limit}, room for about ${connections} connections`;
    if (connections >= few) return { name, value };
    return {
      name,
      value,
      finding: {
        level: config.mode === "production" ? "warning" : "info",
        what: `No more than ${limit} files may be open at once`,
        where: ["ulimit -n"],
        consequence: `Each connection is a file: with about ${connections} clients, the next are refused with EMFILE.`,
        fixes: [{ say: "ulimit -n 65536 in the shell that starts it, or LimitNOFILE=65536 in the unit of systemd." }],
      },
    };
  },
};

/** The limit of this process. Node has raised it to what the system allows this user at most. */
function openFilesLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    if (soft !== undefined) return asNumber(soft);
  } catch {
    // Not Linux: the report below knows.
  }
  // Else it would ask for the names of all network addresses. The types do not know it yet.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: string | number } } };
  return userLimits?.open_files && asNumber(userLimits.open_files.soft);
}

function asNumber(limit: string | number): number {
  return limit === "unlimited" ? Number.POSITIVE_INFINITY : Number(limit);
}
