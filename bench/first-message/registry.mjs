import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../lib/folders.mjs";

const run = promisify(execFile);

/**
 * A registry for npm that has this checkout's own package, packed, and sends npm to the public one for all others.
 *
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function openRegistry() {
  const folder = await mkdtemp(join(tmpdir(), "sio-serve-bench-registry-"));
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
    cwd: projectFolder,
  });
  const tarball = await readFile(join(folder, stdout.trim()));
  await rm(folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8"));
  const { stdout: upstream } = await run("npm", ["config", "get", "registry"]);

  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === `/${manifest.name}`) return response.end(JSON.stringify(packument(manifest, tarball, url)));
    if (path === tarballPath) return response.end(tarball);
    return response.writeHead(307, { location: new URL(path.slice(1), upstream.trim()).href }).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const tarballPath = "/this-checkout.tgz";

/**
 * @param {{ name: string, version: string }} manifest
 * @param {Buffer} tarball
 * @param {string} url of the registry
 */
function packument(manifest, tarball, url) {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const dist = { tarball: `${url}${tarballPath}`, integrity };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
