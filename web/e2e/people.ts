// People with a browser window each.

import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { baseUrl, fresh } from './server.ts';

const shots = new URL('../target/screenshots/', import.meta.url).pathname;

function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      // Files that a test serves itself come from no address, and might not talk with this machine.
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
}

/** One browser for the tests of a file; after each test all windows are closed, and none had troubles. */
export function theBrowser() {
  let browser: Browser;
  let people: Person[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    const troubles = people.flatMap(person => person.troubles);
    await Promise.all(people.map(person => person.context.close()));
    people = [];
    expect(troubles).toEqual([]);
  });
  return {
    browser: () => browser,
    async enter(name: string, device?: BrowserContextOptions): Promise<Person> {
      const person = await Person.register(browser, name, device);
      people.push(person);
      return person;
    },
  };
}

export const desktop = { viewport: { width: 1200, height: 800 }, colorScheme: 'light' } as const;
export const phone = { viewport: { width: 390, height: 800 }, colorScheme: 'dark' } as const;

export class Person {
  /** What the page threw, or was forbidden by its policy. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly name: string,
  ) {}

  static async register(
    browser: Browser,
    name: string,
    device: BrowserContextOptions = desktop,
  ): Promise<Person> {
    const context = await browser.newContext(device);
    const person = new Person(await context.newPage(), context, fresh(name));
    const { page, troubles } = person;
    page.on('pageerror', error => troubles.push(error.message));
    page.on('console', line => {
      if (line.text().includes('Content Security Policy')) {
        troubles.push(line.text());
      }
    });
    await page.goto(baseUrl);
    await page.getByTestId('username').fill(person.name);
    await page.getByTestId('password').fill(`secret of ${person.name}`);
    await page.getByTestId('register-button').click();
    await page.getByTestId('my-name').waitFor();
    return person;
  }

  async startDirect(other: Person): Promise<void> {
    await this.page.getByTestId('new-chat').click();
    await this.find(other);
    await this.page.getByTestId('thread-name').filter({ hasText: other.name }).waitFor();
  }

  /** Finds somebody in the dialog that is open. */
  async find(other: Person): Promise<void> {
    await this.page.getByTestId('user-search').fill(other.name);
    await this.page.locator(`[data-username="${other.name}"]`).click();
  }

  async startGroup(name: string, policy: string, ...others: Person[]): Promise<void> {
    await this.page.getByTestId('new-group').click();
    await this.page.getByTestId('group-name').fill(name);
    await this.page.getByTestId('join-policy').selectOption(policy);
    for (const other of others) {
      await this.find(other);
    }
    await this.page.getByTestId('create-group').click();
    await this.page.getByTestId('thread-name').filter({ hasText: name }).waitFor();
  }

  async open(name: string): Promise<void> {
    await this.page.getByTestId('conversation-item').filter({ hasText: name }).click();
    await this.page.getByTestId('thread-name').filter({ hasText: name }).waitFor();
  }

  async say(text: string): Promise<void> {
    await this.page.getByTestId('send-box').fill(text);
    await this.page.getByTestId('send-box').press('Enter');
  }

  texts(): Promise<string[]> {
    return this.page.getByTestId('message-text').allTextContents();
  }

  look(name: string): Promise<void> {
    return look(this.page, name);
  }
}

/** Keeps a picture of a page, and looks for what keeps people from using it. */
export async function look(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}.png` });
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`);
  });
  expect(violations, name).toEqual([]);
}
