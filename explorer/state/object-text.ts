/** The beginning of an object as text, read from S3 itself. */
import { TEXT_BYTES } from '../model/preview.ts';

export type ObjectText =
  | { outcome: 'read'; text: string; isCut: boolean }
  | { outcome: 'failed'; detail: string };

/**
 * S3 answers a page of another origin only if the bucket's CORS settings allow that origin. The browser does not
 * report this reason.
 */
const UNREACHABLE =
  'S3 did not answer this page. Does the bucket have a CORS rule for it? See "Downloads" in docs/deploy.md.';

export async function readText(url: string, signal: AbortSignal): Promise<ObjectText> {
  let response: Response;
  try {
    response = await fetch(url, {
      // A range of this form needs no preflight request.
      headers: { range: `bytes=0-${TEXT_BYTES - 1}` },
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return { outcome: 'failed', detail: UNREACHABLE };
  }
  if (!response.ok) return { outcome: 'failed', detail: `S3 answered ${response.status}.` };
  const bytes = new Uint8Array(await response.arrayBuffer()).subarray(0, TEXT_BYTES);
  if (bytes.includes(0)) return { outcome: 'failed', detail: 'This object is not text.' };
  const total = Number(response.headers.get('content-range')?.split('/')[1] ?? bytes.length);
  // If the text is cut, its last character may be incomplete. Stream mode omits such a character.
  const isCut = total > bytes.length;
  return { outcome: 'read', text: new TextDecoder().decode(bytes, { stream: isCut }), isCut };
}
