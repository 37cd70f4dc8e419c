// What rows are grouped by: where each dimension is found in the facts, and the rows that it makes. A dimension's rows are
// always the same: all its values, also those of which there is nothing.
import { designationLists, grades, helpKinds, levels, mechanisms, organizationKinds, sectors } from './codes';
import type { CoverageDimension } from './types.generated';

/**
 * Whose a dimension is. Those of counties divide the counties; those of pairings choose which pairings, organizations and
 * projects count, over all counties of the row.
 */
type DimensionSide = 'county' | 'pairing' | 'time';

export interface Dimension {
  side: DimensionSide;
  /** The column that holds it: of `county`, `designation`, `fact` or `point`; where a fact has several kinds, `fact.kinds` is spread. */
  column: string;
  /** The field of a row. */
  field: string;
  /** The values of the column that make rows, where they are not those of the counties or points asked about. */
  codes?: readonly number[] | readonly string[];
}

/** All places of a list, and 0, which is "none" or "not known". */
const placesOf = (values: readonly string[]): number[] => [...values.map((_value, i) => i + 1), 0];

export const dimensions: Readonly<Record<CoverageDimension, Dimension>> = {
  PROVINCE: { side: 'county', column: 'county.province_code', field: 'province' },
  PREFECTURE: { side: 'county', column: 'county.prefecture_code', field: 'prefectureCode' },
  COUNTY: { side: 'county', column: 'county.id', field: 'county' },
  DESIGNATION: { side: 'county', column: 'designation.list', field: 'designation', codes: designationLists },
  KIND: { side: 'pairing', column: 'fact.kind', field: 'kind', codes: helpKinds.map((_kind, i) => i + 1) },
  ORGANIZATION_KIND: { side: 'pairing', column: 'fact.organization_kind', field: 'organizationKind', codes: placesOf(organizationKinds) },
  SECTOR: { side: 'pairing', column: 'fact.sector', field: 'sector', codes: placesOf(sectors) },
  LEVEL: { side: 'pairing', column: 'fact.level', field: 'level', codes: placesOf(levels) },
  GRADE: { side: 'pairing', column: 'fact.grade', field: 'grade', codes: placesOf(grades) },
  MECHANISM: { side: 'pairing', column: 'fact.mechanism', field: 'mechanism', codes: placesOf(mechanisms) },
  YEAR: { side: 'time', column: 'point.place', field: 'year' },
};

export const dimensionNames = Object.keys(dimensions) as CoverageDimension[];

/** The dimensions of pairings: statuses are kept ahead for each value of each, under its number here, from 1. */
export const pairingDimensions = dimensionNames.filter((name) => dimensions[name].side === 'pairing');
