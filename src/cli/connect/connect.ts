import { SioError } from "../../errors.ts";
import { type Address, readAddress } from "../../probe/address.ts";
import { loadParser } from "../../server/parser.ts";
import type { Edge } from "../edge.ts";
import { runLine, type Talk } from "./commands.ts";
import { Conversation } from "./conversation.ts";
import { type ConnectFlags, readConnectFlags } from "./flags.ts";
import { linesOf } from "./piped-lines.ts";
import { openPrompt, type Prompt } from "./prompt.ts";
import { explainRefusal } from "./refusal.ts";
import { showFor, showJson } from "./show.ts";

/** What commander has parsed: the URL and the flags as they were given. */
export interface GivenFlags extends Readonly<Record<string, unknown>> {
  readonly url: string;
}

/**
 * Connects to a server and runs commands there: those of `--eval`, those that are typed at a terminal, or those in a pipe. Resolves with the
 * exit status.
 *
 * @throws SioError `unavailable` if the server refuses the client or ends the connection, `usage` for a command that is none
 */
export async function connect(given: GivenFlags, edge: Edge): Promise<number> {
  const flags = readConnectFlags(given, edge.cwd);
  const address = addressOf(given.url, flags);
  const asks = process.stdin.isTTY && process.stdout.isTTY && !flags.json && flags.eval === undefined;
  const show = flags.json ? showJson : showFor(edge.paint.stdout);
  let prompt: Prompt | undefined;
  const say = (text: string) => (prompt ? prompt.print(text) : edge.stdout(text));
  const conversation = new Conversation({
    manager: await managerFor(address, flags, edge.cwd),
    auth: flags.auth,
    timeoutMs: flags.timeout,
    onNote: (note) => say(show(note)),
    explain: (unjoined, namespace) => explainRefusal(unjoined, namespace, attemptOf(given.url, address, flags)),
  });
  const talk: Talk = { conversation, timeoutMs: flags.timeout, say };
  try {
    await conversation.join(address.places[0]?.namespace ?? "/");
    if (asks) {
      conversation.keepTrying();
      prompt = await openPrompt(talk, edge);
      await Promise.race([prompt.closed, conversation.lost]);
    } else {
      for await (const line of flags.eval ?? linesOf(process.stdin, conversation.lost)) {
        await runLine(line, talk);
      }
    }
    return 0;
  } finally {
    prompt?.close();
    await conversation.close();
  }
}

function addressOf(url: string, { path, namespace }: ConnectFlags): Address {
  try {
    return readAddress(url, { path, namespace });
  } catch (error) {
    if (!(error instanceof SioError)) throw error;
    throw new SioError(error.code, error.message, {
      hint: `sio connect ${error.hint?.split(" ").at(-1)}`,
      cause: error,
    });
  }
}

function attemptOf(url: string, { origin }: Address, flags: ConnectFlags) {
  const { path, header = {}, query = {}, insecure, timeout, parser } = flags;
  return { url, origin, path, headers: header, query, insecure, timeoutMs: timeout, ownParser: parser !== "default" };
}

async function managerFor(address: Address, flags: ConnectFlags, cwd: string) {
  const [{ Manager }, parser] = await Promise.all([import("socket.io-client"), loadParser(flags.parser, cwd)]);
  const { authorization } = address;
  return new Manager(address.origin, {
    path: flags.path,
    transports: [...flags.transports],
    query: { ...Object.fromEntries(address.query), ...flags.query },
    extraHeaders: { ...(authorization && { authorization }), ...flags.header },
    rejectUnauthorized: !flags.insecure,
    timeout: flags.timeout,
    reconnection: false,
    autoConnect: false,
    ...(parser && { parser }),
  });
}
