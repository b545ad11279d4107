import type { IncomingMessage } from "node:http";

/** Who has sent a request, as the worker knows it that the connection came to. */
export interface Sender {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly encrypted: boolean;
}

/** Tells a worker who has sent what another passes on. Nobody but workers can reach where it is read. */
const senderHeader = "sio-worker-sender";

/** The header lines of a request that is passed on: as they came, and who has sent it. */
export function headersFor(request: IncomingMessage): string[] {
  const { remoteAddress, remotePort } = request.socket;
  const sender: Sender = { remoteAddress, remotePort, encrypted: "encrypted" in request.socket };
  return [...clientHeaders(request), senderHeader, JSON.stringify(sender)];
}

/** The first lines of a request as text, for whoever is to read it once more. */
export function headOf(request: IncomingMessage, headers: readonly string[]): Buffer {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

/** The header lines as the client has sent them, names and values by turns. */
export function clientHeaders({ rawHeaders }: IncomingMessage): string[] {
  return without(rawHeaders, (name) => name === senderHeader);
}

/** Header lines without those that are about one connection, and not about the request or the answer on it. */
export function endToEnd(rawHeaders: readonly string[]): string[] {
  return without(rawHeaders, (name) => name === "connection" || name === "keep-alive" || name === "expect");
}

function without(rawHeaders: readonly string[], unwanted: (name: string) => boolean): string[] {
  return rawHeaders.filter((_, index) => !unwanted((rawHeaders[index - (index % 2)] ?? "").toLowerCase()));
}

/** Makes a request that was passed on look as it did where it came in. */
export function asSent(request: IncomingMessage): void {
  const { [senderHeader]: line, ...headers } = request.headers;
  const sender = JSON.parse(String(line)) as Sender;
  request.headers = headers;
  request.rawHeaders = clientHeaders(request);
  for (const [name, value] of Object.entries(sender)) {
    Object.defineProperty(request.socket, name, { value, configurable: true });
  }
}
