// The most work for one request to the statistics, unless set: rows read plus cells computed.
export const defaultMaxWork = 8_000_000;

/** On SQLite, whose rows take longer and which the whole process shares: some two and a half seconds. */
export const sqliteMaxWork = 2_500_000;
