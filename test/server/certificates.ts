import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { missingProgram } from "../_support/needs.ts";

const run = promisify(execFile);

/** Why no certificates can be made here. */
export const noCertificates = missingProgram("openssl", "openssl");

const extensions = `
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost, IP:127.0.0.1
`;

/** What an authority trusts another one, or a server, with. */
export interface Issue {
  readonly as: "authority" | "server";
  /** Whose name the certificate bears and how its files are called. */
  readonly name: string;
  /** The name of the one who signs; left out, it signs itself. */
  readonly by?: string;
  /** Writes the key once more, encrypted with this: `NAME.encrypted`. */
  readonly passphrase?: string;
}

/** Makes a key (`NAME.key`) and a certificate of it (`NAME.pem`) in a folder; resolves with the certificate. */
export async function issue(folder: string, { as, name, by, passphrase }: Issue): Promise<string> {
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  const [key, request, certificate] = [`${name}.key`, `${name}.csr`, `${name}.pem`];
  await writeFile(join(folder, "extensions.cnf"), extensions);
  await openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", key);
  await openssl("req", "-new", "-key", key, "-subj", `/CN=${name}`, "-out", request);
  const signer = by === undefined ? ["-signkey", key] : ["-CA", `${by}.pem`, "-CAkey", `${by}.key`, "-CAcreateserial"];
  const extended = ["-extfile", "extensions.cnf", "-extensions", as, "-days", "2"];
  await openssl("x509", "-req", "-in", request, ...signer, ...extended, "-out", certificate);
  if (passphrase !== undefined) {
    await openssl("pkcs8", "-topk8", "-in", key, "-passout", `pass:${passphrase}`, "-out", `${name}.encrypted`);
  }
  return readFile(join(folder, certificate), "utf8");
}
