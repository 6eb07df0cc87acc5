/**
 * If a command prints nothing for a second, a line on the terminal shows how long it has been working, after its last
 * progress text.
 */
import type { Output, World } from '../world.ts';
import { ERASE_LINE } from './progress.ts';

const SILENCE_MS = 1_000;
const MS_PER_SECOND = 1_000;

export interface Waiting {
  /** The given world, whose output removes the line before it writes. */
  world: World;
  /** Removes the line for good. */
  stop(): Promise<void>;
}

export function withWaitingLine(given: World): Waiting {
  if (!given.err.isTerminal) return { world: given, stop: async () => {} };
  const startedAt = given.now();
  let writtenAt = startedAt;
  /** The text of the line that is redrawn in place: the command's last progress text, or empty. */
  let progress = '';
  let isDrawn = false;
  let isStopped = false;
  /**
   * The number of texts that the reader of the output has not taken yet. The reader may be a pager on the same
   * terminal.
   */
  let pending = 0;

  const draw = () => {
    const now = given.now();
    if (isStopped || pending > 0 || now - writtenAt < SILENCE_MS) return;
    const text = `${progress || 'working'} (${Math.floor((now - startedAt) / MS_PER_SECOND)} s)`;
    isDrawn = true;
    void given.err.write(ERASE_LINE + text.slice(0, given.err.columns - 1));
  };
  const erase = async () => {
    if (isDrawn) await given.err.write(ERASE_LINE);
    isDrawn = false;
    progress = '';
  };
  const watched = (output: Output): Output => ({
    ...output,
    async write(text) {
      writtenAt = given.now();
      if (output === given.err && text.startsWith(ERASE_LINE)) {
        progress = text.slice(ERASE_LINE.length);
        isDrawn = progress !== '';
      } else await erase();
      await output.write(text);
    },
  });
  const out: Output = watched(given.out);
  const counted: Output = {
    ...out,
    async write(text) {
      pending += 1;
      await out.write(text).finally(() => {
        pending -= 1;
      });
    },
  };
  const stopTicking = given.every(SILENCE_MS, draw);
  const stop = async () => {
    isStopped = true;
    stopTicking();
    await erase();
  };
  return { world: { ...given, ...asking(given, stop), out: counted, err: watched(given.err) }, stop };
}

/** While the user types an answer, nothing else is drawn. */
function asking({ ask }: World, stop: () => Promise<void>): Pick<World, 'ask'> {
  if (!ask) return {};
  return {
    ask: async (question) => {
      await stop();
      return ask(question);
    },
  };
}
