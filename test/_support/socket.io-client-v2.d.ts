/** The client of Socket.IO 2, installed under another name; the part of it that tests use. */
declare module "socket.io-client-v2" {
  interface OldClient {
    on(event: string, listener: (...args: unknown[]) => void): void;
    emit(event: string, ...args: unknown[]): void;
    close(): void;
  }
  export default function io(url: string, options?: object): OldClient;
}
