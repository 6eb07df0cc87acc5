/** Sections of docs/runbook.md, which alarms point to (a test holds that each exists). */
export const RUNBOOK_SECTIONS = [
  'dead-letters',
  'event-lag',
  'lost-events',
  'wrong-clock',
  'errors',
  'throttles',
  'fallback-rate',
  'slow-answers',
] as const;
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];
