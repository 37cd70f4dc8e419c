// Names and what people type, brought to one form.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { Converter } from 'opencc-js';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { foldForSearch, readSearchText } from '../../subgraphs/shared/search-text';

const divisions: { name: string }[] = parse(readFileSync(path.join(packageRoot, 'sample/reference/divisions.csv')), { columns: true });
const names = [...new Set(divisions.map(({ name }) => name))];

describe('folding for search', () => {
  it.each([
    ['中國鄉村發展基金會', '中国乡村发展基金会'],
    ['示例協會（合成００１２）', '示例协会(合成0012)'],
    ['ＡＢＣ  Foundation', 'abcfoundation'],
    ['乡　村\t发 展', '乡村发展'],
    ['乾縣', '乾县'],
    ['乾县', '乾县'],
    ['衞東區', '卫东区'],
    ['敍永縣', '叙永县'],
    ['濬縣', '浚县'],
    ['瑯琊區', '琅琊区'],
    ['瞭解餘江', '了解余江'],
    ['卫\u200b东\u2060区\ufeff', '卫东区'],
    ['卫\u00ad东\u202e区\ufe0f\u{e0100}', '卫东区'],
    ['\u3164卫\u180e东\u200d区', '卫东区'],
    ['\uf9d1安', '六安'],
  ])('brings %p to %p', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  it('changes nothing the second time', () => {
    for (const text of ['中國鄉村發展基金會', '臺灣', 'Ⅳ級', '髮發', 'İstanbul', ...names])
      expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text));
  });

  it.each(['t', 'tw', 'hk'] as const)('brings every name of a division and its characters, as OpenCC writes them for %s, to one form', (region) => {
    const convert = Converter({ from: 'cn', to: region });
    const apart = names.filter((name) => [convert(name), Array.from(name, convert).join('')].some((written) => foldForSearch(written) !== foldForSearch(name)));
    expect(names.length).toBeGreaterThan(3_000);
    expect(apart).toEqual([]);
  });

  it('brings no two names of divisions to one form', () => {
    expect(new Set(names.map(foldForSearch)).size).toBe(names.length);
  });

  it('leaves Simplified names as they are, for views that are not folded', () => {
    expect(names.filter((name) => foldForSearch(name) !== name)).toEqual([]);
  });
});

describe('a text sought', () => {
  it.each([
    ['镇雄县', ['镇雄县']],
    ['鎮雄縣', ['镇雄县', '鎮雄縣']],
    ['乾县', ['乾县']],
    ['乾縣', ['乾县', '乾縣']],
    ['乾洗業', ['乾洗业', '干洗业', '乾洗業']],
    ['名著', ['名着', '名著']],
    ['Ａ 楼', ['a楼']],
  ])('%s may be in a name as %j', (text, forms) => {
    expect(readSearchText(text)).toEqual(forms);
  });

  it('is as long as its characters are many, whatever they take', () => {
    expect(readSearchText('𠀀'.repeat(200))?.[0]).toHaveLength(400);
    expect(() => readSearchText('𠀀'.repeat(201))).toThrow('a text sought has at most 200 characters; got 201');
  });

  it.each(['a\u0000', 'a\nb', '\ud800'])('is refused where databases would treat it differently: %j', (text) => {
    expect(() => readSearchText(text)).toThrow('a text sought has no control characters and no halves of characters');
  });
});
