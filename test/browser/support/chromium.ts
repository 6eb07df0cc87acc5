/** Debian's Chromium, headless, with a new and empty profile; and what goes wrong in its pages. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
/** It runs as root in containers, and talks to nobody but the page's server. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that a test answers itself counts as one of the Internet, which may not talk to loopback.
  '--disable-features=LocalNetworkAccessChecks',
];
/** On a busy machine; no test waits that long where all is well. */
const ACTION_TIMEOUT_MS = 20_000;

export interface OpenPage {
  page: Page;
  /** Errors and warnings of the console, uncaught exceptions, and requests to anything but the page's origin. */
  problems: readonly string[];
}

export interface Chromium {
  /** A page in a context of its own: no storage, no cache, no history. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** Every page that is open: one that is left open goes on asking. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export async function startChromium(): Promise<Chromium> {
  // Without a profile named, Playwright makes an empty one and removes it.
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
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol !== 'data:' && target.origin !== origin) problems.push(`request to ${request.url()}`);
  });
  await page.goto(url);
  return { page, problems };
}
