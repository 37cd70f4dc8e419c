// Brings names and what people type to one form, so that Traditional characters find Simplified ones and the other way.
import { foldCharacters, simplifyWords } from './character-folding';
import { optionalText } from './input';

/**
 * Folds a text for search: Simplified characters, half-width, lower case, no spaces and nothing that is not seen. Applied to a name
 * when it is loaded (`search_name`) and to the text sought.
 */
export function foldForSearch(text: string): string {
  return foldCharacters(withoutForm(text));
}

/**
 * Checks the text that a client seeks, and gives the forms of which a name is to hold one: as names are folded, by characters and by
 * words, and as typed, for names in an agency's own view that are not folded. Mostly they are one. Undefined where none is sought.
 *
 * @throws BadUserInput
 */
export function readSearchText(text: string | null | undefined): readonly string[] | undefined {
  const checked = optionalText(text);
  if (checked === undefined) return undefined;
  const plain = withoutForm(checked);
  const folded = foldCharacters(plain);
  // Words tell more of Traditional text alone: 乾县 is Simplified, and OpenCC makes 干县 of it.
  return folded === plain ? [plain] : [...new Set([folded, foldCharacters(simplifyWords(plain)), plain])];
}

/** Half-width, lower case, no spaces, no characters that are not seen (zero-width ones, marks of direction, variation selectors). */
function withoutForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, '');
}
