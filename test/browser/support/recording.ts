/**
 * Records a page as pictures with their times, and writes one file that plays them. Playwright's own video would need
 * another program.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ARTIFACTS } from './artifacts.ts';

interface Frame {
  /** A JPEG, in base64. */
  data: string;
  atMs: number;
}

export interface Recording {
  /** @returns the number of pictures */
  stop(): Promise<number>;
}

export async function record(page: Page, name: string): Promise<Recording> {
  const session = await page.context().newCDPSession(page);
  const frames: Frame[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ data, atMs: (metadata.timestamp ?? 0) * 1000 });
    // The browser sends the next picture after this one is acknowledged. The page may be closed by then.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 70 });
  return {
    async stop() {
      await session.send('Page.stopScreencast');
      writeFileSync(join(ARTIFACTS, `${name}.html`), player(frames));
      return frames.length;
    },
  };
}

function player(frames: readonly Frame[]): string {
  const first = frames[0]?.atMs ?? 0;
  const shown = frames.map(({ data, atMs }) => [Math.round(atMs - first), `data:image/jpeg;base64,${data}`]);
  return `<!doctype html><meta charset="utf-8"><title>Recording</title>
<style>body{margin:0;background:#222}img{display:block;margin:auto;max-width:100%;max-height:100vh}</style>
<img alt="Recording"><script>
const frames = ${JSON.stringify(shown)};
const image = document.querySelector('img');
const play = () => {
  for (const [ms, source] of frames) setTimeout(() => { image.src = source; }, ms);
  setTimeout(play, (frames.at(-1)?.[0] ?? 0) + 2000);
};
play();
</script>
`;
}
