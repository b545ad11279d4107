import { readSection, table } from "./bench-results.ts";

/** How the ways are told in the docs, in the order in which they stand there. */
const ways: Readonly<Record<string, string>> = {
  "first-sio-serve": "`npx sio-serve init`",
  "first-socket.io": "Socket.IO's tutorial",
  "first-flask-socketio": "Flask-SocketIO's Getting Started",
  "first-fastify": "fastify-cli and fastify-socket.io",
};

/** Columns of the results that are the same in each case, and their heads here. */
const efforts = { "commands typed": "commands", "files written by hand": "files by hand", "lines in them": "lines" };
const gains = { "a save keeps clients": "a save keeps clients", types: "types", tests: "tests" };

/** Markdown of what `npm run bench -- first-message --write` has last measured. */
export function firstMessageReference(): string {
  const { facts, cases } = readSection("first-message");
  const rows = Object.entries(ways).map(([target, name]) => {
    const own = cases.map((one) => one.rows.find(({ server }) => server === target));
    const cell = (column: string) => own[0]?.[column] ?? "not measured";
    return [
      name,
      ...Object.keys(efforts).map(cell),
      ...own.map((row) => row?.["first message, s"] ?? "not measured"),
      ...Object.keys(gains).map((column) => (cell(column) === "1" ? "yes" : "no")),
    ];
  });
  const seconds = cases.map(({ title }) => `seconds, ${title}`);
  return [table(["", ...Object.values(efforts), ...seconds, ...Object.values(gains)], rows), facts].join("\n\n");
}
