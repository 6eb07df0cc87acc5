/**
 * Sends one request without a client library and with an unchanged target. Returns the parts of the answer on which
 * two S3 servers must agree.
 */
import { request } from 'node:http';
import type { RawRequest } from './random-read.ts';

export interface Exchanged {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Headers that differ between servers: of one response or connection, of the index, or with the name of the server's
 * program.
 */
const OWN = new Set([
  ...['date', 'connection', 'keep-alive', 'x-amz-request-id', 'x-amz-id-2', 'age', 'cache-status', 'server'],
]);
const IDS = /<(RequestId|HostId)>[^<]*<\/\1>/g;

/** The answer, and the Cache-Status of the index. */
export async function exchange(url: string, asked: RawRequest): Promise<{ answer: Exchanged; from: string }> {
  return new Promise((resolve, reject) => {
    const { method, target, headers } = asked;
    const client = request(url, { method, path: target, headers }, async (response) => {
      try {
        const body = Buffer.concat(await response.toArray()).toString('latin1');
        const named = Object.entries(response.headers).filter(([name]) => !OWN.has(name));
        const answer = {
          status: response.statusCode!,
          headers: Object.fromEntries(named.map(([name, value]) => [name, String(value)])),
          body: body.replace(IDS, ''),
        };
        resolve({ answer, from: String(response.headers['cache-status'] ?? '') });
      } catch (error) {
        reject(error);
      }
    });
    client.on('error', reject);
    client.end();
  });
}
