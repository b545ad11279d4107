import { importers } from "../asked.ts";
import type { Rule } from "../rule.ts";
import { unfit } from "./unfit.ts";

/** Packages whose names or contents are not what they seem, and those that nobody maintains any more. */
export const lookAlikeRules: readonly Rule[] = [
  // Seen with 1.0.0, which prints "listening on *:3000" and answers there with Socket.IO 1.7.4.
  unfit({
    id: "C21",
    about: "the package socketio, which is not Socket.IO",
    names: ["socketio"],
    level: "fatal",
    what: "is not Socket.IO",
    consequence: "Importing it starts a server with Express and Socket.IO 1 on port 3000.",
    instead: "socket.io@4",
    safe: (_, inventory) => importers(inventory, "socketio").length === 0,
    version: "1.0.0",
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", socketio: "npm:socket.io@^4.8.4" } },
      installed: { "socket.io": "4.8.4", socketio: { name: "socket.io", version: "4.8.4" } },
    },
  }),
  // Seen with 1.0.0, which the registry has put in the place of a package that is gone.
  unfit({
    id: "C22",
    about: "the package socket-io, which is empty",
    names: ["socket-io"],
    level: "fatal",
    what: "is an empty package",
    consequence: `Importing it fails: "Cannot find module … Please verify that the package.json has a valid "main" entry".`,
    instead: "socket.io@4",
    safe: () => true,
    version: "1.0.0",
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4" } },
      installed: { "socket.io": "4.8.4", "socket-io": "1.0.0" },
    },
  }),
  // Seen with 200.0.0; uWebSockets.js issue 207.
  unfit({
    id: "C23",
    about: "the package uws, which is an empty notice since its author withdrew it",
    names: ["uws"],
    level: "fatal",
    what: "is an empty package",
    consequence: `Importing it fails with "Cannot find module 'uws'", and as wsEngine with "this.opts.wsEngine is not a constructor".`,
    say: "Nothing has to take its place: the default engine is as good.",
    safe: (_, inventory) => importers(inventory, "uws").length === 0,
    version: "200.0.0",
    nearMiss: { manifest: { dependencies: { eiows: "^7.0.0" } }, installed: { eiows: "7.0.0" } },
  }),
  // Seen with @types/socket.io 2; socket.io issue 3900, DefinitelyTyped issues 24330 and 49442.
  unfit({
    id: "C26",
    about: "types of Socket.IO 2 beside a Socket.IO that brings its own",
    names: ["", "-client", "-redis", "-emitter", "-parser"].map((rest) => `@types/socket.io${rest}`),
    level: "info",
    what: "describes Socket.IO 2, and Socket.IO brings types of its own",
    consequence: `TypeScript may take the wrong ones: "Cannot find namespace 'SocketIO'", "Types of parameters are incompatible".`,
    // The last ones describe nothing: they only say that they are not needed.
    safe: ({ copy }) => copy !== undefined && !copy.version.startsWith("0.") && !/^[12]\./.test(copy.version),
    version: "2.1.13",
    nearMiss: {
      manifest: { devDependencies: { "@types/socketio-jwt-auth": "0.0.5" } },
      installed: { "@types/socketio-jwt-auth": "0.0.5" },
    },
  }),
  // Seen with 4.6.2, whose `authorize` reads `socket.handshake` as version 2 had it.
  unfit({
    id: "C27",
    about: "socketio-jwt, which was written for Socket.IO 2",
    names: ["socketio-jwt"],
    below: "5.0.0",
    level: "fatal",
    what: "was written for Socket.IO 2",
    consequence: `The first client ends the server: "Cannot read properties of undefined (reading 'indexOf')".`,
    instead: "@thream/socketio-jwt@3",
    say: "Check the token in a connect handler, or change to the package that has taken its place.",
    version: "4.6.2",
    nearMiss: {
      manifest: { dependencies: { "@thream/socketio-jwt": "^3.1.4" } },
      installed: { "@thream/socketio-jwt": "3.1.4" },
    },
  }),
];
