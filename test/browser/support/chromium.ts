/** Debian's Chromium, headless, with a new and empty profile; collects the errors of its pages. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
/** Chromium runs as root in containers, and connects only to the page's server. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium treats a page that a test serves by interception as a public one, which may not connect to loopback.
  '--disable-features=LocalNetworkAccessChecks',
];
/** Long enough for a busy machine. A successful test never waits that long. */
const ACTION_TIMEOUT_MS = 20_000;

/**
 * The message that Chromium logs for a 503. On a busy machine, the local stack answers 503 when its table does not
 * answer within a second. The page then sends the request again.
 */
const BUSY = /^Failed to load resource: the server responded with a status of 503\b/;

export interface OpenPage {
  page: Page;
  /** Errors and warnings of the console, uncaught exceptions, and requests to any other origin than the page's. */
  problems: readonly string[];
}

export interface Chromium {
  /** Opens a page in a new context, without storage, cache or history. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** Closes all open pages, because an open page keeps sending requests. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export async function startChromium(): Promise<Chromium> {
  // Without a named profile, Playwright creates an empty one and removes it.
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
  return {
    open: (url, options) => openPage(browser, url, options),
    closePages: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    close: () => browser.close(),
  };
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 832 }, ...options });
  context.setDefaultTimeout(ACTION_TIMEOUT_MS);
  const page = await context.newPage();
  const { origin } = new URL(url);
  const problems: string[] = [];
  page.on('console', (message) => {
    const isNoted = ['error', 'warning'].includes(message.type()) && !BUSY.test(message.text());
    if (isNoted) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol !== 'data:' && target.origin !== origin) problems.push(`request to ${request.url()}`);
  });
  await page.goto(url);
  return { page, problems };
}
