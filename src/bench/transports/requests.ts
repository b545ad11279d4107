import { Agent as PlainAgent, request as plain, type RequestOptions } from "node:http";
import { request as encrypted, Agent as SecureAgent } from "node:https";
import { isIP } from "node:net";
import { networkFault } from "../fault.ts";
import { requestPath } from "../target.ts";
import type { Opening } from "./transport.ts";

/** A whole answer. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** The requests of one client by polling, on connections of its own. */
export class Requests {
  readonly #opening: Opening;
  readonly #agent;
  /** A balancer may keep the requests of a session together by a cookie. */
  #cookies: readonly string[] = [];

  constructor(opening: Opening) {
    this.#opening = opening;
    // One that waits for packets and one that brings them.
    const limits = { keepAlive: true, maxSockets: 2 };
    this.#agent = opening.target.secure ? new SecureAgent(limits) : new PlainAgent(limits);
  }

  /** @throws Fault if there is no whole answer */
  ask(query: Readonly<Record<string, string>>, body?: string): Promise<Reply> {
    const { target, address, traffic } = this.#opening;
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(networkFault(error, `${address} port ${target.port}`));
      const request = (target.secure ? encrypted : plain)(this.#options(query, body));
      request.on("error", fail);
      request.on("response", (response) => {
        const pieces: Buffer[] = [];
        const given = response.headers["set-cookie"]?.map((cookie) => cookie.split(";")[0] ?? "");
        if (given) this.#cookies = given;
        response.on("error", fail);
        response.on("data", (piece: Buffer) => {
          traffic.receivedBytes += piece.length;
          pieces.push(piece);
        });
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString("utf8") });
        });
      });
      traffic.sentBytes += body === undefined ? 0 : Buffer.byteLength(body);
      request.end(body);
    });
  }

  /** Ends the connections, and with them what is still being asked. */
  close(): void {
    this.#agent.destroy();
  }

  #options(
    query: Readonly<Record<string, string>>,
    body: string | undefined,
  ): RequestOptions & { servername?: string } {
    const { target, address } = this.#opening;
    const { host, hostname, port, headers, insecure } = target;
    const cookies = [...(headers.cookie ? [headers.cookie] : []), ...this.#cookies];
    const post = body !== undefined && {
      "content-type": "text/plain;charset=UTF-8",
      "content-length": Buffer.byteLength(body),
    };
    return {
      method: body === undefined ? "GET" : "POST",
      host: address,
      port,
      path: requestPath(target, query),
      agent: this.#agent,
      ...(target.secure && { rejectUnauthorized: !insecure }),
      ...(target.secure && isIP(hostname) === 0 && { servername: hostname }),
      headers: {
        host,
        ...headers,
        ...(cookies.length > 0 && { cookie: cookies.join("; ") }),
        ...post,
      },
    };
  }
}
