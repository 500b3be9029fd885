import { existsSync } from "node:fs";
import { afterAll, beforeAll } from "@jest/globals";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from "playwright-core";
import { afterThisTest } from "./cleanup.ts";

const wholeBrowser = process.env.CHROMIUM ?? "/usr/bin/chromium";
const headlessShell = "/usr/bin/chromium-headless-shell";

/** The whole browser, with the settings that a person can change. */
export const wholeBrowserOptions: LaunchOptions = {
  executablePath: wholeBrowser,
  chromiumSandbox: process.getuid?.() !== 0, // root may not use it
  args: ["--disable-gpu", "--disable-dev-shm-usage", "--log-level=3"],
};

/**
 * Chromium without its window, where it is installed: the same engine, in a third of the time, since
 * the whole browser draws a toolbar for each tab that no person sees.
 */
const launchOptions: LaunchOptions = {
  ...wholeBrowserOptions,
  executablePath: !process.env.CHROMIUM && existsSync(headlessShell) ? headlessShell : wholeBrowser,
};

/** Less than a test may last, so that a failure names what was waited for. */
export const patienceMs = 10_000;

export interface Chromium {
  /** A tab of a browser that has been nowhere yet, closed after the test. */
  openTab(options?: BrowserContextOptions): Promise<Page>;
}

/** One Chromium for the tests of a file. */
export function aChromium(): Chromium {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions);
  });
  afterAll(() => browser.close());

  return {
    async openTab(options = {}) {
      const context = await browser.newContext(options);
      afterThisTest(() => context.close());
      context.setDefaultTimeout(patienceMs);
      return context.newPage();
    },
  };
}
