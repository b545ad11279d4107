import { argumentsAt } from "../source-code.ts";
import type { Leftover } from "./leftover.ts";
import { inCode, places, type Source } from "./source.ts";

const space = String.raw`(?:\.sockets|\.of\([^()]*\))`;

/** A call with one argument that is a name or a text without code in it. */
const simpleCall = String.raw`\s*\(\s*(?:[\w$.]+|"[^"\n]*"|'[^'\n]*'|\`[^\`$]*\`)\s*\)`;

/**
 * What version 4 takes for something else, without a word.
 *
 * @see https://socket.io/docs/v4/migrating-from-2-x-to-3-0/
 */
export const silent: readonly Leftover[] = [
  {
    what: "socket.rooms is read as the object that it was in Socket.IO 2",
    consequence: "In version 4 it is a Set: Object.keys(socket.rooms) is always empty, and socket.rooms[…] undefined.",
    instead: "Object.keys(socket.rooms) → [...socket.rooms]; socket.rooms[room] → socket.rooms.has(room)",
    sign: /\.rooms(?:\s*(?:[[)]|\/[*/])|\.(?:length|indexOf))/,
    find: (source) => [
      ...readAsObject(source, source.socket, "rooms"),
      ...places(source, `${source.socket}\\.rooms\\.(?:length|indexOf)\\b`),
    ],
  },
  {
    what: "socket.join() and socket.leave() are given a callback, as in Socket.IO 2",
    consequence: "In version 4 it is never called.",
    instead: "socket.join(room, () => { … }) → await socket.join(room); …",
    sign: new RegExp(String.raw`\.(?:join|leave)\b(?!${simpleCall})`),
    find: withCallback,
  },
  {
    what: "The connected sockets are looked up as in Socket.IO 2",
    consequence: "In version 4 io.sockets.connected is undefined, so that asking it for a socket throws or finds none.",
    instead: "io.sockets.connected[id] → io.sockets.sockets.get(id)",
    sign: /(?:\.sockets|\))\.connected\b/,
    find: (source) => places(source, String.raw`${source.server}${space}\.connected\b`),
  },
  {
    what: "The sockets of a namespace are read as the object that they were in Socket.IO 2",
    consequence: "In version 4 they are a Map: what is looked up by [id] is undefined, and there are no keys.",
    instead: "io.sockets.sockets[id] → io.sockets.sockets.get(id); Object.keys(…).length → io.sockets.sockets.size",
    sign: /\.sockets\s*(?:[[)]|\/[*/])/,
    find: (source) => readAsObject(source, `${source.server}${space}`, "sockets"),
  },
  {
    what: "The rooms of an adapter are read as the object that they were in Socket.IO 2",
    consequence: "In version 4 they are a Map: what is looked up by [room] is undefined, and there are no keys.",
    instead: "io.sockets.adapter.rooms[room].length → io.sockets.adapter.rooms.get(room)?.size",
    sign: /\.adapter\.rooms\b/,
    find: (source) => readAsObject(source, `(?:${source.server}${space}|${source.socket})\\.adapter`, "rooms"),
  },
  {
    what: "The option origins is of Socket.IO 2",
    consequence: "Version 4 ignores it, so that pages of other origins are refused.",
    instead: `origins: "https://example.com:*" → --cors https://example.com`,
    sign: /\borigins\b/,
    find: withOrigins,
  },
];

/** Where a property is taken for an object with a key for each entry. */
function readAsObject(source: Source, owner: string, name: string): readonly number[] {
  const property = `${owner}\\.${name}`;
  return [
    ...places(source, `\\bObject\\.(?:keys|values|entries)\\(\\s*${property}\\s*\\)`),
    ...places(source, `${property}\\s*\\[`),
    ...places(source, `\\bin\\s+${property}\\s*\\)`),
  ];
}

function withCallback(source: Source): readonly number[] {
  return inCode(source, String.raw`${source.socket}\.(?:join|leave)\s*\(`)
    .filter(({ index, 0: call }) => argumentsAt(source.code, index + call.length - 1).length > 1)
    .map(({ index }) => index);
}

/** Only an option of a server counts: others have options of that name, too. */
function withOrigins(source: Source): readonly number[] {
  const made = String.raw`(?:\bnew\s+(?:\w+\.)?Server|${source.package}|\brequire\(\s*["']socket\.io["']\s*\))\s*\(`;
  return inCode(source, made)
    .filter(({ index, 0: call }) => argumentsAt(source.code, index + call.length - 1).some(isWithOrigins))
    .map(({ index }) => index);
}

function isWithOrigins(argument: string): boolean {
  if (!argument.startsWith("{")) return false;
  const options = argumentsAt(`(${argument.slice(1, -1)})`, 0);
  return options.some((option) => /^origins\s*:/.test(option));
}
