/**
 * The status pages: `/_s3dex/` shows the answered and passed requests to a person, `/_s3dex/stats` to a program. No
 * bucket can have such a name.
 */
import type { ServerResponse } from 'node:http';
import { PASS_REASONS, type PassReason } from '../resolver/pass.ts';
import type { TallyReport } from './tally.ts';

export interface Status extends TallyReport {
  /** Epoch ms. */
  serviceDownSince: number | undefined;
}

const PAGE = '/_s3dex/';
const STATS = '/_s3dex/stats';

/** Answers these two paths. Returns false for any other path. */
export function statusPage(read: () => Status): (path: string, response: ServerResponse) => boolean {
  return (path, response) => {
    if (path !== PAGE && path !== STATS) return false;
    const status = read();
    const [type, body] =
      path === STATS
        ? ['application/json', JSON.stringify(status)]
        : ['text/plain; charset=utf-8', text(status)];
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(body);
    return true;
  };
}

/** Also printed by `s3dex serve --stats`. */
export function text(status: TallyReport & { serviceDownSince?: number | undefined }): string {
  const { answered, fetched, passed, passedWhy, writes, dollars, advice } = status;
  const total = Object.values(answered).reduce((sum, count) => sum + count, 0);
  const reasons = Object.entries(passedWhy) as [PassReason, number][];
  return [
    `s3dex serve, since ${status.since}`,
    ...(status.serviceDownSince === undefined
      ? []
      : [
          `The service has not answered since ${new Date(status.serviceDownSince).toISOString()}: all requests pass to S3.`,
        ]),
    '',
    `answered by the service  ${total}`,
    ...Object.entries(answered).map(([operation, count]) => `  ${operation.padEnd(22)} ${count}`),
    `  of these, with S3 calls ${fetched}`,
    `passed to S3             ${passed}`,
    ...reasons
      .sort(([, a], [, b]) => b - a)
      .map(([why, count]) => `  ${why.padEnd(22)} ${count}  (${PASS_REASONS[why]})`),
    `writes                   ${writes}`,
    '',
    `The answers would have cost ${money(dollars.direct)} in S3. The requests to the service, and the S3 calls of the service, cost about ${money(dollars.spent)}: ${
      dollars.saved < 0 ? `${money(-dollars.saved)} lost` : `${money(dollars.saved)} saved`
    }.`,
    ...(advice === undefined ? [] : [advice]),
    '',
  ].join('\n');
}

function money(dollars: number): string {
  return `$${dollars.toFixed(6)}`;
}
