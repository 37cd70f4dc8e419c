// Brings names and what people type to one form, so that Traditional characters find Simplified ones and the other way.
import { Converter } from 'opencc-js/t2cn';

let converter: ((text: string) => string) | undefined;

/**
 * Folds a text for search: Simplified characters, half-width, lower case, no spaces. Applied to a name when it is
 * loaded (`search_name`) and to the text sought.
 */
export function foldForSearch(text: string): string {
  converter ??= Converter({ from: 't', to: 'cn' }) as (text: string) => string;
  return converter(text.normalize('NFKC')).toLowerCase().replace(/\s+/gu, '');
}
