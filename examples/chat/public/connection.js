/* global io -- defined by /socket.io/socket.io.js */

/**
 * Connects to the chat under a name. After every connection, also a regained one, it joins the room again and sends what was
 * said meanwhile.
 *
 * @param {{ name: string, key: string, room: string }} who the key is what lets a regained connection have the name back
 * @param {object} on what to call: refused(message), joined(answer), lost(), state(id, state, error) for each of one's own
 *   messages, and one function for each of the server's events: message, typing, people, rooms
 */
export function connect({ name, key, room: firstRoom }, on) {
  const socket = io({ auth: { name, key } });
  const unanswered = new Map();
  let room = firstRoom;
  let isJoined = false;

  async function join(wanted) {
    const answer = await socket.emitWithAck("join", wanted);
    if (!answer.error) {
      room = answer.room;
      on.joined(answer);
    }
    return answer;
  }

  function send(draft) {
    on.state(draft.id, "sending");
    socket.emit("say", draft, ({ error }) => {
      unanswered.delete(draft.id);
      on.state(draft.id, error ? "failed" : "sent", error);
    });
  }

  socket.on("connect", async () => {
    const { error } = await join(room);
    // A server that was restarted may have no place for this room any more.
    if (error) await join("lobby");
    isJoined = true;
    for (const draft of unanswered.values()) send(draft);
  });
  socket.on("disconnect", () => {
    isJoined = false;
    on.lost();
    for (const id of unanswered.keys()) on.state(id, "queued");
    // The client tries again by itself, except where the server ended this connection on purpose.
    if (!socket.active) socket.connect();
  });
  socket.on("connect_error", (error) => {
    // An active socket will try again: the server cannot be reached. One that is not was refused.
    if (socket.active) on.lost();
    else on.refused(error.message);
  });
  for (const event of ["message", "typing", "people", "rooms"]) socket.on(event, (value) => on[event](value));

  return {
    join,
    /** Sends a draft `{ id, text, image }` now, or as soon as there is a connection. How it goes is told to `on.state`. */
    say(draft) {
      unanswered.set(draft.id, draft);
      if (isJoined) send(draft);
      else on.state(draft.id, "queued");
    },
    /** Tells the room that something is being written. Not worth keeping when there is no connection. */
    typing() {
      if (isJoined) socket.volatile.emit("typing");
    },
    /** Ends the connection for good; nothing is called any more. */
    close() {
      socket.off();
      socket.disconnect();
    },
  };
}
