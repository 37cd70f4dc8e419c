// Which agency a field of the answer comes from, where it is one alone.
import { readAsked } from './request-account';
import type { ExecutablePlan } from './plan';

/** Gives the agency that a plan asks for a field, such as `County.name`; null where it is several or none that is known. */
export type FindAgency = (coordinate: string) => string | null;

/** Prepares finding the agencies of a plan's fields: done when first asked, which is where an answer is wrong. */
export function findAgencyIn(plan: ExecutablePlan): FindAgency {
  let asked: ReturnType<typeof readAsked> | undefined;
  return (coordinate) => {
    asked ??= readAsked(plan);
    // An interface's field may be asked of its objects, and an object's of its interface.
    const ofAnyType = coordinate.slice(coordinate.indexOf('.'));
    const candidates = [
      asked.filter(({ fields }) => fields.includes(coordinate)),
      asked.filter(({ fields }) => fields.some((field) => field.endsWith(ofAnyType))),
      asked,
    ];
    return candidates.find(({ length }) => length === 1)?.[0]?.agency ?? null;
  };
}
