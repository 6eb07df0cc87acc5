/**
 * npx does not pass signals on. When it gets SIGTERM, it ends, and so does the shell in which it runs the command.
 * The command would continue without a parent. So a command that npx started watches its parent.
 *
 * Programs that npx starts pass on the environment variable by which this is detected. So a command that such a
 * program started ends with that program too, even if it was detached. On Windows, a process keeps the number of its
 * parent, so the end of the parent is not detected. Ctrl-C still reaches the command, because it goes to all
 * processes of the console.
 */

const LOOK_EVERY_MS = 250;
/** The value that npx sets in `npm_lifecycle_event` for the commands that it runs. */
const STARTED_BY_NPX = 'npx';

/** Calls `end` once if npx started this process and its parent has ended. Does not keep the process alive. */
export function endWithNpx(env: Record<string, string | undefined>, end: () => void): void {
  if (env.npm_lifecycle_event !== STARTED_BY_NPX) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    end();
  }, LOOK_EVERY_MS);
  look.unref();
}
