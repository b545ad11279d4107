export const byId = (id) => document.getElementById(id);

/**
 * Shows a poll with a bar for each option.
 *
 * @param {{ question: string, options: { text: string, votes: number }[], open: boolean }} poll
 * @param {{ choice?: number, choose?: (index: number) => void }} own what one has chosen, and what to call for another choice
 */
export function showPoll({ question, options, open }, { choice, choose } = {}) {
  const total = options.reduce((sum, { votes }) => sum + votes, 0);
  byId("question").textContent = question;
  const list = byId("options");
  // Buttons are kept where they fit, so that their bars move and the focus stays.
  while (list.children.length > options.length) list.lastElementChild.remove();
  while (list.children.length < options.length) list.append(newOption());
  for (const [index, { text, votes }] of options.entries()) {
    const button = list.children[index];
    const [name, count] = button.children;
    name.textContent = text;
    count.textContent = votes === 1 ? "1 vote" : `${votes} votes`;
    button.style.setProperty("--share", total === 0 ? 0 : votes / total);
    button.disabled = !open || !choose;
    button.setAttribute("aria-pressed", String(index === choice));
    button.onclick = () => choose(index);
  }
  const counted = total === 1 ? "1 vote" : `${total} votes`;
  byId("summary").textContent = open ? `${counted} so far` : `${counted} · the poll is closed`;
}

/** Shows whether there is a connection. */
export function showState(socket) {
  const show = (text, isOffline) => {
    byId("state").textContent = text;
    byId("state").classList.toggle("offline", isOffline);
  };
  socket.on("connect", () => show("Live", false));
  socket.on("disconnect", () => show("Reconnecting…", true));
}

function newOption() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "option" });
  const count = Object.assign(document.createElement("span"), { className: "votes" });
  button.append(document.createElement("span"), count);
  return button;
}
