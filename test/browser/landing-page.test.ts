// The page at / in a real browser, as a person uses it.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Graph, startGraph } from '../graph/graph';

const executablePath = '/usr/bin/chromium';
let graph: Graph;
let browser: Browser;
let page: Page;
/** Whatever the page says to the console, and every request to another host. */
const complaints: string[] = [];

beforeAll(async () => {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing; on Debian: apt-get install chromium`);
  graph = await startGraph();
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await browser.newPage({ locale: 'zh-CN' });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => !request.url().startsWith(`${graph.url}/`) && complaints.push(`request to ${request.url()}`));
  await page.goto(`${graph.url}/`);
});
afterAll(async () => {
  await browser?.close();
  await graph?.stop();
});

describe('the landing page in a browser', () => {
  it('answers each of its three questions, by mouse and by keyboard', async () => {
    const sections = await page.locator('section').all();
    expect(sections).toHaveLength(3);
    for (const [i, section] of sections.entries()) {
      const button = section.getByRole('button', { name: 'Ask 提问' });
      if (i === 0) await button.click();
      else {
        await button.focus();
        await page.keyboard.press(i === 1 ? 'Enter' : 'Space');
      }
      const answer = section.getByLabel('Answer 回答');
      await answer.filter({ hasText: '"data"' }).waitFor();
      const { data, errors } = JSON.parse((await answer.textContent()) ?? '');
      expect(errors).toBeUndefined();
      for (const root of Object.values(data)) expect(root).not.toBeNull();
      await button.and(page.locator(':enabled')).waitFor();
    }
  });

  it('shows the query behind a question', async () => {
    const details = page.locator('details').first();
    await details.locator('summary').click();
    expect(await details.locator('pre').innerText()).toMatch(/^query ProvincePairings/);
  });

  it('says when the gateway does not answer, and lets the question be asked again', async () => {
    await page.route('**/graphql', (route) => route.abort());
    const section = page.locator('section').first();
    const before = complaints.length;
    await section.getByRole('button').click();
    await section.getByLabel('Answer 回答').filter({ hasText: '网关无应答' }).waitFor();
    await page.unroute('**/graphql');
    await section.getByRole('button').click();
    await section.getByLabel('Answer 回答').filter({ hasText: '云南省' }).waitFor();
    // The browser itself reports the request that was cut off.
    complaints.splice(before);
  });

  it('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
  });

  it('breaks no policy, logs no error and asks no other host', () => {
    expect(complaints).toEqual([]);
  });
});
