/** One check and its result. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  check: string;
  verdict: Verdict;
  /** What was found and, if it is not ok, what to do. */
  detail: string;
}

export function finding(check: string, verdict: Verdict, detail: string): Finding {
  return { check, verdict, detail };
}
