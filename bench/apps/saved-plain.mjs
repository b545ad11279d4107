const version = 0;

export default (io) => {
  io.on("connection", (socket) => {
    socket.on("version", (ack) => ack(version));
  });
};
