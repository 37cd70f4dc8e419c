// The unified social credit code, GB 32100-2015: 18 characters, of which position 17 checks the organization code
// (GB 11714, positions 9 to 16) and position 18 checks the whole.

const symbols = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organizationSymbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Why a text is not a credit code. `position` counts characters from 1. */
export interface CreditCodeFault {
  check: 'LENGTH' | 'CHARACTER' | 'ORGANIZATION_CHECK_DIGIT' | 'CHECK_DIGIT';
  position: number;
  english: string;
  chinese: string;
}

/**
 * Names the first fault of a credit code, or null where it is sound. Sound means well formed; whether the register
 * knows it is another question.
 */
export function findCreditCodeFault(code: string): CreditCodeFault | null {
  const characters = Array.from(code);
  const { length } = characters;
  if (length !== 18) {
    return {
      check: 'LENGTH',
      position: Math.min(length, 18) + 1,
      english: `a credit code has 18 characters; got ${length}`,
      chinese: `信用代码为 18 位，所给为 ${length} 位`,
    };
  }
  for (let i = 0; i < 18; i++) {
    if (!symbols.includes(characters[i] as string)) {
      return {
        check: 'CHARACTER',
        position: i + 1,
        english: `position ${i + 1} holds a character that no credit code has (digits and capital letters but I, O, S, V, Z)`,
        chinese: `第 ${i + 1} 位的字符不用于信用代码（只用数字及除 I、O、S、V、Z 以外的大写字母）`,
      };
    }
  }
  if (organizationCheckDigit(code.slice(8, 16)) !== code.charAt(16)) {
    return {
      check: 'ORGANIZATION_CHECK_DIGIT',
      position: 17,
      english: 'position 17, the check digit of the organization code (positions 9 to 16), is wrong',
      chinese: '第 17 位，即组织机构代码（第 9 至 16 位）的校验码，有误',
    };
  }
  if (creditCodeCheckDigit(code.slice(0, 17)) !== code.charAt(17)) {
    return {
      check: 'CHECK_DIGIT',
      position: 18,
      english: 'position 18, the check digit of the whole code, is wrong',
      chinese: '第 18 位，即整个代码的校验码，有误',
    };
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
