/** A refusal by the server or, with status 0, no answer from it. */
export class GoStackerError extends Error {
  override name = 'GoStackerError';

  /**
   * @param status of HTTP; 0 without an answer, and for errors that came as a frame
   * @param code of the contract, such as `not_found`, or `unreachable`
   * @param retryAfterMs when the server wants to be asked again; 0 if it said nothing
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

const OPEN = new Set(['unavailable', 'overloaded', 'internal', 'rate_limited']);

/** Whether a message refused so may stand all the same, and is to be repeated with the same id. */
export function leavesOutcomeOpen(code: string): boolean {
  return OPEN.has(code);
}
