// Who is answered at all: anybody, or callers with a token that holds alone. What a caller may read is decided field by field
// (`authorization/`); this is about the door.
import type { Config } from '../config';
import type { Asker } from './caller';
import { CallerRefused, respondToRefused, signInRequired } from './identity/caller-refused';
import type { SentResponse } from './request-sharing';

/** Gives the refusal of somebody who is not answered here; null where the request goes on. */
export type Admit = (asker: Asker) => null | Promise<SentResponse | null>;

export function createAdmission(access: Config['gateway']['access']): Admit {
  if (access === 'public') return () => null;
  return ({ requestId, identity }) => {
    // A token that was checked before costs nothing here.
    if (!(identity instanceof Promise)) return identity.authenticated ? null : Promise.resolve(respondToRefused(requestId, signInRequired()));
    return identity.then(
      ({ authenticated }) => (authenticated ? null : respondToRefused(requestId, signInRequired())),
      (error: unknown) => {
        if (error instanceof CallerRefused) return respondToRefused(requestId, error);
        throw error;
      },
    );
  };
}
