// The server that is tested, and what is done to the way there.

export const baseUrl = process.env.GOSTACKER_URL ?? 'http://localhost:8080';

/** Who can cut the way to the server and kill gateways; see WebEndToEndTest. */
const control = process.env.GOSTACKER_CONTROL;

export const canHurt = control !== undefined;
/** Whether there is a gateway that may be killed, another one being left. */
export const isSuite = process.env.GOSTACKER_SUITE === 'true';

export async function hurt(what: 'cut' | 'join' | 'kill-gateway'): Promise<void> {
  const answer = await fetch(`${control}/${what}`, { method: 'POST' });
  if (!answer.ok) {
    throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  }
}

let names = 0;
const run = Math.random().toString(36).slice(2, 8);

/** A user name that nobody has. */
export function fresh(name: string): string {
  return `${name}-${run}${++names}`;
}

export async function eventually<T>(what: () => Promise<T> | T, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await what();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
