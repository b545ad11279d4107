/** @param {import("socket.io").Server} io */
export default (io) => {
  io.on("connection", (socket) => {
    socket.on("echo", (payload, ack) => ack(payload));
    socket.on("broadcast", (payload) => io.emit("news", payload));
  });
};
