// Checks of arguments that GraphQL's own types do not make. Each failure is a BAD_USER_INPUT that says what was expected.
import { findCreditCodeFault } from './credit-code';
import { BadUserInput } from './errors';

const maxKeys = 500;
const maxTextLength = 200;

/**
 * A credit code as the registers write it, however it was typed: in lower case, full-width, with spaces.
 *
 * @throws BadUserInput naming the check that failed and its position
 */
export function requireCreditCode(typed: string): string {
  const code = writeCode(typed);
  const fault = findCreditCodeFault(code);
  if (fault !== null) {
    const { check, position, english, chinese } = fault;
    throw new BadUserInput(`not a unified social credit code: ${english}`, `不是统一社会信用代码：${chinese}`, { check, position });
  }
  return code;
}

/** A division code, full-width or with spaces as it may be. @throws BadUserInput where it is not six digits (GB/T 2260) */
export function requireDivisionCode(typed: string): string {
  const code = writeCode(typed);
  if (!/^\d{6}$/.test(code)) throw new BadUserInput('a division code (GB/T 2260) has six digits', '行政区划代码（GB/T 2260）为六位数字');
  return code;
}

/** Half-width, in capitals, without spaces and without what is not seen: all that people type and paste in other ways. */
function writeCode(typed: string): string {
  return typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[\s\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');
}

/** Checks every key of a list, whose length is bounded. @throws BadUserInput */
export function requireAll(keys: readonly string[], requireOne: (key: string) => string): readonly string[] {
  if (keys.length > maxKeys)
    throw new BadUserInput(`at most ${maxKeys} codes may be asked for at once; got ${keys.length}`, `一次至多查询 ${maxKeys} 个代码，所给为 ${keys.length} 个`);
  return keys.map(requireOne);
}

/**
 * Checks a text sought: short, and without control characters and unpaired surrogates, which databases treat differently.
 *
 * @throws BadUserInput
 */
export function optionalText(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined;
  const { length } = Array.from(text);
  if (length > maxTextLength)
    throw new BadUserInput(`a text sought has at most ${maxTextLength} characters; got ${length}`, `检索文字至多 ${maxTextLength} 个字符，所给为 ${length} 个`);
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw new BadUserInput('a text sought has no control characters and no halves of characters', '检索文字不得含控制字符或不完整的字符');
  return text;
}

/** Checks how many items are asked for. @throws BadUserInput naming the argument as `english` and `chinese` do */
export function requireFirst(first: number, most: number, english = 'first', chinese = 'first'): number {
  if (first < 1 || first > most)
    throw new BadUserInput(`${english} is a number from 1 to ${most}; got ${first}`, `${chinese} 须为 1 至 ${most} 的数，所给为 ${first}`);
  return first;
}

/**
 * A filter's list as the set that it means: each value once, in the order given; absent where null, so that it does not restrict.
 *
 * @param requireOne checks a value, and says how it is written
 * @throws BadUserInput
 */
export function optionalSet<Item extends string>(
  items: readonly Item[] | null | undefined,
  requireOne?: (item: string) => string,
): readonly Item[] | undefined {
  if (items === null || items === undefined) return undefined;
  return [...new Set(requireOne === undefined ? items : (requireAll(items, requireOne) as readonly Item[]))];
}
