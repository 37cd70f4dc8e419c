// A database file that cannot be read whole: pages that are damaged, or that the disk does not give.

const damageCodes = /^(SQLITE_(CORRUPT|NOTADB|IOERR)|ER_(NOT_KEYFILE|OLD_KEYFILE|CRASHED_ON_USAGE|CRASHED_ON_REPAIR|FILE_CORRUPT|TABLE_CORRUPT)$)/;

/** Whether a statement failed because of damage. */
export function isDamage(error: unknown): boolean {
  return damageCodes.test(String((error as { code?: unknown } | null)?.code ?? ''));
}

/** The relations that a statement reads, as far as knex's message names them. */
export function relationsOf({ message }: { message?: unknown }): string[] {
  return [...new Set([...String(message).matchAll(/(?:from|join|table_info\() ?[`"]?(\w+)/gi)].map(([, relation = '']) => relation))];
}
