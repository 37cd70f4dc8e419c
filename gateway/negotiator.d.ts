// The part of the package negotiator that is used here; it brings no types, and others' lack `preferred`.
declare module 'negotiator' {
  class Negotiator {
    constructor(request: { headers: import('node:http').IncomingHttpHeaders });
    mediaType(available: readonly string[]): string | undefined;
    /** `preferred` decides between encodings that the client likes as well. */
    encoding(available: readonly string[], options: { preferred: readonly string[] }): string | undefined;
  }
  export = Negotiator;
}
