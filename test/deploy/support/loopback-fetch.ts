/**
 * fetch for the names under `localhost` that the emulator gives its APIs. No resolver here knows them; all are
 * 127.0.0.1.
 */
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export const loopbackFetch: typeof fetch = async (input, init) => {
  const asked = new Request(input, init);
  const { host, port, pathname, search } = new URL(asked.url);
  const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({
      host: '127.0.0.1',
      port,
      method: asked.method,
      path: pathname + search,
      headers: { ...Object.fromEntries(asked.headers), host, ...(body && { 'content-length': body.length }) },
    })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
  const received = await buffer(answer);
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const status = answer.statusCode ?? 500;
  const hasBody = asked.method !== 'HEAD' && status !== 204 && status !== 304;
  return new Response(hasBody ? received : null, { status, headers });
};
