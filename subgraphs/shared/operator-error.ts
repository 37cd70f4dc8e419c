// A failure that an operator can mend: its message is what to print, without a stack.

/** `message` is one sentence that says what is wrong and what to do. It holds no password and no row. */
export class OperatorError extends Error {}
