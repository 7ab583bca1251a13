import { GoStackerError } from './errors.ts';

const ANSWER_MS = 20_000;

export interface HttpRequest {
  method: string;
  /** Below `/api/v1`. */
  path: string;
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}

/** One call of the REST API. Throws a GoStackerError for any answer that is not a success. */
export async function http<T>(baseUrl: string, request: HttpRequest): Promise<T> {
  const headers: Record<string, string> = { ...request.headers };
  if (request.token) {
    headers.Authorization = `Bearer ${request.token}`;
  }
  if (request.body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`${baseUrl}/api/v1${request.path}`, {
      method: request.method,
      headers,
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    answer = parse(text);
  } catch {
    throw new GoStackerError(0, 'unreachable', 'The server does not answer.');
  }
  if (response.ok) {
    return answer as T;
  }
  throw refusal(response, (answer ?? {}) as Problem);
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function refusal(response: Response, problem: Problem): GoStackerError {
  const words = [problem.detail ?? problem.title ?? `HTTP status ${response.status}`];
  for (const { field, message } of problem.errors ?? []) {
    words.push(`${field}: ${message}`);
  }
  const seconds = Number(response.headers.get('Retry-After') ?? 0);
  return new GoStackerError(
    response.status,
    problem.code ?? '',
    words.join(' — '),
    Number.isFinite(seconds) ? seconds * 1000 : 0,
  );
}
