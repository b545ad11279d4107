import { app, hot } from "sio-serve";

/** A poll as everybody sees it. */
export interface Poll {
  readonly question: string;
  readonly options: readonly { readonly text: string; readonly votes: number }[];
  /** Whether votes still count. */
  readonly open: boolean;
}

interface State {
  question: string;
  options: readonly string[];
  open: boolean;
  /** The index of the option that each voter has chosen. */
  readonly votes: Map<string, number>;
  /** The clients that have the page open, by their sid. */
  readonly watching: Set<string>;
}

// hot.data outlives a save of this file, so that no vote is lost while you edit.
hot.data.state ??= {
  question: "What shall we build first?",
  options: ["A chat", "A game", "A whiteboard"],
  open: true,
  votes: new Map(),
  watching: new Set(),
};
const state: State = hot.data.state;

/** The poll as it stands. */
export function currentPoll(): Poll {
  const { question, options, open, votes } = state;
  const chosen = [...votes.values()];
  return {
    question,
    options: options.map((text, index) => ({ text, votes: chosen.filter((choice) => choice === index).length })),
    open,
  };
}

/** What a voter has chosen, as an index into the options. */
export function choiceOf(voter: string): number | undefined {
  return state.votes.get(voter);
}

/** Counts a vote; a voter has one, and may change it. `false` if there is no such option, or the poll is closed. */
export function vote(voter: string, option: unknown): boolean {
  if (!state.open || typeof option !== "number" || !(option in state.options)) return false;
  state.votes.set(voter, option);
  tellEverybody();
  return true;
}

/** Puts a new question; the votes of the last one are gone. */
export function ask(question: string, options: readonly string[]): void {
  Object.assign(state, { question, options, open: true });
  state.votes.clear();
  tellEverybody();
}

/** Ends the vote, or goes on with it. */
export function setOpen(open: boolean): void {
  state.open = open;
  tellEverybody();
}

/** Notes that somebody has come or gone. How many there are is for admins alone. */
export function count(sid: string, change: "come" | "gone"): void {
  if (change === "come") state.watching.add(sid);
  else state.watching.delete(sid);
  app.of("/admin").emit("people", state.watching.size);
}

/** How many have the page open. */
export function countPeople(): number {
  return state.watching.size;
}

/** Sends the poll to both namespaces. `app` speaks to everybody, from anywhere. */
function tellEverybody(): void {
  for (const namespace of ["/", "/admin"]) app.of(namespace).emit("poll", currentPoll());
}
