// Brings names and what people type to one form, so that Traditional characters find Simplified ones and the other way.
import { Converter } from 'opencc-js/t2cn';
import { optionalText } from './input';

let converter: ((text: string) => string) | undefined;

/**
 * Folds a text for search: Simplified characters, half-width, lower case, no spaces. Applied to a name when it is
 * loaded (`search_name`) and to the text sought.
 */
export function foldForSearch(text: string): string {
  converter ??= Converter({ from: 't', to: 'cn' }) as (text: string) => string;
  return converter(text.normalize('NFKC')).toLowerCase().replace(/\s+/gu, '');
}

/** Checks and folds the text that a client seeks; undefined where it seeks none. @throws BadUserInput */
export function readSearchText(text: string | null | undefined): string | undefined {
  const checked = optionalText(text);
  return checked === undefined ? undefined : foldForSearch(checked);
}
