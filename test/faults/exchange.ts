/** One request of a handler in the proxy, and what a fault can do with it. */
import { type Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** An answer as it is on the wire; header names and values alternate. */
export interface WireAnswer {
  status: number;
  rawHeaders: string[];
  body: Buffer;
}

/** The parts of the request that determine its call site and its faults. */
export interface WireRequest {
  method: string;
  target: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Time for the bytes to be sent before their connection is cut. */
const FLUSH_MS = 5;

export class Exchange {
  readonly asked: WireRequest;
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #upstream: { url: URL; agent: Agent };

  constructor(
    asked: WireRequest,
    message: IncomingMessage,
    response: ServerResponse,
    upstream: { url: URL; agent: Agent },
  ) {
    this.asked = asked;
    this.#message = message;
    this.#response = response;
    this.#upstream = upstream;
  }

  /** Asks the real server and returns its whole answer. */
  async forward(): Promise<WireAnswer> {
    const { method, target, body } = this.asked;
    const { url, agent } = this.#upstream;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = [...this.#message.rawHeaders];
    send({ host: url.hostname, port: url.port, agent, method, path: target, headers, setHost: false })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
    const answer = await promise;
    return { status: answer.statusCode!, rawHeaders: answer.rawHeaders, body: await buffer(answer) };
  }

  answer({ status, rawHeaders, body }: WireAnswer): void {
    if (this.#response.destroyed) return;
    this.#response.writeHead(status, endToEnd(rawHeaders));
    this.#response.end(body);
  }

  /** Resets the connection instead of closing it. */
  cut(): void {
    this.#message.socket.resetAndDestroy();
  }

  /**
   * Sends the headers of the whole answer with the first half of its body, then cuts or stalls. Of a HEAD's answer,
   * which has only headers, it sends half of the headers.
   */
  half({ status, rawHeaders, body }: WireAnswer, then: 'cut' | 'silence'): void {
    const socket = this.#message.socket;
    if (socket.destroyed) return;
    const lines = [];
    for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`);
    const head = Buffer.from(`HTTP/1.1 ${status} Whatever\r\n${lines.join('')}\r\n`, 'latin1');
    const whole = this.asked.method === 'HEAD' ? head : Buffer.concat([head, body]);
    const at = this.asked.method === 'HEAD' ? whole.length >>> 1 : head.length + Math.floor(body.length / 2);
    socket.write(whole.subarray(0, at));
    if (then === 'cut') setTimeout(() => this.cut(), FLUSH_MS);
  }
}

/**
 * Removes the headers that apply to a single connection. Keeps the length, because a HEAD has no body that shows it.
 */
function endToEnd(rawHeaders: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(connection|keep-alive|transfer-encoding)$/i.test(rawHeaders[i]!))
      kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return kept;
}
