import { once } from "node:events";
import { connect } from "node:net";

/** Rejects while nothing listens on a port of this machine. */
export async function listens(port: number): Promise<void> {
  const connection = connect(port, "127.0.0.1");
  try {
    await once(connection, "connect");
  } finally {
    connection.destroy();
  }
}

/** Whether something listens there. */
export function canConnect(port: number): Promise<boolean> {
  return listens(port).then(
    () => true,
    () => false,
  );
}
