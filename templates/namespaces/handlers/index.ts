import { ConnectionRefusedError, emit, Namespace, request, session } from "sio-serve";
import { choiceOf, count, currentPoll, vote } from "../poll.ts";

declare module "sio-serve" {
  interface Session {
    voter: string;
  }
}

/** The namespace "/": everybody may vote. A method's name is that of its event: onVote handles "vote". */
export class Voters extends Namespace {
  onConnect(auth: { voter?: unknown }) {
    // The page makes up a key and keeps it, so that a reload does not vote twice.
    if (typeof auth.voter !== "string" || auth.voter.length !== 36) throw new ConnectionRefusedError("Who are you?");
    session.voter = auth.voter;
    emit("poll", currentPoll(), choiceOf(auth.voter));
    count(request.sid, "come");
  }

  onVote(option: unknown) {
    return vote(session.voter, option) ? {} : { error: "That cannot be chosen." };
  }

  onDisconnect() {
    count(request.sid, "gone");
  }
}
