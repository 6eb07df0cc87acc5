/** Sections of docs/runbook.md, which alarms point to (a test holds that each exists). */
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
] as const;
/** Where people read it: an alarm's text reaches somebody's telephone, without this repository. */
const RUNBOOK_URL = 'https://github.com/s3dex/s3dex/blob/main/docs/runbook.md';
export const runbookUrl = (section: RunbookSection): string => `${RUNBOOK_URL}#${section}`;
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];
