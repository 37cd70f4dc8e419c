// A value that an agency's database holds and that is none: what is said of it to the operator. A client learns no more than
// that the field's value is not valid.

/** Where a value stands. */
export interface ValuePlace {
  relation: string;
  column: string;
  /** The key of its row, as far as it can be told. */
  key: string;
}

/** Thrown where somebody takes the value, so that whatever depends on it has an error and is not wrong. The message holds no value but the key. */
export class InvalidValue extends Error {
  override name = 'InvalidValue';

  constructor(
    readonly place: ValuePlace,
    /** In words that hold no value. */
    readonly reason: string,
  ) {
    super(`${place.relation}.${place.column} of ${place.key}: ${reason}`);
  }
}

/** What is said of a key that several rows have: none of them answers for it. */
export const severalRows = 'more than one row has this key';
