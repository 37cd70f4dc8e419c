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

  it('is shown at the graph’s own address, compressed, and works there', async () => {
    const response = await page.goto(`${graph.url}/graphql`);
    expect([response?.status(), await response?.headerValue('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response?.headerValue('content-encoding')).toMatch(/^(br|gzip)$/);
    const section = page.locator('section').first();
    await section.getByRole('button').click();
    await section.getByLabel('Answer 回答').filter({ hasText: '云南省' }).waitFor();
    expect(await page.getByRole('link', { name: '/health/ready' }).evaluate((link) => String((link as unknown as { href: string }).href))).toBe(
      `${graph.url}/health/ready`,
    );
    await page.goto(`${graph.url}/`);
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

describe('a page of a listed origin in a browser', () => {
  it('may send what Apollo Client and Sentry add, and ask by GET as the refusal of a forgery says', async () => {
    const origin = `http://localhost:${new URL(graph.url).port}`;
    const listing = await startGraph('sqlite', { corsOrigins: [origin] });
    try {
      const other = await browser.newPage();
      await other.goto(`${origin}/health/live`);
      const added = [
        'apollographql-client-name',
        'apollographql-client-version',
        'x-apollo-operation-name',
        'baggage',
        'sentry-trace',
        'authorization',
        'traceparent',
      ];
      const ask = `async ([url, init]) => (await fetch(url, init)).json()`;
      const headers = Object.fromEntries([...added.map((name) => [name, 'x']), ['jiedui-cost', 'include']]);
      const url = `${listing.url}/graphql`;
      const body = '{"query":"{ __typename }"}';
      const post = await other.evaluate(
        `(${ask})(${JSON.stringify([url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }])})`,
      );
      expect(post).toMatchObject({ data: { __typename: 'Query' } });
      for (const name of ['x-apollo-operation-name', 'apollo-require-preflight']) {
        const get = await other.evaluate(`(${ask})(${JSON.stringify([`${url}?query=%7B__typename%7D`, { headers: { [name]: 'x' } }])})`);
        expect(get).toEqual({ data: { __typename: 'Query' } });
      }
      await other.close();
    } finally {
      await listing.stop();
    }
  });
});
