// The records of the pairing ledger's change feed: pairings and projects with their whole histories.
import type { FeedCollections } from '../shared/change-feed';
import { InvalidValue } from '../shared/contract/invalid-value';
import type { Relation } from '../shared/contract/relation';
import { contract } from './contract';

const ofPairing = (relation: Relation, ...orderBy: string[]) => ({ relation, parent: 'pairing_id', orderBy });
const ofProject = (relation: Relation, ...orderBy: string[]) => ({ relation, parent: 'project_id', orderBy });

export const collections: FeedCollections = {
  pairing: {
    relation: contract.pairing,
    children: {
      organizations: ofPairing(contract.pairing_organization, 'organization_code'),
      counties: ofPairing(contract.pairing_county, 'recorded_code'),
      kinds: ofPairing(contract.pairing_kind, 'kind'),
      statuses: ofPairing(contract.pairing_status, 'since_on'),
    },
    toBody: (row, childrenOf) => ({
      id: row.id,
      mechanism: row.mechanism,
      recommendedBy: row.recommended_by,
      pledgedFen: row.pledged_fen,
      dataset: row.dataset_id,
      organizations: childrenOf('organizations').map(({ organization_code }) => organization_code),
      counties: childrenOf('counties').map(({ county_code, recorded_code, consented_on }) => ({
        county: county_code,
        recorded: recorded_code,
        consentedOn: consented_on,
      })),
      kinds: childrenOf('kinds').map(({ kind }) => kind),
      statuses: childrenOf('statuses').map(({ status, since_on, until_on }) => ({ status, since: since_on, until: until_on })),
    }),
  },
  project: {
    relation: contract.project,
    children: {
      organizations: ofProject(contract.project_organization, 'organization_code'),
      statuses: ofProject(contract.project_status, 'since_on'),
      reports: ofProject(contract.project_report, 'reported_on'),
    },
    toBody(row, childrenOf) {
      const organizations = childrenOf('organizations');
      const lead = organizations.find(({ leads }) => leads === 1);
      // Where one does not say whether it leads, nobody is known to.
      const doubt = organizations.map(({ leads }) => leads).find((leads) => leads instanceof InvalidValue);
      return {
        id: row.id,
        origin: row.origin,
        pairing: row.pairing_id,
        county: row.county_code,
        recorded: row.recorded_code,
        kind: row.kind,
        budgetFen: row.budget_fen,
        spentFen: row.spent_fen,
        beneficiaries: row.beneficiaries,
        volunteersTrained: row.volunteers_trained,
        socialWorkersTrained: row.social_workers_trained,
        organizationsCultivated: row.organizations_cultivated,
        need: row.need_id,
        dataset: row.dataset_id,
        lead: doubt ?? lead?.organization_code ?? null,
        partners: organizations.filter((organization) => organization !== lead).map(({ organization_code }) => organization_code),
        statuses: childrenOf('statuses').map(({ status, since_on, until_on }) => ({ status, since: since_on, until: until_on })),
        reports: childrenOf('reports').map(({ reported_on, spent_fen, beneficiaries }) => ({ on: reported_on, spentFen: spent_fen, beneficiaries })),
      };
    },
  },
};
