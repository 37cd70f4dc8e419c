// Fields of the statistics' graph to the read model. No SQL and no environment here.
import { readAskedFields } from './asked-fields';
import { type AnswerRow, answerCoverage, answerTrend, rowDimensions } from './coverage';
import { answerEvaluation } from './evaluation';
import { answerGaps } from './gaps';
import { measures } from './measures';
import type { CoverageDimension, CoverageRowResolvers, Resolvers } from './types.generated';

export const resolvers: Resolvers = {
  Query: {
    coverage: async (_root, args, { model }, info) => answerCoverage(await model(), args, readAskedFields(info)),
    coverageTrend: async (_root, args, { model }, info) => answerTrend(await model(), args, readAskedFields(info)),
    coverageGaps: async (_root, args, { model }, info) => answerGaps(await model(), args, readAskedFields(info)),
    evaluation: async (_root, args, { model }, info) => answerEvaluation(await model(), args, readAskedFields(info)),
  },
  CoverageRow: {
    province: readDimension('PROVINCE', rowDimensions.province),
    prefectureCode: (row) => (row.values.get('PREFECTURE') as string | null | undefined) ?? null,
    async prefectureName(row, _args, { model }) {
      const code = row.values.get('PREFECTURE');
      return typeof code === 'string' ? (await model()).prefectureName(code) : null;
    },
    county: readDimension('COUNTY', rowDimensions.county),
    designation: readDimension('DESIGNATION', rowDimensions.designation),
    kind: readDimension('KIND', rowDimensions.kind),
    organizationKind: readDimension('ORGANIZATION_KIND', rowDimensions.organizationKind),
    sector: readDimension('SECTOR', rowDimensions.sector),
    level: readDimension('LEVEL', rowDimensions.level),
    grade: readDimension('GRADE', rowDimensions.grade),
    mechanism: readDimension('MECHANISM', rowDimensions.mechanism),
    year: (row) => (row.values.has('YEAR') ? Number(row.date.slice(0, 4)) : null),
    ...(Object.fromEntries(Object.keys(measures).map((name) => [name, (row: AnswerRow) => row.measure(name)])) as CoverageRowResolvers),
    status: (row) => row.status(),
    reasons: (row) => row.reasons(),
  },
};

function readDimension<Held extends string | number, Shown>(name: CoverageDimension, show: (value: Held) => Shown): (row: AnswerRow) => Shown | null {
  return ({ values }) => {
    const value = values.get(name);
    return value === undefined || value === null ? null : show(value as Held);
  };
}
