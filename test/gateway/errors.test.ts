// What a client sees of errors, whoever made them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { clientCode, formatError } from '../../gateway/errors';
import { namesInternals } from '../../gateway/internals';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { generated } from '../generated';

const leaks = [
  'connect ECONNREFUSED 10.0.0.3:3306',
  'getaddrinfo ENOTFOUND db.internal',
  "ER_NO_SUCH_TABLE: Table 'civil.org' doesn't exist",
  'SQLITE_ERROR: no such column: legal_rep',
  "Unknown column 'legal_rep' in 'field list'",
  'select `name` from `organization` where `code` = ?',
  "SELECT name FROM organization WHERE code = '53100000500019795A'",
  'insert into audit (who) values (7)',
  'duplicate key value violates unique constraint "org_pkey"',
  'ORA-00942',
  'http://counties.svc.cluster.local/graphql answered 500',
  'upstream counties:4002 is gone',
  'listen on localhost failed',
  'ENOENT: /var/lib/jiedui/counties.sqlite',
  'C:\\data\\counties.sqlite is locked',
  'at Object.<anonymous> (/app/dist/subgraphs/main.js:10:5)',
  'fe80:0:0:0:1ff:fe23:4567:890a refused',
  'Access denied for user root',
  'password authentication failed for user "reader"',
  'Permission denied (publickey)',
  'Connection refused',
  'You have an error in your SQL; check the manual',
  'Duplicate entry 7 for key org',
  'syntax error near of',
  'mysql2 gave up',
  '数据库连接失败：主机 db-1 用户 root',
  '连接失败，请稍后重试',
  '用户 root 的登录未成功',
  '拒绝访问：用户名或口令有误',
  '主机 db-1 无应答',
  '端口 3306 无应答',
  '数据表 org 不存在',
  '表名 org 有误',
  '未知列名 legal_rep',
  '字段名 legal_rep 不存在',
  '违反唯一约束 org_pkey',
  'x'.repeat(2_000),
];
const sayings = [
  'first is a number from 1 to 500; got 0. first 须为 1 至 500 的数，所给为 0。',
  'not a unified social credit code: a credit code has 18 characters; got 1. 不是统一社会信用代码：信用代码为 18 位，所给为 1 位。',
  'expected an amount in yuan as a string with at most two decimals, such as "1200000.00"; got "1,5". 金额须为以元为单位的字符串，至多两位小数，如 "1200000.00"。',
  'a division code (GB/T 2260) has six digits. 行政区划代码（GB/T 2260）为六位数字。',
  'expected a date that exists, as YYYY-MM-DD; got "2023-02-30". 须为真实存在的日期，格式为 YYYY-MM-DD。',
  'telephone is personal data and needs a scope. telephone 属个人信息，须经授权。',
  'after is a cursor of countySearch; organizationSearch needs one of its own. after 不是 organizationSearch 的游标，请使用其自己的游标。',
  'Variable "$kind" got invalid value "X"; Value "X" does not exist in "KindOfHelp" enum. Did you mean the enum value "EDUCATION"?',
  '行政区划代码（GB/T 2260）为六位数字',
  '日期须存在，格式为 YYYY-MM-DD；年份为四位数字；after 不是此类记录的游标',
  '检索文字至多 50 个字符，所给为 51 个',
  '该字段须有权限',
  '代表名单由登记机关公布，系列名称见所列名单',
  '自主机制由业主机构与民主机关商定',
  'funds are redistributed once a year',
];

describe('a text', () => {
  it.each(leaks)('names internals: %s', (text) => expect(namesInternals(text)).toBe(true));
  it.each(sayings)('is meant for people: %s', (text) => expect(namesInternals(text)).toBe(false));

  it('names internals wherever in it they are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...leaks),
        fc.string({ maxLength: 50 }),
        (leak, text) => namesInternals(`${text} ${leak}`) && namesInternals(`${leak} ${text}`),
      ),
      generated('texts around names of internals', 1_000),
    );
  });
});

it('the graph’s own Chinese is meant for people, but for the words of one field', () => {
  const sdl = readFileSync(path.join(packageRoot, 'schema/supergraph.graphql'), 'utf8');
  const phrases = new Set(sdl.match(/[\p{Script=Han}，、；：（）“”。]+/gu));
  expect(phrases.size).toBeGreaterThan(300);
  expect([...phrases].filter(namesInternals)).toEqual(['数据库时钟（协调世界时）。']);
});

describe('an error of a subgraph', () => {
  it.each(leaks)('never passes on %s, under any code, and is logged', (message) => {
    for (const code of [
      'BAD_USER_INPUT',
      'FORBIDDEN_FIELD',
      'WITHHELD',
      'CANNOT_BE_ANSWERED',
      'AGENCY_ERROR',
      'AGENCY_UNAVAILABLE',
      'GATEWAY_BUSY',
      'X',
      undefined,
    ]) {
      let logged = 0;
      const extensions = { code, serviceName: 'counties', check: message, agency: '10.0.0.3', stacktrace: [message], response: { url: message } };
      const formatted = formatError({ message, path: ['county'], extensions }, () => logged++);
      expect(JSON.stringify(formatted)).not.toContain(JSON.stringify(message).slice(1, -1));
      expect(formatted.extensions).toEqual({ code: expect.stringMatching(/^[A-Z_]+$/), agency: 'counties' });
      expect(formatted.message).toMatch(/./);
      expect(namesInternals(formatted.message)).toBe(false);
      expect(logged).toBe(1);
    }
  });

  it.each(sayings)('says to the client: %s', (message) => {
    const logMasked = jest.fn();
    expect(formatError({ message, extensions: { code: 'BAD_USER_INPUT', serviceName: 'counties', check: 'LENGTH', requestId: 'r' } }, logMasked)).toEqual({
      message,
      extensions: { code: 'BAD_USER_INPUT', agency: 'counties', check: 'LENGTH', requestId: 'r' },
    });
    expect(logMasked).not.toHaveBeenCalled();
  });

  it.each(['GATEWAY_BUSY', 'PLANNING_TIMEOUT', 'GRAPHQL_VALIDATION_FAILED', 'INTERNAL_SERVER_ERROR', 'DATABASE_ON_FIRE', 5, null, {}])(
    'with the code %p, which is not for subgraphs, is the agency’s',
    (code) => expect(clientCode({ code, serviceName: 'counties' })).toBe('AGENCY_ERROR'),
  );
});

describe('an error of the gateway’s own', () => {
  it('with an unknown code is masked', () => {
    const logMasked = jest.fn();
    const formatted = formatError({ message: 'cannot read /etc/x', extensions: { code: 'X', requestId: 'r' } }, logMasked);
    expect(formatted).toEqual({ message: 'internal error 内部错误', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r' } });
    expect(logMasked).toHaveBeenCalledTimes(1);
  });
});
