/** What axe-core finds wrong with a page as it is: all its rules, best practices included. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** @returns a line for each finding: the rule, the element, what is wrong. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's own policy does not bind.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
