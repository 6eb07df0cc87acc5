/**
 * Two errors with imported files. A modification time that ends in .999999999 was shown as the next second, because
 * it was read as a floating-point number. And every file had S3's default content type, whatever its extension.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalS3, startLocalS3 } from '../../local/s3/server.ts';

const TIMES: [name: string, touched: string, lastModified: string][] = [
  ['last-nanosecond', '2026-03-14 09:26:53.999999999 UTC', '2026-03-14T09:26:53.000Z'],
  ['first-nanosecond', '2026-03-14 09:26:53.000000001 UTC', '2026-03-14T09:26:53.000Z'],
  ['year-end', '2025-12-31 23:59:59.999999999 UTC', '2025-12-31T23:59:59.000Z'],
  ['before-1970', '1969-12-31 23:59:58.999999999 UTC', '1969-12-31T23:59:58.000Z'],
];
const TYPES: [name: string, contentType: string][] = [
  ['page.html', 'text/html'],
  ['data.json', 'application/json'],
  ['cat.JPG', 'image/jpeg'],
  ['notes.md', 'text/markdown'],
  ['source.ts', 'text/x-typescript'],
  ['archive.tar.gz', 'application/gzip'],
  ['txt', 'binary/octet-stream'],
  ['no-ending', 'binary/octet-stream'],
  ['strange.ending-nobody-knows', 'binary/octet-stream'],
];

let folder: string;
let s3: LocalS3;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-import-'));
  for (const [name] of TYPES) writeFileSync(join(folder, name), 'x');
  for (const [name, touched] of TIMES) {
    writeFileSync(join(folder, name), 'x');
    execFileSync('touch', ['-d', touched, join(folder, name)]);
  }
  s3 = await startLocalS3({ port: 0 });
  s3.storage.createBucket('files');
  await s3.importDirectory('files', '', folder);
});

afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
});

describe('an imported file', () => {
  test.each(TIMES)('%s, changed at %s, is shown with %s', async (name, _, lastModified) => {
    const listing = await (await fetch(`${s3.url}/files?list-type=2&prefix=${name}`)).text();
    expect(/<LastModified>(.*?)<\/LastModified>/.exec(listing)![1]).toBe(lastModified);
    const head = await fetch(`${s3.url}/files/${name}`);
    expect(head.headers.get('last-modified')).toBe(new Date(lastModified).toUTCString());
    expect(await head.text()).toBe('x');
  });

  test.each(TYPES)('%s is of type %s', async (name, contentType) => {
    const head = await fetch(`${s3.url}/files/${name}`, { method: 'HEAD' });
    expect(head.headers.get('content-type')).toBe(contentType);
  });
});
