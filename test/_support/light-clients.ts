import { onTestFinished } from "vitest";
import { connect } from "../../bench/load/connection.mjs";
import { textFrame } from "../../bench/load/frames.mjs";

/** A client over WebSocket that costs so little that a test can have a thousand. */
export interface LightClient {
  /** Sends an event and resolves with what its ack answers. Rejects if the connection is lost. One at a time. */
  call(event: string, value: unknown): Promise<unknown>;
}

/** Connects so many clients to `"/"`; they are closed when the test is over. */
export async function lightClients(url: string, count: number): Promise<readonly LightClient[]> {
  const port = Number(new URL(url).port);
  const clients: LightClient[] = [];
  for (let index = 0; index < count; index++) clients.push(await lightClient(port));
  return clients;
}

async function lightClient(port: number): Promise<LightClient> {
  const connection = await connect({ port });
  onTestFinished(() => connection.close());
  let answered: (answer: unknown) => void = () => {};
  let failed: (error: Error) => void = () => {};
  let lost: Error | undefined;
  connection.onPacket = (bytes, start, end) => {
    const packet = bytes.toString("utf8", start, end);
    const values = JSON.parse(packet.slice(packet.indexOf("["))) as unknown[];
    answered(values[0]);
  };
  connection.onLost = (error) => {
    lost = error;
    failed(error);
  };
  return {
    call: (event, value) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost);
        answered = resolve;
        failed = reject;
        connection.send(textFrame(`420${JSON.stringify([event, value])}`));
      }),
  };
}
