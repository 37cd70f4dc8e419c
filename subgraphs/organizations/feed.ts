// The records of the organizations' change feed: everything with a validity, and no personal data.
import type { FeedCollections } from '../shared/change-feed';

const child = (relation: string, select: readonly string[], orderBy: readonly string[]) => ({ relation, parent: 'code', select, orderBy });

export const collections: FeedCollections = {
  organization: {
    relation: 'organization',
    key: ['code'],
    select: [
      'name',
      'kind',
      'sector',
      'authority_level',
      'authority_division_code',
      'home_province_code',
      'established_on',
      'certificate_from',
      'certificate_to',
      'business_scope',
      'dataset_id',
    ],
    children: {
      statuses: child('organization_status', ['status', 'since_on', 'until_on'], ['since_on']),
      evaluations: child('organization_evaluation', ['grade', 'from_on', 'to_on'], ['from_on']),
      qualifications: child('organization_qualification', ['kind', 'from_on', 'to_on'], ['kind', 'from_on']),
      inspections: child('organization_inspection', ['year', 'conclusion', 'concluded_on'], ['year']),
      listings: child('organization_listing', ['list', 'listed_on', 'reason', 'removed_on'], ['list', 'listed_on']),
    },
    toBody: (row, childrenOf) => ({
      code: row.code,
      name: row.name,
      kind: row.kind,
      sector: row.sector,
      level: row.authority_level,
      authority: row.authority_division_code,
      homeProvince: row.home_province_code,
      establishedOn: row.established_on,
      certificateFrom: row.certificate_from,
      certificateTo: row.certificate_to,
      businessScope: row.business_scope,
      dataset: row.dataset_id,
      statuses: childrenOf('statuses').map(({ status, since_on, until_on }) => ({ status, since: since_on, until: until_on })),
      evaluations: childrenOf('evaluations').map(({ grade, from_on, to_on }) => ({ grade, from: from_on, to: to_on })),
      qualifications: childrenOf('qualifications').map(({ kind, from_on, to_on }) => ({ kind, from: from_on, to: to_on })),
      inspections: childrenOf('inspections').map(({ year, conclusion, concluded_on }) => ({ year, conclusion, concludedOn: concluded_on })),
      listings: childrenOf('listings').map(({ list, listed_on, reason, removed_on }) => ({ list, listedOn: listed_on, reason, removedOn: removed_on })),
    }),
  },
};
