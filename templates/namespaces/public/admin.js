/* global io -- from /socket.io/socket.io.js */
import { byId, showPoll, showState } from "./poll.js";

// The password is kept for this tab, so that a reload does not ask again.
const kept = sessionStorage;
const socket = io("/admin", { autoConnect: false, auth: (give) => give({ password: kept.password }) });
let isOpen = true;

showState(socket);
if (kept.password) socket.connect();
else byId("password").focus();

byId("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  kept.password = byId("password").value;
  byId("refusal").textContent = "";
  socket.connect();
});

socket.on("connect", () => show(true));
socket.on("connect_error", (error) => {
  // An active socket tries again by itself; one that is not was refused.
  if (socket.active) return;
  kept.removeItem("password");
  show(false);
  byId("refusal").textContent = error.message;
});

socket.on("people", (count) => {
  byId("people").textContent = count === 1 ? "1 person has the poll open" : `${count} people have the poll open`;
});
socket.on("poll", (poll) => {
  isOpen = poll.open;
  byId("open").textContent = isOpen ? "Close the poll" : "Open it again";
  showPoll(poll);
});

byId("open").addEventListener("click", () => socket.emit("open", !isOpen));

byId("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  const options = byId("new-options").value.split(",");
  const { error } = await socket.emitWithAck("ask", byId("new-question").value, options);
  byId("mistake").textContent = error ?? "";
  if (!error) event.target.reset();
});

function show(isIn) {
  byId("enter").hidden = isIn;
  byId("running").hidden = !isIn;
  byId("ask").hidden = !isIn;
}
