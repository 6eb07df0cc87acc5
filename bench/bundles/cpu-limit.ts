/**
 * Limits a process to a share of one processor, as Lambda does according to the memory of a function. The process is
 * stopped whenever it has used more than its share. Works only on Linux, because it reads /proc.
 */
import { readFileSync } from 'node:fs';

const CHECK_EVERY_MS = 5;
/** How long a process may run before it is stopped, as under Lambda's scheduler. */
const BURST_MS = 20;
/** The unit of the times in /proc: for user space it is always 100 ticks a second. */
const TICK_MS = 10;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

export interface CpuLimit {
  end(): void;
}

export function limitCpu(pid: number, share: number): CpuLimit {
  let lastAt = performance.now();
  let lastCpuMs = cpuMsOf(pid);
  let creditMs = BURST_MS;
  let stopped = false;
  const timer = setInterval(() => {
    const now = performance.now();
    const cpuMs = cpuMsOf(pid);
    creditMs = Math.min(BURST_MS, creditMs + (now - lastAt) * share - (cpuMs - lastCpuMs));
    lastAt = now;
    lastCpuMs = cpuMs;
    if (creditMs < 0 !== stopped) {
      stopped = !stopped;
      process.kill(pid, stopped ? 'SIGSTOP' : 'SIGCONT');
    }
  }, CHECK_EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      if (stopped) process.kill(pid, 'SIGCONT');
    },
  };
}

/** The processor time of all threads. The name of the program is cut off first, because it may contain spaces. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * TICK_MS;
}
