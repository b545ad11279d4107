/** What may go wrong between a client and the server, or with what a client was to do. */
export const faultKinds = {
  /** TCP or TLS failed. */
  network: "Is the server running, and is this its port?",
  /** The certificate is not to be trusted. */
  certificate: "Name its authority with NODE_EXTRA_CA_CERTS=ca.pem, or go on with --insecure.",
  /** The answer was another HTTP status than a connection needs. */
  http: "--path says where Socket.IO is, if not under /socket.io/; sio doctor --url tells more.",
  /** What the server says is not Socket.IO 3 or 4. */
  protocol: "Is there a Socket.IO server at this address? sio doctor --url tells more.",
  /** The server does not let the client into the namespace. */
  refused: `--auth '{"token":"…"}' sends what the server asks for; --namespace names another.`,
  /** The server did not answer in time. */
  timeout: "--timeout gives it longer.",
  /** The connection ended. */
  disconnected: "The server's log may say why.",
  /** The run was over before. */
  unfinished: "--duration makes the run longer.",
} as const;

/** The name of a kind of fault; `faultKinds[kind]` is what to do about it. */
export type FaultKind = keyof typeof faultKinds;

/** Something that went wrong and is counted. The message is a clause that can follow a colon. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

const systemWords: Readonly<Record<string, (address: string) => string>> = {
  ECONNREFUSED: (address) => `nothing listens on ${address}`,
  ECONNRESET: () => "the server reset the connection",
  EPIPE: () => "the server has closed the connection",
  ETIMEDOUT: (address) => `${address} does not answer`,
  EHOSTUNREACH: (address) => `${address} cannot be reached`,
  ENETUNREACH: (address) => `${address} cannot be reached`,
  EADDRNOTAVAIL: () => "this machine has no port left for another connection",
  EMFILE: () => "this process may not open more files (ulimit -n)",
  EPROTO: (address) => `${address} does not speak TLS`,
  ERR_SSL_WRONG_VERSION_NUMBER: (address) => `${address} does not speak TLS`,
};

/** The fault that an error of `node:net`, `node:tls` or `node:http` stands for. */
export function networkFault({ code = "", message }: NodeJS.ErrnoException, address: string): Fault {
  const words = systemWords[code];
  if (words) return new Fault("network", words(address));
  const distrusted = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code);
  return new Fault(distrusted ? "certificate" : "network", message.replace(/\.$/, ""));
}
