/** Sections of docs/runbook.md that alarms refer to. A test checks that each exists. */
export const RUNBOOK_SECTIONS = [
  'dead-letters',
  'event-lag',
  'lost-events',
  'wrong-clock',
  'errors',
  'throttles',
  'fallback-rate',
  'unreadable-items',
  'slow-answers',
  'callers-throttled',
  's3-cost',
  'canary',
  'failed-fills',
] as const;
/** A public URL, because the text of an alarm reaches people who do not have this repository. */
const RUNBOOK_URL = 'https://github.com/s3dex/s3dex/blob/main/docs/runbook.md';
export const runbookUrl = (section: RunbookSection): string => `${RUNBOOK_URL}#${section}`;
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];
