import type { Seen } from "../../probe/report.ts";

type Show<Name extends keyof Seen> = (value: NonNullable<Seen[Name]>) => string;

const listed = (values: readonly unknown[]) => values.join(", ") || "none";
const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;
const yesOrNo = (value: boolean) => (value ? "yes" : "no");

/** What each thing that was seen is called, and how it is written; in the order in which they are told. */
const rows: { readonly [Name in keyof Required<Seen>]: readonly [name: string, show: Show<Name>] } = {
  path: ["path", String],
  namespace: ["namespace", String],
  protocols: ["protocols", (protocols) => listed(protocols.map((revision) => `EIO=${revision}`))],
  transports: ["transports", listed],
  upgrades: ["upgrades", listed],
  upgraded: ["upgraded to WebSocket", yesOrNo],
  sessions: ["polling sessions", ({ tried, lost }) => `${tried} on new connections, ${lost} lost`],
  pingInterval: ["heartbeat every", seconds],
  pingTimeout: ["to be answered in", seconds],
  pings: ["first heartbeat", (pings) => listed(Object.entries(pings).map(([name, ms]) => `${name} ${seconds(ms)}`))],
  maxPayload: ["largest message", (bytes) => `${bytes} bytes`],
  compression: [
    "compression",
    ({ webSocket, http }) =>
      listed([
        ...(webSocket === undefined ? [] : [`WebSocket ${yesOrNo(webSocket)}`]),
        ...(http === undefined ? [] : [`HTTP ${yesOrNo(http)}`]),
      ]),
  ],
  cookies: ["cookies", listed],
  intermediaries: ["in between", listed],
  certificate: [
    "certificate",
    ({ subject, issuer, daysLeft, protocol }) => `${subject} by ${issuer}, ${daysLeft} days left, ${protocol}`,
  ],
  clientScript: ["client script", (version) => (version === false ? "none" : version)],
};

/** What was seen of a server, as rows of a table. */
export function seenRows(seen: Seen): readonly (readonly string[])[] {
  return Object.entries(rows).flatMap(([key, [name, show]]) => {
    const value = seen[key as keyof Seen];
    // Each value is shown by the entry of its own name, which the types cannot follow.
    if (value === undefined || (typeof value === "object" && Object.keys(value).length === 0)) return [];
    return [[name, (show as (value: unknown) => string)(value)]];
  });
}
