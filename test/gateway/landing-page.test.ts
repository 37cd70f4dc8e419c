// The page at /: three questions that work, and nothing from another host.
import { landingPage } from '../../gateway/landing-page';
import { type Graph, startGraph } from '../graph/graph';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

describe('the landing page', () => {
  it('loads nothing from another host, and its policy allows nothing else', async () => {
    const response = await fetch(`${graph.url}/`);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; connect-src 'self'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'/,
    );
    expect(html).not.toMatch(/https?:\/\/|src=|@import|url\(/);
  });

  it('says what this is in English and Chinese', () => {
    expect(landingPage.html).toMatch(/two ministries/);
    expect(landingPage.html).toMatch(/两个部门/);
  });

  it('offers three questions, each of which answers without an error', async () => {
    const requests = [...landingPage.html.matchAll(/data-request="([^"]*)"/g)].map(([, text]) =>
      JSON.parse((text ?? '').replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))),
    );
    expect(requests).toHaveLength(3);
    for (const { query, variables } of requests) {
      const { errors, data } = await graph.ask(query, variables);
      expect(errors).toBeUndefined();
      for (const root of Object.values(data)) expect(root).not.toBeNull();
    }
  });
});
