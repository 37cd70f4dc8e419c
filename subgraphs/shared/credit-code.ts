// The unified social credit code, GB 32100-2015: 18 characters, of which position 17 checks the organization code
// (GB 11714, positions 9 to 16) and position 18 checks the whole.

const symbols = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organizationSymbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Why a text is not a credit code. `position` counts characters from 1. */
export interface CreditCodeFault {
  check: 'LENGTH' | 'CHARACTER' | 'ORGANIZATION_CHECK_DIGIT' | 'CHECK_DIGIT';
  position: number;
  message: string;
}

/**
 * Names the first fault of a credit code, or null where it is sound. Sound means well formed; whether the register
 * knows it is another question.
 */
export function findCreditCodeFault(code: string): CreditCodeFault | null {
  if (code.length !== 18) {
    return { check: 'LENGTH', position: Math.min(code.length, 18) + 1, message: `a credit code has 18 characters; got ${code.length}` };
  }
  for (let i = 0; i < 18; i++) {
    if (!symbols.includes(code.charAt(i))) {
      return {
        check: 'CHARACTER',
        position: i + 1,
        message: `position ${i + 1} holds a character that no credit code has (digits and capital letters but I, O, S, V, Z)`,
      };
    }
  }
  if (organizationCheckDigit(code.slice(8, 16)) !== code.charAt(16)) {
    return { check: 'ORGANIZATION_CHECK_DIGIT', position: 17, message: 'position 17, the check digit of the organization code (positions 9 to 16), is wrong' };
  }
  if (creditCodeCheckDigit(code.slice(0, 17)) !== code.charAt(17)) {
    return { check: 'CHECK_DIGIT', position: 18, message: 'position 18, the check digit of the whole code, is wrong' };
  }
  return null;
}

/** The character at position 18 for the first 17: weights 3^i mod 31, modulus 31 (GB 32100-2015, clause 5). */
export function creditCodeCheckDigit(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += symbols.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return symbols.charAt((31 - (sum % 31)) % 31);
}

/** The character at position 17 for positions 9 to 16: modulus 11, ten is written X (GB 11714). */
export function organizationCheckDigit(first8: string): string {
  const sum = organizationWeights.reduce((total, weight, i) => total + organizationSymbols.indexOf(first8.charAt(i)) * weight, 0);
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? 'X' : String(digit);
}
