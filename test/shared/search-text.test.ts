// Names and what people type, brought to one form.
import { foldForSearch } from '../../subgraphs/shared/search-text';

describe('folding for search', () => {
  it.each([
    ['中國鄉村發展基金會', '中国乡村发展基金会'],
    ['示例協會（合成００１２）', '示例协会(合成0012)'],
    ['ＡＢＣ  Foundation', 'abcfoundation'],
    ['乡　村\t发 展', '乡村发展'],
  ])('brings %p to %p', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  it('changes nothing the second time', () => {
    for (const text of ['中國鄉村發展基金會', '臺灣', 'Ⅳ級', '髮發']) expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text));
  });
});
