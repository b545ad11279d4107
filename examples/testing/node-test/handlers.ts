import { app, ConnectionRefusedError, emit, joinRoom, on, session, startBackgroundTask, to } from "sio-serve";

on("connect", ({ name }: { name?: string }) => {
  if (!name) throw new ConnectionRefusedError("Say who you are", { code: "no_name" });
  session.name = name;
});

on("join", async (room: string) => {
  await joinRoom(room);
  emit("joined", room);
});

on("say", (room: string, text: string) => {
  to(room).emit("said", session.name, text);
  return text.length;
});

on("count down", (from: number) => {
  startBackgroundTask(async function countDown() {
    for (let left = from; left >= 0; left -= 1) app.emit("left", left);
  });
});

export const http = (request: Request) => Response.json({ path: new URL(request.url).pathname });
