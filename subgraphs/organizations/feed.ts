// The records of the organizations' change feed: everything with a validity, and no personal data.
import type { FeedCollections } from '../shared/change-feed';
import type { Relation } from '../shared/contract/relation';
import { contract } from './contract';

const child = (relation: Relation, ...orderBy: string[]) => ({ relation, parent: 'code', orderBy });

export const collections: FeedCollections = {
  organization: {
    relation: contract.organization,
    children: {
      statuses: child(contract.organization_status, 'since_on'),
      evaluations: child(contract.organization_evaluation, 'from_on'),
      qualifications: child(contract.organization_qualification, 'kind', 'from_on'),
      inspections: child(contract.organization_inspection, 'year'),
      listings: child(contract.organization_listing, 'list', 'listed_on'),
      // Read for their faults alone: the body does not show them.
      names: child(contract.organization_name, 'name'),
      penalties: child(contract.organization_penalty, 'document_number'),
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
