// The records of the pairing ledger's change feed: pairings and projects with their whole histories.
import type { FeedCollections } from '../shared/change-feed';

const ofPairing = (relation: string, select: readonly string[], orderBy: readonly string[]) => ({ relation, parent: 'pairing_id', select, orderBy });
const ofProject = (relation: string, select: readonly string[], orderBy: readonly string[]) => ({ relation, parent: 'project_id', select, orderBy });

export const collections: FeedCollections = {
  pairing: {
    relation: 'pairing',
    key: ['id'],
    select: ['mechanism', 'recommended_by', 'pledged_fen', 'dataset_id'],
    children: {
      organizations: ofPairing('pairing_organization', ['organization_code'], ['organization_code']),
      counties: ofPairing('pairing_county', ['county_code', 'recorded_code', 'consented_on'], ['recorded_code']),
      kinds: ofPairing('pairing_kind', ['kind'], ['kind']),
      statuses: ofPairing('pairing_status', ['status', 'since_on', 'until_on'], ['since_on']),
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
    relation: 'project',
    key: ['id'],
    select: [
      'origin',
      'pairing_id',
      'county_code',
      'recorded_code',
      'kind',
      'budget_fen',
      'spent_fen',
      'beneficiaries',
      'volunteers_trained',
      'social_workers_trained',
      'organizations_cultivated',
      'need_id',
      'dataset_id',
    ],
    children: {
      organizations: ofProject('project_organization', ['organization_code', 'leads'], ['organization_code']),
      statuses: ofProject('project_status', ['status', 'since_on', 'until_on'], ['since_on']),
      reports: ofProject('project_report', ['reported_on', 'spent_fen', 'beneficiaries'], ['reported_on']),
    },
    toBody(row, childrenOf) {
      const leads = childrenOf('organizations').filter(({ leads }) => Number(leads) === 1);
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
        lead: leads[0]?.organization_code ?? null,
        partners: childrenOf('organizations')
          .filter((organization) => organization !== leads[0])
          .map(({ organization_code }) => organization_code),
        statuses: childrenOf('statuses').map(({ status, since_on, until_on }) => ({ status, since: since_on, until: until_on })),
        reports: childrenOf('reports').map(({ reported_on, spent_fen, beneficiaries }) => ({ on: reported_on, spentFen: spent_fen, beneficiaries })),
      };
    },
  },
};
