// The errors that name an agency. What a subgraph says of a field passes on as it is (`errors.ts` decides what a client sees
// of it); what is said here is about subgraphs that gave no answer, or none that can be used.
import { GraphQLError } from 'graphql';
import { agencyMessage } from '../errors';
import type { SubgraphFailure } from './subgraph-failure';

export type ErrorPath = readonly (string | number)[];

/** The subgraph does not answer, or not in time, or not in JSON. */
export function noAnswer(subgraph: string, { kind }: SubgraphFailure, path: ErrorPath | undefined): GraphQLError {
  const code = kind === 'timeout' ? 'AGENCY_TIMEOUT' : 'AGENCY_UNAVAILABLE';
  return new GraphQLError(agencyMessage(code, subgraph), { ...(path === undefined ? {} : { path }), extensions: { code, serviceName: subgraph } });
}

/** The subgraph answered, but not with what GraphQL or federation lay down. */
export function agencyError(subgraph: string | null, path: ErrorPath): GraphQLError {
  return new GraphQLError(agencyMessage('AGENCY_ERROR', subgraph ?? 'an agency 某机关'), {
    path,
    extensions: { code: 'AGENCY_ERROR', ...(subgraph === null ? {} : { serviceName: subgraph }) },
  });
}

/** The subgraph cannot be asked: it resolves the type by no key that is known. */
export function cannotBeCompleted(subgraph: string, type: string, path: ErrorPath): GraphQLError {
  const message = `${type} cannot be completed: ${subgraph} resolves it by no key that is known there. 无法补全该类型：子图不支持所用的键。`;
  return new GraphQLError(message, { path, extensions: { code: 'CANNOT_BE_ANSWERED', serviceName: subgraph } });
}

/**
 * An error that a subgraph answered with, at the place where the client sees it.
 *
 * @param rename gives the client's names for those in a text that were sent to the subgraph
 */
export function passOn(subgraph: string, original: unknown, path: ErrorPath | undefined, rename: (text: string) => string): GraphQLError {
  const { message, extensions } = (typeof original === 'object' && original !== null ? original : {}) as { message?: unknown; extensions?: unknown };
  // Apollo Server takes status and headers of its response from `http`: those are not a subgraph's to set.
  const { http: _, ...details } = (typeof extensions === 'object' && extensions !== null ? extensions : {}) as { http?: unknown };
  return new GraphQLError(typeof message === 'string' && message !== '' ? rename(message) : `an error of ${subgraph}`, {
    ...(path === undefined ? {} : { path }),
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...details, serviceName: subgraph },
  });
}
