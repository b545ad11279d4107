import { type FormEvent, useState } from "react";
import type { Card } from "../events.ts";
import { socket } from "./socket.ts";

/** What a column shows. */
interface Props {
  readonly name: Card["column"];
  readonly cards: readonly Card[];
}

/** A column of the board, with a field for a new card. */
export function Column({ name, cards }: Props) {
  const [text, setText] = useState("");

  async function add(event: FormEvent) {
    event.preventDefault();
    const answer = await socket.emitWithAck("add", { column: name, text });
    if ("id" in answer) setText("");
  }

  return (
    <section className="column" aria-label={name}>
      <h2>
        {name} <span>{cards.length}</span>
      </h2>
      <form onSubmit={add}>
        <input
          aria-label={`Add to ${name}`}
          placeholder="Add a card"
          required
          maxLength={200}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="primary">
          Add
        </button>
      </form>
      <ul className="cards">
        {cards.map((card) => (
          <li key={card.id} className="card">
            <p>{card.text}</p>
            <div className="actions">
              <button
                type="button"
                aria-label={`Like ${card.text}`}
                onClick={() => void socket.emitWithAck("like", card.id)}
              >
                ♥ {card.likes}
              </button>
              <button
                type="button"
                aria-label={`Remove ${card.text}`}
                onClick={() => void socket.emitWithAck("remove", card.id)}
              >
                Remove
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
