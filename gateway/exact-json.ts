// Reads JSON without losing digits. JavaScript's numbers have 53 bits: 12345678901234567890 would become another number, 1e400
// infinite, and 1.10 another text. Such a number is kept as a text with a mark before it, which nobody outside this process can know;
// whoever writes JSON for others puts the number back. All else costs one look at the text.
import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';

const mark = `~${randomBytes(16).toString('hex')}~`;

/** Numbers, where JSON has values, of which not all come out as they went in. Within a text such a one only costs time. */
const candidates = /[:[,\s](-?\d[\d.]{15}[\d.eE+-]*|-?\d[\d.]*[eE][\d+-]+|-?\d+\.\d*0(?!\d)|-0(?![.\d]))/g;

/** Texts, and what is neither text nor punctuation. */
const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[-+.\w]+/g;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads JSON in UTF-8, with or without a byte order mark. Numbers that JavaScript has not are marked texts.
 *
 * @throws SyntaxError where it is no JSON, or no UTF-8
 */
export function readExactJson(bytes: Buffer): unknown {
  return parseExactJson(decodeUtf8(bytes));
}

/** As `readExactJson`, of a text. @throws SyntaxError */
export function parseExactJson(text: string): unknown {
  return JSON.parse(markNumbers(text));
}

/** Marks the numbers in a JSON text that its reader would change. */
export function markNumbers(text: string): string {
  if (!mayLose(text)) return text;
  return text.replace(tokens, (token, at: number) => {
    if (token.startsWith('"') || !number.test(token) || !isLossy(token)) return token;
    // A number is no name; the reader shall find that out.
    return /^\s*:/.test(text.slice(at + token.length, at + token.length + 100)) ? token : `"${mark}${token}"`;
  });
}

function mayLose(text: string): boolean {
  candidates.lastIndex = 0;
  for (let found = candidates.exec(text); found !== null; found = candidates.exec(text)) if (isLossy(found[1] as string)) return true;
  return false;
}

function isLossy(written: string): boolean {
  return String(Number(written)) !== written;
}

/** @throws SyntaxError where it is no UTF-8: nobody gets replacement characters */
export function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new SyntaxError('not UTF-8');
  const text = bytes.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const marked = new RegExp(`"${mark}([^"]*)"`, 'g');

/** The JSON text with its numbers as they were. */
export function restoreNumbers(json: string): string {
  return json.includes(mark) ? json.replace(marked, '$1').replaceAll(mark, '') : json;
}

/** The digits of a marked number; null for all else. */
export function exactDigits(value: unknown): string | null {
  return typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : null;
}

/** What JavaScript makes of a number that may be marked. */
export function roundExact(value: unknown): unknown {
  const digits = exactDigits(value);
  return digits === null ? value : Number(digits);
}
