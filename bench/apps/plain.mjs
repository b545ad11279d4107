/** @param {import("socket.io").Server} io */
export default (io) => {
  io.on("connection", (socket) => {
    socket.on("echo", (payload, ack) => ack(payload));
    socket.on("broadcast", (payload) => io.emit("news", payload));
    socket.on("join", (room, ack) => {
      socket.join(room);
      ack();
    });
    socket.on("room", (room, payload) => io.to(room).emit("news", payload));
  });
};
