/** The findings of axe-core for the current page, with all rules and best practices. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** @returns a line for each finding: the rule, the element, and what is wrong */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  // The debugger evaluates the source, because the page's own policy does not apply to the debugger.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
