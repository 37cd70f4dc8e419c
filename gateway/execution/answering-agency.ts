// Which agency a field of the answer comes from, where it is one alone.
import type { AskedOfAgency } from './request-account';

/** Gives the agency that a plan asks for a field, such as `County.name`; null where it is several or none that is known. */
export type FindAgency = (coordinate: string) => string | null;

/** @param readAsked gives what a plan asks of each agency; called where an answer is wrong */
export function findAgencyIn(readAsked: () => readonly AskedOfAgency[]): FindAgency {
  return (coordinate) => {
    const asked = readAsked();
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
