import { text } from "node:stream/consumers";
import { cores, startPinned } from "./children.mjs";
import { appsFolder } from "./folders.mjs";

const deadlineMs = 60_000;

/**
 * A scenario's `prepare`: each slice runs a program of `apps/` to its end, alone on the server's core. It is told the case's settings
 * as JSON in its last argument, and prints its figures as JSON.
 *
 * @param {import("./catalog.mjs").Trial} trial
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function programFigures({ target, setup, settings }) {
  /** @type {import("./catalog.mjs").Figures} */
  let figures = {};
  const command = [...target.command({ ...setup, port: 0 }), JSON.stringify(settings)];
  return {
    async run() {
      const child = startPinned(command, { core: cores.server, cwd: appsFolder, talk: true });
      const deadline = setTimeout(child.kill, deadlineMs);
      try {
        const printed = text(/** @type {import("node:stream").Readable} */ (child.stdout));
        const { status, complaint } = await child.ended;
        if (status !== 0) throw new Error(complaint || `The program did not end within ${deadlineMs / 1_000} s.`);
        figures = JSON.parse(await printed);
      } finally {
        clearTimeout(deadline);
        await child.kill();
      }
    },
    figures: () => figures,
    async close() {},
  };
}
