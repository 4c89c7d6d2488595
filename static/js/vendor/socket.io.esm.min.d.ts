/** What the scripts use of the Socket.IO client. */

interface Socket {
  readonly connected: boolean;
  readonly io: Manager;
  readonly volatile: Socket;
  connect(): Socket;
  disconnect(): Socket;
  emit(name: string, payload: object): void;
  emitWithAck(name: string, payload: object): Promise<any>;
  on(name: string, listener: (detail: any) => void): void;
  timeout(milliseconds: number): Socket;
}

interface Manager {
  readonly engine?: { close(): void };
  on(name: "reconnect_attempt", listener: (count: number) => void): void;
  on(name: "close", listener: (reason: string, detail?: { description?: unknown; context?: unknown }) => void): void;
  randomizationFactor(factor: number): void;
  reconnectionDelay(milliseconds: number): void;
}

export function io(options: object): Socket;
