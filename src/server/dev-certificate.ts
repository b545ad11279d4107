import { createHash, X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { homedir, hostname, networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { SioError } from "../errors.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const validDays = 30;

/**
 * A certificate for development with its key, in one PEM file that is this user's alone. It names this machine in every way that a browser
 * may reach it, and is used again until it is a day from its end, so that a browser asks once a month at most.
 *
 * @param host what the server listens on
 * @returns the path of the file
 * @throws SioError `config` if it cannot be kept
 */
export async function developmentCertificate(host: string): Promise<string> {
  const names = namesOf(host);
  // Another network is another certificate; going back to the first finds the one of before.
  const id = createHash("sha256").update(names.join()).digest("hex").slice(0, 12);
  const file = join(homedir(), ".cache", "sio-serve", `development-${id}.pem`);
  if (await isUsable(file)) return file;
  const pem = await makeCertificate(names);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const fresh = `${file}.${process.pid}`;
    await writeFile(fresh, pem, { mode: 0o600 });
    // A file of before may be there with any mode.
    await chmod(fresh, 0o600);
    await rename(fresh, file);
  } catch (cause) {
    throw new SioError(
      "config",
      `The development certificate cannot be kept in ${file}: ${(cause as Error).message}.`,
      {
        hint: "Bring one of your own: --tls-cert FILE --tls-key FILE",
        cause,
      },
    );
  }
  return file;
}

/** Whether there is one that is good for another day, and that nobody else could read. */
async function isUsable(file: string): Promise<boolean> {
  try {
    const [pem, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    const isPrivate = process.platform === "win32" || (mode & 0o077) === 0;
    return isPrivate && Date.parse(new X509Certificate(pem).validTo) - Date.now() > dayMs;
  } catch {
    return false;
  }
}

function namesOf(host: string): readonly string[] {
  const ofNetwork = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith("fe80:"))
    .map(({ address }) => address);
  const own = ["0.0.0.0", "::"].includes(host) ? [] : [host];
  return [...new Set(["localhost", "127.0.0.1", "::1", hostname(), ...own, ...ofNetwork.sort()])];
}

async function makeCertificate(names: readonly string[]): Promise<string> {
  // Loaded here because hardly any server needs it.
  const { generate } = await import("selfsigned");
  const altNames = names.map((name) =>
    isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  const made = await generate([{ name: "commonName", value: "sio-serve development" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + validDays * dayMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return `${made.cert.trim()}\n${made.private.trim()}\n`;
}
