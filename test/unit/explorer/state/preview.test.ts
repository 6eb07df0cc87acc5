/** If the media of a preview fails, another URL must be signed only if the last one is not new. */
import { expect, test } from '@jest/globals';
import { ObjectPreview } from '../../../../explorer/state/preview.ts';

const MINUTE_MS = 60_000;

test('media that fails at once is reported; after more than a minute another URL is signed, whatever its stated end', async () => {
  let now = 0;
  let signed = 0;
  const download = async () => {
    signed += 1;
    // The browser's clock differs from the service's.
    return { url: `https://s3.example/${signed}`, expiresAt: new Date(0).toISOString() };
  };
  const preview = new ObjectPreview(
    { service: { download: download as never }, now: () => now },
    { bucket: 'photos', key: 'film.mp4' },
  );
  await preview.open('film');
  await preview.onMediaError('film');
  expect([signed, preview.preview.value.state]).toEqual([1, 'failed']);
  await preview.open('film');
  now += 15 * MINUTE_MS;
  await preview.onMediaError('film');
  expect([signed, preview.preview.value]).toEqual([
    3,
    { state: 'media', kind: 'film', url: 'https://s3.example/3' },
  ]);
});
