import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import type { Config } from "../config/options.ts";
import type { Tls } from "../engines/engine.ts";
import { SioError } from "../errors.ts";

/** Reads and tries the certificate and key that the settings name, or makes some for development; `undefined` without them. */
export async function readTls(config: Config): Promise<Tls | undefined> {
  const { https, host, tlsCert, tlsKey, tlsCa, tlsPassphrase: passphrase } = config;
  if (https) return developmentTls(host);
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  // One after the other, so that of two that are missing it is always the first that is told.
  const cert = await readPem("tlsCert", tlsCert);
  const key = await readPem("tlsKey", tlsKey);
  const tls = {
    cert,
    key,
    certFile: tlsCert,
    keyFile: tlsKey,
    ...(tlsCa !== undefined && { ca: await readPem("tlsCa", tlsCa) }),
    ...(passphrase !== undefined && { passphrase }),
  };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new SioError("config", `${tlsCert} and ${tlsKey} cannot be used together: ${(cause as Error).message}`, {
      hint: "Both must be PEM files, and the key that of the certificate; an encrypted key needs --tls-passphrase.",
      cause,
    });
  }
  return tls;
}

async function developmentTls(host: string): Promise<Tls> {
  // Loaded here because hardly any server needs it.
  const { developmentCertificate } = await import("./dev-certificate.ts");
  const file = await developmentCertificate(host);
  // One file has both: each is read past the other.
  const pem = await readFile(file);
  return { cert: pem, key: pem, certFile: file, keyFile: file };
}

async function readPem(setting: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : (cause as Error).message;
    throw new SioError("config", `${setting} cannot be read from ${file}: ${why}.`, { cause });
  }
}
