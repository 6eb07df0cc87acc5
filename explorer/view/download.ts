/** Starts the browser's own download of an object, from S3. */
import { S3dexError } from '../../contract/client.ts';
import type { Explorer } from '../state/explorer.ts';
import { say } from './toast.tsx';

export async function startDownload(
  { service }: Explorer,
  { bucket, key }: { bucket: string; key: string },
): Promise<void> {
  try {
    const { url } = await service.download(bucket, key);
    // S3 sends the object as an attachment, so the browser does not leave the page.
    const link = document.createElement('a');
    link.href = url;
    link.rel = 'noreferrer';
    link.click();
  } catch (error) {
    say(`Not downloaded: ${error instanceof S3dexError ? error.detail : String(error)}`);
  }
}
