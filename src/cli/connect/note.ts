/** Something that happened on a connection, as it is shown. */
export type Note =
  | { readonly type: "connect"; readonly namespace: string; readonly id: string }
  | {
      readonly type: "event";
      readonly namespace: string;
      readonly event: string;
      readonly args: readonly unknown[];
      readonly asks: boolean;
    }
  | {
      readonly type: "ack";
      readonly namespace: string;
      readonly event: string;
      readonly args: readonly unknown[];
      readonly tookMs: number;
    }
  | { readonly type: "disconnect"; readonly namespace: string; readonly reason: string }
  /** The first attempt to come back has failed; others follow, and nothing is told of them. */
  | { readonly type: "retry"; readonly message: string };

/** What is told of a note by its kind. */
export type NoteOf<Type extends Note["type"]> = Extract<Note, { readonly type: Type }>;
