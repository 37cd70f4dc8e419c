// What a caller is refused of an operation, and how the answer says so.
import { GraphQLError } from 'graphql';

/** Why a field is refused. */
export interface Refusal {
  message: string;
  /** The subgraph that the field is from; null where none is known. */
  agency: string | null;
}

export interface Refusals {
  /**
   * Why a field of an object may not be read; null where it may. The same object for the same reason.
   *
   * @param parent the type that the field is selected on
   * @param object the type of the object; an abstract one where no better is known
   */
  find(parent: string, field: string, object: string): Refusal | null;
  /** The root fields, by response names, that are not asked for at all, since nothing of them may be read. */
  withheld: ReadonlyMap<string, readonly Refusal[]>;
}

export function forbiddenField({ message, agency }: Refusal, path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(message, { path, extensions: { code: 'FORBIDDEN_FIELD', ...(agency === null ? {} : { agency }) } });
}
