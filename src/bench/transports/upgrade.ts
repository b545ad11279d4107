import { createHash } from "node:crypto";
import { Fault } from "../fault.ts";
import { requestPath, type Target } from "../target.ts";
import { httpFault } from "./http-fault.ts";

const longestHeadBytes = 65_536;

/** The request that opens a WebSocket. */
export function upgradeRequest(target: Target, key: string): string {
  const lines = [
    `GET ${requestPath(target, { EIO: "4", transport: "websocket" })} HTTP/1.1`,
    `Host: ${target.host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
    ...Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/**
 * Reads the answer to it: what follows its end, or `undefined` if that is not there yet.
 *
 * @throws Fault if the server does not open a WebSocket
 */
export function readUpgrade(answer: Buffer, key: string): Buffer | undefined {
  const end = answer.indexOf("\r\n\r\n");
  const text = answer.toString("latin1", 0, end === -1 ? answer.length : end);
  if (!text.startsWith("HTTP/1.".slice(0, text.length))) {
    throw new Fault("protocol", "the server does not speak HTTP");
  }
  if (end === -1) {
    if (answer.length > longestHeadBytes) throw new Fault("protocol", "the server's answer has no end");
    return undefined;
  }
  const [, status = "", reason = ""] = /^HTTP\/1\.\d (\d{3}) ?([^\r\n]*)/.exec(text) ?? [];
  const body = answer.subarray(end + 4);
  if (status !== "101") throw httpFault({ status: Number(status), reason, body: body.toString("utf8") });
  const [, accepted] = /^sec-websocket-accept:[ \t]*(\S+)/im.exec(text) ?? [];
  if (accepted !== acceptOf(key)) throw new Fault("protocol", "something answered the request with another's key");
  return body;
}

/** RFC 6455, section 4.2.2 */
function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}
