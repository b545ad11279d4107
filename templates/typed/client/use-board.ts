import { useEffect, useState } from "react";
import type { Card } from "../events.ts";
import { socket } from "./socket.ts";

/** The board as the server last sent it, and how things stand. */
export interface Board {
  readonly cards: readonly Card[];
  readonly people: number;
  readonly connected: boolean;
}

/** The board, drawn anew whenever the server sends it or the connection comes or goes. */
export function useBoard(): Board {
  const [cards, setCards] = useState<readonly Card[]>([]);
  const [people, setPeople] = useState(0);
  const [connected, setConnected] = useState(socket.connected);

  useEffect(() => {
    const connect = () => setConnected(true);
    const disconnect = () => setConnected(false);
    socket.on("connect", connect).on("disconnect", disconnect).on("board", setCards).on("people", setPeople);
    // Only now, so that nothing comes before somebody listens.
    socket.connect();
    return () => {
      socket.disconnect();
      socket.off("connect", connect).off("disconnect", disconnect).off("board", setCards).off("people", setPeople);
    };
  }, []);

  return { cards, people, connected };
}
