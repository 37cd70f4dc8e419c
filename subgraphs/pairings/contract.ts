// What the pairings' subgraph reads of the ledger: its relations, their columns and types. README.md says what each means.
import { changedAt, dataset, defineContract } from '../shared/contract/relation';
import * as column from '../shared/contract/columns';
import { readVocabularies } from '../shared/contract/vocabulary';
import type { HelpKind, PairingMechanism, PairingShape, PairingStatus, ProjectOrigin, ProjectStatus, Recommender } from './types.generated';

const { count, creditCode, date, divisionCode, endDate, fen, flag, id, orNull, text, textOrNull } = column;
const vocabulary = readVocabularies('pairings');

export const contract = defineContract({
  dataset,
  pairing: {
    key: ['id'],
    columns: {
      id,
      shape: vocabulary<PairingShape>('PairingShape'),
      mechanism: vocabulary<PairingMechanism>('PairingMechanism'),
      recommended_by: orNull(vocabulary<Recommender>('Recommender')),
      agreement_number: textOrNull,
      pledged_fen: orNull(fen),
      dataset_id: id,
      changed_at: changedAt,
    },
  },
  pairing_organization: {
    key: ['pairing_id', 'organization_code'],
    columns: { pairing_id: id, organization_code: creditCode },
  },
  pairing_county: {
    key: ['pairing_id', 'recorded_code'],
    columns: { pairing_id: id, county_code: divisionCode, recorded_code: divisionCode, consented_on: orNull(date) },
  },
  pairing_kind: {
    key: ['pairing_id', 'kind'],
    columns: { pairing_id: id, kind: vocabulary<HelpKind>('HelpKind') },
  },
  pairing_status: {
    key: ['pairing_id', 'since_on'],
    columns: { pairing_id: id, status: vocabulary<PairingStatus>('PairingStatus'), since_on: date, until_on: endDate },
  },
  project: {
    key: ['id'],
    columns: {
      id,
      origin: vocabulary<ProjectOrigin>('ProjectOrigin'),
      pairing_id: orNull(id),
      county_code: divisionCode,
      recorded_code: divisionCode,
      kind: vocabulary<HelpKind>('HelpKind'),
      name: text,
      budget_fen: orNull(fen),
      spent_fen: orNull(fen),
      beneficiaries: orNull(count),
      volunteers_trained: orNull(count),
      social_workers_trained: orNull(count),
      organizations_cultivated: orNull(count),
      need_id: orNull(id),
      dataset_id: id,
      changed_at: changedAt,
    },
  },
  project_organization: {
    key: ['project_id', 'organization_code'],
    columns: { project_id: id, organization_code: creditCode, leads: flag },
  },
  project_status: {
    key: ['project_id', 'since_on'],
    columns: { project_id: id, status: vocabulary<ProjectStatus>('ProjectStatus'), since_on: date, until_on: endDate },
  },
  project_report: {
    key: ['project_id', 'reported_on'],
    columns: { project_id: id, reported_on: date, summary: text, spent_fen: orNull(fen), beneficiaries: orNull(count) },
  },
});
