import type { Id } from './types.ts';

export interface PositionFrame {
  type: 'read' | 'delivered';
  conversationId: Id;
  seq: number;
}

/**
 * Read and delivered positions: only the highest counts, and each is told again on a new connection,
 * since nobody answers it.
 */
export class Positions {
  readonly #highest = new Map<string, { frame: PositionFrame; told: boolean }>();

  put(type: PositionFrame['type'], conversationId: Id, seq: number): void {
    const key = `${type} ${conversationId}`;
    if (seq > (this.#highest.get(key)?.frame.seq ?? 0)) {
      this.#highest.set(key, { frame: { type, conversationId, seq }, told: false });
    }
  }

  connectionLost(): void {
    for (const position of this.#highest.values()) {
      position.told = false;
    }
  }

  /** The frames that are still to be sent. */
  take(): PositionFrame[] {
    const untold = [...this.#highest.values()].filter(position => !position.told);
    for (const position of untold) {
      position.told = true;
    }
    return untold.map(position => position.frame);
  }
}
