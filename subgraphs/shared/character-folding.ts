// Brings every way to write a Chinese character to one: Traditional characters as the mainland, Taiwan and Hong Kong write them, and
// variants, to a Simplified one. Character by character: OpenCC converts words by what stands around them, so that a name and
// what is typed of it could differ (乾 stays in 乾縣, and is 干 in 乾县).
import { Converter, Locale } from 'opencc-js';

/** Characters that OpenCC's tables take for one are one here, wherever they stand: 复, 復, 複 and 覆. */
export function foldCharacters(text: string): string {
  fold ??= createFold();
  return Array.from(text, fold).join('');
}

/** Converts by words, where a character stands for several: 乾洗 to 干洗, and 乾縣 to 乾县. */
export function simplifyWords(text: string): string {
  words ??= Converter({ from: 't', to: 'cn' }) as Fold;
  return words(text);
}

type Fold = (text: string) => string;

/** Simplified in names (乾县), and Traditional for 干 in words: taken for one it would find 新干县 and 余干县. */
const keptCharacter = '乾';

let fold: Fold | undefined;
let words: Fold | undefined;

function createFold(): Fold {
  const { tw = [], hk = [], cn = [] } = Locale.from;
  const tables = [tw, hk, Locale.to.cn ?? []].map(readCharacters);
  const convert: Fold = (character) => tables.reduce((written, table) => table.get(written) ?? written, character);
  // A variant of one region can be another's Traditional character.
  const simplify: Fold = (character) => convert(convert(character));
  const others = new Map<string, string>();
  const foldOne: Fold = (character) => {
    let written = character === keptCharacter ? character : simplify(character);
    for (let next = others.get(written); next !== undefined; next = others.get(written)) written = next;
    return written;
  };
  // What is written for a Simplified character and not converted back: by itself, and then within words.
  const pairs = [...readPairs(cn)].sort((a, b) => Number(a.isWord) - Number(b.isWord));
  for (const { simplified, traditional, isWord } of pairs) {
    if (traditional === keptCharacter) continue;
    const [one, two] = [foldOne(simplified), foldOne(traditional)];
    // 濬, of 濬縣, is 浚; but of the two characters 馀 and 余 for 餘, 余 is the one in use.
    if (one !== two && (isWord || simplify(traditional) === traditional)) others.set(two, one);
    else if (one !== two) others.set(one, two);
  }
  return foldOne;
}

type Tables = (typeof Locale.from)[string];

/** The entries of tables: a word, and what it is converted to. */
function* readEntries(tables: Tables): Generator<string[][]> {
  for (const table of tables.flat()) {
    if (typeof table !== 'string') throw new Error('opencc-js: expected its tables as text');
    for (const entry of table.split('|')) yield entry.split(' ').map((word) => Array.from(word));
  }
}

/** What each character by itself is converted to, in the first place. */
function readCharacters(tables: Tables): Map<string, string> {
  const characters = new Map<string, string>();
  for (const [word = [], to] of readEntries(tables)) if (word.length === 1 && to?.length === 1) characters.set(String(word[0]), String(to[0]));
  return characters;
}

/** Each Simplified character with a Traditional one that is written for it, by itself or within a word of the same length. */
function* readPairs(tables: Tables): Generator<{ simplified: string; traditional: string; isWord: boolean }> {
  for (const [word = [], ...conversions] of readEntries(tables)) {
    for (const traditional of conversions.filter(({ length }) => length === word.length)) {
      for (const [i, character] of traditional.entries())
        if (character !== word[i]) yield { simplified: String(word[i]), traditional: character, isWord: word.length > 1 };
    }
  }
}
