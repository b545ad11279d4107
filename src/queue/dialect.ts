/** How lists in the data of an event are read, and written. */
export const dialects = ["auto", "5.15.0"] as const;

/**
 * Releases of python-socketio write `emit("x", [1, 2])` in different ways, and a list cannot always be told from several arguments.
 * `auto` takes a list for the arguments, which is right for 5.15.1 and later; `5.15.0` takes it for one argument that is a list, as
 * releases before that meant it.
 */
export type Dialect = (typeof dialects)[number];
