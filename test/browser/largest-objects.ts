/** An app in thirty lines: the largest objects of a directory, in Node and in a browser. It needs only `fetch`. */
import { createClient, S3dexError } from '../../contract/client.ts';

export interface Question {
  endpoint: string;
  bucket: string;
  prefix: string;
}

export async function largestObjects({ endpoint, bucket, prefix }: Question): Promise<string> {
  const client = createClient({ endpoint });
  const found: { name: string; size: number }[] = [];
  try {
    for await (const entry of client.entries(bucket, prefix)) {
      if (entry.type === 'object') found.push({ name: entry.name, size: entry.size });
    }
  } catch (error) {
    if (error instanceof S3dexError) return `${error.code}: ${error.detail}`;
    throw error;
  }
  const largest = found.toSorted((a, b) => b.size - a.size).slice(0, 3);
  return largest.map(({ name, size }) => `${size}\t${name}`).join('\n');
}

const text = globalThis.process?.argv[2] ?? decodeURIComponent(location.hash.slice(1));
const answer = await largestObjects(JSON.parse(text) as Question);
if (globalThis.document === undefined) console.log(answer);
else document.body.textContent = answer;
