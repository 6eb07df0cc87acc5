/** `s3dex serve` waited five seconds for the service, whatever `--timeout` said. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { startUpstream } from '../support/front.ts';
import { startServe } from '../support/serve.ts';

test('a request passes to S3 after the time that --timeout gives', async () => {
  const upstream = await startUpstream((_message, response) => response.end('from S3'));
  // This service accepts requests and never answers.
  const service = createServer(() => {});
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const serve = await startServe({ endpoint, s3Endpoint: upstream.url, flags: ['--timeout', '1'] });
  await fetch(`${serve.url}/bucket?list-type=2`);
  expect(serve.log()).toContain('no answer within 1000 ms');
  await serve.stop();
  service.closeAllConnections();
  service.close();
  await upstream.close();
});
