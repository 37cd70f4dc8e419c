// Checks of arguments that GraphQL's own types do not make. Each failure is a BAD_USER_INPUT that says what was expected.
import { findCreditCodeFault } from './credit-code';
import { BadUserInput } from './errors';

const maxKeys = 500;
const maxTextLength = 200;

/** @throws BadUserInput naming the check that failed and its position */
export function requireCreditCode(code: string): string {
  const fault = findCreditCodeFault(code);
  if (fault !== null) throw new BadUserInput(`not a unified social credit code: ${fault.message}`, { check: fault.check, position: fault.position });
  return code;
}

/** @throws BadUserInput where the code is not six digits (GB/T 2260) */
export function requireDivisionCode(code: string): string {
  if (!/^\d{6}$/.test(code)) throw new BadUserInput('a division code (GB/T 2260) has six digits');
  return code;
}

/** Checks every key of a list, whose length is bounded. @throws BadUserInput */
export function requireAll(keys: readonly string[], requireOne: (key: string) => string): readonly string[] {
  if (keys.length > maxKeys) throw new BadUserInput(`at most ${maxKeys} codes may be asked for at once; got ${keys.length}`);
  return keys.map(requireOne);
}

/** Checks a text sought in names: short, and without control characters, which servers treat differently. @throws BadUserInput */
export function optionalText(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined;
  if (text.length > maxTextLength) throw new BadUserInput(`a text sought has at most ${maxTextLength} characters; got ${text.length}`);
  if (/\p{Cc}/u.test(text)) throw new BadUserInput('a text sought has no control characters');
  return text;
}

/** A filter's list: absent where null, so that it does not restrict. @throws BadUserInput */
export function optionalList<Item extends string>(items: readonly Item[] | null | undefined, requireOne?: (item: Item) => string): readonly Item[] | undefined {
  if (items === null || items === undefined) return undefined;
  if (requireOne !== undefined) requireAll(items, (item) => requireOne(item as Item));
  return items;
}
