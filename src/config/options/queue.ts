import { maskUrl, readBrokerUrl, schemeOf } from "../../lib/broker-url.ts";
import { nearest } from "../../lib/nearest.ts";
import { queueSchemes } from "../../queue/brokers.ts";
import { dialects } from "../../queue/dialect.ts";
import { boolean, choice, optional, text } from "../kinds.ts";
import type { Kind } from "../option.ts";
import { option } from "../option.ts";

const queueUrl: Kind<string, string> = {
  ...text({
    expects: `the URL of a queue, such as redis://127.0.0.1:6379; it begins with ${queueSchemes.join(", ")}`,
    placeholder: "url",
    fits: (href) => queueSchemes.includes(schemeOf(href)) && readBrokerUrl(href)?.hosts.length === 1,
  }),
  show: maskUrl,
  guess(raw) {
    const scheme = nearest(schemeOf(raw), queueSchemes);
    return scheme && !queueSchemes.includes(schemeOf(raw)) ? `${scheme}://` : undefined;
  },
};

/** How Python processes and this server reach each other's clients. */
export const queue = {
  queue: option({
    kind: optional(queueUrl),
    default: undefined,
    mask: maskUrl,
    help: "message queue of Flask-SocketIO, whose events reach the clients of this server",
    example: "redis://127.0.0.1:6379",
  }),
  queueChannel: option({
    kind: text({
      expects: "the name of a channel",
      placeholder: "name",
      fits: (name) => /^\S+$/.test(name),
    }),
    default: "flask-socketio",
    help: "channel of the queue; python-socketio without Flask has its own: socketio",
    example: "socketio",
  }),
  queueDialect: option({
    kind: choice(dialects),
    default: "auto",
    help: "how a list in an event of the queue is read: as its arguments, or as one (python-socketio 5.14.2 to 5.15.0)",
    example: "5.15.0",
  }),
  queueAcceptPickle: option({
    kind: boolean,
    default: false,
    help: "read what python-socketio before 5.14 writes; only data, code in it is refused",
    example: true,
  }),
  queuePublish: option({
    kind: boolean,
    default: false,
    help: "send what this server broadcasts to the queue, for the clients of Python servers",
    example: true,
  }),
};
