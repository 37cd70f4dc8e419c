// The most work for one request to the statistics, unless set: rows read plus cells computed.
export const defaultMaxWork = 8_000_000;
