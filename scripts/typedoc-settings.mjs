/** A plug-in of typedoc: the settings, which are no source code but a table, are documented by what the table says of each. */
import { build } from "esbuild";
import { Comment, Converter } from "typedoc";

const { options, showHelp } = await loadTable();

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
    const option = reflection.parent?.name === "SocketIOOptions" && options[reflection.name];
    if (option && !reflection.comment)
      reflection.comment = new Comment([{ kind: "text", text: showHelp(reflection.name) }]);
  });
}

/** The table of settings, whose TypeScript Node cannot import. */
async function loadTable() {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export { options } from "./options.ts"; export { showHelp } from "./show.ts";',
      resolveDir: new URL("../src/config", import.meta.url).pathname,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
