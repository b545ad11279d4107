import { type Case, readSection, table } from "./bench-results.ts";

/** What one broker carried for one number of servers. */
interface Row {
  readonly broker: string;
  readonly nodes: number;
  readonly brokerMicros: number;
  readonly brokerBytes: number;
  readonly serverMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How targets of the benchmark are told in the docs, in the order in which they stand there. */
const brokers: Readonly<Record<string, string>> = {
  "sio-redis-pubsub": "Redis, `?mode=pubsub`",
  "sio-redis-sharded": "Redis, `?mode=sharded`",
  "sio-redis": "Redis, streams",
  "sio-nats": "NATS",
};
const roomSize = 20;
const microsPerSecond = 1e6;
const beyond = [16, 32];

/** Markdown of what `npm run bench -- nodes --write` has last measured, and what that means for more servers than it had. */
export function nodesReference(): string {
  const { facts, cases } = readSection("nodes");
  const [broadcasts, rooms] = [rowsOf(cases, "broadcast"), rowsOf(cases, "rooms")];
  return [
    facts,
    "An event to all of 80 clients, 8 on the way at once, measured:",
    table(
      [
        "broker",
        "servers",
        "broker CPU an emit, µs",
        "bytes through it an emit",
        "server CPU a delivery, µs",
        "p50, ms",
        "p99, ms",
      ],
      broadcasts.map((row) => [
        brokers[row.broker] ?? row.broker,
        row.nodes,
        row.brokerMicros.toFixed(0),
        row.brokerBytes,
        row.serverMicros.toFixed(1),
        row.p50Ms.toFixed(1),
        row.p99Ms.toFixed(1),
      ]),
    ),
    "What follows from events to rooms of 20, each on one server; up to 8 servers measured, beyond that a straight line through what was:",
    table(
      [
        "broker",
        "another server that hears it, µs",
        "servers' limit, emits/s",
        "broker's limit with 8 servers, emits/s",
        ...beyond.map((nodes) => `with ${nodes}`),
      ],
      Object.keys(brokers).flatMap((broker) => limitsRow(broker, rooms)),
    ),
  ].join("\n\n");
}

/** One line for a broker: what an emit costs those who need not hear it, and how many would fill a core. */
function limitsRow(broker: string, rooms: readonly Row[]): (string | number)[][] {
  const own = rooms.filter((row) => row.broker === broker);
  const alone = own.find(({ nodes }) => nodes === 1);
  const most = own.find(({ nodes }) => nodes === 8);
  if (!alone || !most) return [];
  const hearMicros = ((most.serverMicros - alone.serverMicros) * roomSize) / (most.nodes - 1);
  const line = lineThrough(own.filter(({ nodes }) => nodes > 1));
  const limits = [most.brokerMicros, ...beyond.map(line)].map((micros) => emitsPerSecond(micros));
  return [[brokers[broker] ?? broker, hearMicros.toFixed(0), emitsPerSecond(hearMicros), ...limits]];
}

/** To two digits: what is behind it is no more exact. */
function emitsPerSecond(micros: number): string {
  return micros > 0 ? Number((microsPerSecond / micros).toPrecision(2)).toLocaleString("en") : "no limit seen";
}

/** The straight line that is nearest to the broker's CPU time, by the number of servers. */
function lineThrough(rows: readonly Row[]): (nodes: number) => number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(rows.map(({ nodes }) => nodes)), mean(rows.map(({ brokerMicros }) => brokerMicros))];
  const together = mean(rows.map(({ nodes, brokerMicros }) => (nodes - x) * (brokerMicros - y)));
  const slope = together / mean(rows.map(({ nodes }) => (nodes - x) ** 2));
  return (nodes) => y + slope * (nodes - x);
}

/** The rows of all cases of one kind, by broker and number of servers; those of which no round counted are left out. */
function rowsOf(cases: readonly Case[], kind: string): readonly Row[] {
  const rows = cases.filter(({ title }) => title.startsWith(`${kind}, nodes: `)).flatMap(rowsOfCase);
  const order = Object.keys(brokers);
  return rows.toSorted((a, b) => order.indexOf(a.broker) - order.indexOf(b.broker) || a.nodes - b.nodes);
}

function rowsOfCase({ title, rows }: Case): Row[] {
  return rows
    .filter(({ server = "" }) => Object.hasOwn(brokers, server))
    .map((cells) => ({
      broker: cells.server ?? "",
      nodes: Number(title.split(": ").at(-1)),
      brokerMicros: Number(cells["broker CPU an emit, µs"]),
      brokerBytes: Number(cells["bytes through the broker an emit"]),
      serverMicros: Number(cells["server CPU a message, µs"]),
      p50Ms: Number(cells["p50, ms"]),
      p99Ms: Number(cells["p99, ms"]),
    }))
    .filter(({ brokerMicros }) => Number.isFinite(brokerMicros));
}
