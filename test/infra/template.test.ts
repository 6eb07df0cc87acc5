/** What deploys, run here: it does everything with what it was granted, and was granted nothing else. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TemplateStack } from '../../local/template/stack.ts';
import { type Bench, exerciseAll, ONLY_IN_TROUBLE, openBench } from './running.ts';

let bench: Bench;
let stack: TemplateStack;
beforeAll(async () => {
  bench = await openBench();
  stack = await bench.start();
}, 120_000);
afterAll(async () => {
  await stack?.close();
  bench?.clear();
});

test('the synthesised template does everything, with every permission it has and no other', async () => {
  await exerciseAll(stack);
  const { permissions, routes } = stack.report();
  expect(permissions.denied).toEqual([]);
  expect(permissions.unused.filter((it) => !ONLY_IN_TROUBLE.test(it))).toEqual([]);
  expect(permissions.used.length).toBeGreaterThan(20);
  expect(routes.unused).toEqual([]);
}, 60_000);
