// Reads the bodies that subgraphs answer with.
import { isObject } from './data';
import { readPath } from './error-places';
import type { RequestText } from './request-text';
import type { Answer } from './transport';

interface AnswerBody {
  data: unknown;
  errors: readonly unknown[];
  extensions: unknown;
}

/** Reads a GraphQL response (specification, section 7.1); what does not have its form reads as no data and no errors. */
export function readBody(body: unknown): AnswerBody {
  if (!isObject(body)) return { data: undefined, errors: [], extensions: undefined };
  return { data: body.data, errors: Array.isArray(body.errors) ? body.errors : [], extensions: body.extensions };
}

/** Whether each fetch's part of a merged answer, errors included, can be told from the others'. */
export function canBeTakenApart(answer: Answer, text: RequestText): boolean {
  if ('failure' in answer) return true;
  const { data, errors } = readBody(answer.body);
  return isObject(data) && errors.every((error) => text.entities.includes(String(readPath(error)?.[0])));
}
