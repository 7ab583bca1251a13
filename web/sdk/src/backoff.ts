/** Waiting times that double with each failure. */
export class Backoff {
  #failures = 0;

  /** @param first, most in milliseconds */
  constructor(
    private readonly first: number,
    private readonly most: number,
  ) {}

  succeeded(): void {
    this.#failures = 0;
  }

  /** Milliseconds until the next try, never less than `wish`. */
  next(wish = 0): number {
    return Math.max(wish, this.#doubled());
  }

  /** Like `next`, drawn at random from nothing up to that ("full jitter"), so that clients spread. */
  jittered(): number {
    return Math.random() * this.#doubled();
  }

  #doubled(): number {
    return Math.min(this.most, this.first * 2 ** Math.min(this.#failures++, 20));
  }
}
