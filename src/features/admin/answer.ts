import type { ServerResponse } from "node:http";

/** What a request to the admin port is answered with. */
export interface Answer {
  readonly status: number;
  /** Becomes JSON. */
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that says in a sentence why not. */
export function refusal(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: { error }, headers };
}

/** Writes an answer, and the end of the response. */
export function write(response: ServerResponse, { status, body, headers }: Answer): void {
  response
    .writeHead(status, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    })
    .end(`${JSON.stringify(body)}\n`);
}
