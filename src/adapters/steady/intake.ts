/** Where messages of others come in: what makes no sense is dropped and told, and never throws. */
export interface Intake {
  /** Takes one message by `take`, which MUST get as far as {@link understood} where it makes sense. */
  take(take: () => unknown): void;
  /** Says that the message being taken makes sense. */
  understood(): void;
  /** Says that a message has been dropped. */
  dropped(why: unknown): void;
}

/** An intake that tells `onDropped` of each message that is dropped. */
export function createIntake(onDropped: (why: Error) => void): Intake {
  let sense = true;
  const dropped = (why: unknown) => onDropped(why instanceof Error ? why : new Error(String(why)));
  return {
    take(take) {
      sense = false;
      try {
        take();
        if (!sense) dropped("It is no message of Socket.IO.");
      } catch (error) {
        dropped(error);
      }
      sense = true;
    },
    understood() {
      sense = true;
    },
    dropped,
  };
}
