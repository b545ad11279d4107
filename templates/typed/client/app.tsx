import { columns } from "../events.ts";
import { Column } from "./column.tsx";
import { useBoard } from "./use-board.ts";

/** The whole page. */
export function App() {
  const { cards, people, connected } = useBoard();
  const here = people === 1 ? "Only you" : `${people} here`;
  return (
    <main className="page">
      <header className="top">
        <h1>How did it go?</h1>
        <p className={connected ? "state" : "state offline"} role="status">
          {connected ? here : "Reconnecting…"}
        </p>
      </header>
      <div className="columns">
        {columns.map((name) => (
          <Column key={name} name={name} cards={cards.filter(({ column }) => column === name)} />
        ))}
      </div>
    </main>
  );
}
