/* global io -- from /socket.io/socket.io.js */
import { showPoll, showState } from "./poll.js";

// By this key the server knows a browser again, so that a reload does not vote twice.
localStorage.voter ??= Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) =>
  byte.toString(16).padStart(2, "0"),
).join("");

const socket = io({ auth: { voter: localStorage.voter } });
let poll;
let choice;

showState(socket);

socket.on("poll", (latest, own) => {
  // A new question has no vote of one's own yet; after connecting, the server says which it is.
  if (own !== undefined) choice = own;
  else if (latest.question !== poll?.question) choice = undefined;
  poll = latest;
  showPoll(poll, { choice, choose });
});

async function choose(option) {
  const { error } = await socket.emitWithAck("vote", option);
  if (!error) choice = option;
  showPoll(poll, { choice, choose });
}
