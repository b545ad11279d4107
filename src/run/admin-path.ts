import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { SioError } from "../errors.ts";

/** Whose admin socket is meant. */
export interface AdminPlace {
  /** The folder that the server was started in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The path of the admin socket of the server of a folder: in `XDG_RUNTIME_DIR`, else in a folder below the system's temporary one that only
 * this user may enter.
 *
 * @throws SioError `unavailable` if that folder is somebody else's, or open to others
 */
export function adminPath({ folder, env }: AdminPlace): string {
  const name = createHash("sha1").update(realpathSync(folder)).digest("hex").slice(0, 16);
  return join(privateFolder(env.XDG_RUNTIME_DIR), `sio-serve-${name}.sock`);
}

function privateFolder(runtimeFolder: string | undefined): string {
  if (runtimeFolder) return runtimeFolder;
  const { uid, username } = userInfo();
  const folder = join(tmpdir(), `sio-serve-${uid === -1 ? username : uid}`);
  if (mkdirSync(folder, { recursive: true, mode: 0o700 })) chmodSync(folder, 0o700);
  const found = lstatSync(folder);
  // In a folder that everybody may write to, somebody else can have been first.
  if (uid !== -1 && (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)) {
    throw new SioError("unavailable", `The folder ${folder} must be this user's alone, and is not.`, {
      hint: `Remove it, or name another place: XDG_RUNTIME_DIR=/path sio-serve …`,
    });
  }
  return folder;
}
