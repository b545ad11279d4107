import { app, on } from "sio-serve";

let count = 0;

// To everybody, so that a server that reached another's clients would show.
on("count", () => {
  count += 1;
  app.emit("counted", count);
});
