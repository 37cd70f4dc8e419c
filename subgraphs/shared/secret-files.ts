// Secrets from files, as orchestrators mount them: a setting NAME that is a secret may be given as NAME_FILE, the file that holds it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface WithSecrets {
  environment: Record<string, string | undefined>;
  /** What is wrong, without any value. */
  faults: string[];
}

/**
 * Puts what is in the files in place of their names. A line feed at the end is no part of a secret.
 *
 * @param names the settings that are secrets
 */
export function readSecretFiles(environment: Readonly<Record<string, string | undefined>>, names: readonly string[], root: string): WithSecrets {
  const result: Record<string, string | undefined> = { ...environment };
  const faults: string[] = [];
  for (const name of names) {
    const setting = `${name}_FILE`;
    const file = environment[setting];
    delete result[setting];
    if (file === undefined || file === '') continue;
    if (environment[name]) {
      faults.push(`${setting}: ${name} is set as well; expected one of them`);
      continue;
    }
    try {
      result[name] = readFileSync(path.resolve(root, file), 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      faults.push(`${setting}: the file cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  return { environment: result, faults };
}
