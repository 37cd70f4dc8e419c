// The page at /, and at /graphql for browsers: what this is, and three questions that anyone can ask at once. Nothing on it is loaded from another host.
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { readSavedOperations, type SavedOperation } from '../schema/operations';
import { compressStatic } from './compression';

const sampleQuestions = ['province-pairings', 'county-by-old-code', 'organizations-at-risk'];

const style = `
body { font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2b36; background: #fbfaf7 }
h1 { font-size: 1.8rem; margin-bottom: 0 } h2 { font-size: 1.1rem; margin: 0 }
section { background: #fff; border: 1px solid #ddd6c8; border-radius: 6px; padding: 1rem; margin: 1rem 0 }
pre { background: #f4f1ea; padding: .75rem; overflow: auto; max-height: 22rem; font-size: 13px } pre:empty { display: none }
button { font: inherit; background: #9c2f24; color: #fff; border: 0; border-radius: 4px; padding: .35rem 1rem; cursor: pointer }
button:focus-visible { outline: 3px solid #1d2b36 } summary { cursor: pointer }
`;

const script = `
for (const section of document.querySelectorAll('section')) {
  const answer = section.querySelector('.answer');
  const button = section.querySelector('button');
  button.addEventListener('click', async () => {
    answer.textContent = '…';
    button.disabled = true;
    try {
      const response = await fetch('graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: section.dataset.request });
      answer.textContent = JSON.stringify(await response.json(), null, 2);
    } catch {
      answer.textContent = 'The gateway does not answer. 网关无应答。';
    } finally {
      button.disabled = false;
    }
  });
}
`;

const savedOperations = readSavedOperations();
const operations = sampleQuestions.flatMap((question) => savedOperations.filter(({ name }) => name === question));

const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Jiedui 结对</title>
<style>${style}</style>
</head>
<body>
<h1>Jiedui 结对</h1>
<p>One graph over three registries that two ministries keep apart: social organizations, counties, and which organization is paired with which county. Ask both in one request by POST at <code>/graphql</code>.</p>
<p lang="zh-CN">把民政部门的社会组织登记、乡村振兴部门的县域信息与结对帮扶台账合为一张图：一次请求，同时问两个部门。</p>
<p><strong>Trial data 试用数据：</strong>unless an agency's database is connected, organizations, pairings, projects and figures are synthetic and say so in <code>source</code>; counties, designations and east–west pairs are real. 未接入机关数据库时，社会组织、结对、项目与数值均为合成数据，并在 <code>source</code> 中注明；区划、重点帮扶县名单与东西部协作关系为真实数据。</p>
${operations.map(renderQuestion).join('\n')}
<p><a href="health/ready">/health/ready</a> · <a href="health/live">/health/live</a></p>
<script>${script}</script>
</body>
</html>
`;

/** Its policy lets in its own style and script by digest and nothing else. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; connect-src 'self'; style-src '${digest(style)}'; script-src '${digest(script)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // At the graph's address it is what browsers are shown, and others are not.
  vary: 'Accept',
};

/** The page, in the encoding that a request's client prefers. */
export const landingPage = compressStatic({ status: 200, headers: new Map(Object.entries(headers)), body: Buffer.from(html) });

/** Whether somebody has opened an address in a browser: what asks the graph prefers JSON to a page, or takes anything. */
export function asksForPage(request: IncomingMessage): boolean {
  const { method = '', headers } = request;
  if (!['GET', 'HEAD'].includes(method) || headers.accept === undefined) return false;
  return new Negotiator(request).mediaType(['application/graphql-response+json', 'application/json', 'text/html']) === 'text/html';
}

function renderQuestion({ purpose, variables, text }: SavedOperation): string {
  const request = JSON.stringify({ query: text, variables });
  return `<section data-request="${escapeHtml(request)}">
<h2>${escapeHtml(purpose.english)}</h2>
<p lang="zh-CN">${escapeHtml(purpose.chinese)}</p>
<details><summary>Query 查询</summary><pre>${escapeHtml(text)}\n# variables 变量: ${escapeHtml(JSON.stringify(variables))}</pre></details>
<p><button type="button">Ask 提问</button></p>
<pre class="answer" tabindex="0" aria-label="Answer 回答"></pre>
</section>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function digest(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`;
}
