// Takes secrets out of what is logged or printed: credentials in addresses, tokens, and the values of members that are named like
// secrets. It looks at the finished text, so that it does not matter how deep in which error something was.

const rules: [RegExp, string][] = [
  // scheme://user:password@host; a password with a raw @ in it ends at the last one before the host.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>/?#]*@/gi, '$1[redacted]@'],
  [/\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  // A JSON Web Token by itself (RFC 7519): three parts, of which the first begins an object.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]'],
  // "name":"value" in JSON, and in JSON within a string of it, where the quotation marks have backslashes before them.
  [/(?<!\\)"((?:proxy-)?authorization|(?:set-)?cookie|passw(?:or)?d|secret|token|d)"\s*:\s*"(?:[^"\\]|\\.)*"/gi, '"$1":"[redacted]"'],
  [/(\\+")((?:proxy-)?authorization|(?:set-)?cookie|passw(?:or)?d|secret|token|d)\1\s*:\s*\1(?:[^"\\]|\\.)*?(?<!\\)\1/gi, '$1$2$1:$1[redacted]$1'],
  // The same as Node prints objects.
  [/\b((?:proxy-)?authorization|(?:set-)?cookie|passw(?:or)?d|secret|token)('?: *)'(?:[^'"\\]|\\.)*'/gi, "$1$2'[redacted]'"],
];

/** The text without the secrets in it. */
export function redactText(text: string): string {
  let redacted = text;
  for (const [pattern, replacement] of rules) redacted = redacted.replace(pattern, replacement);
  return redacted;
}
