// What the organizations' subgraph reads of the register: its relations, their columns and types. README.md says what each means.
import { changedAt, dataset, defineContract } from '../shared/contract/relation';
import * as column from '../shared/contract/columns';
import { readVocabularies } from '../shared/contract/vocabulary';
import type { EvaluationGrade, InspectionConclusion, OrganizationKind, OrganizationSector, RegistrationLevel, RegistrationStatus } from './types.generated';

const { conditionOnly, creditCode, date, divisionCode, endDate, fen, id, oneOf, optional, orNull, personal, text, textOrNull, year } = column;
const vocabulary = readVocabularies('organizations');

export const contract = defineContract({
  dataset,
  organization: {
    key: ['code'],
    columns: {
      code: creditCode,
      name: text,
      kind: vocabulary<OrganizationKind>('OrganizationKind'),
      sector: orNull(vocabulary<OrganizationSector>('OrganizationSector')),
      authority_name: text,
      authority_level: vocabulary<RegistrationLevel>('RegistrationLevel'),
      authority_division_code: divisionCode,
      home_province_code: orNull(divisionCode),
      supervising_body: textOrNull,
      established_on: orNull(date),
      registered_capital_fen: orNull(fen),
      certificate_number: textOrNull,
      certificate_from: orNull(date),
      certificate_to: endDate,
      domicile: textOrNull,
      business_scope: textOrNull,
      legal_representative: personal(optional(textOrNull)),
      telephone: personal(optional(textOrNull)),
      party_organization_name: textOrNull,
      party_organization_established_on: orNull(date),
      dataset_id: id,
      changed_at: changedAt,
    },
  },
  organization_name: {
    key: ['code', 'name'],
    columns: { code: creditCode, name: text, search_name: conditionOnly(text), until_on: endDate },
  },
  organization_status: {
    key: ['code', 'since_on'],
    columns: { code: creditCode, status: vocabulary<RegistrationStatus>('RegistrationStatus'), since_on: date, until_on: endDate },
  },
  organization_evaluation: {
    key: ['code', 'from_on'],
    columns: { code: creditCode, grade: vocabulary<EvaluationGrade>('EvaluationGrade'), from_on: date, to_on: date },
  },
  organization_qualification: {
    key: ['code', 'kind', 'from_on'],
    columns: { code: creditCode, kind: oneOf(['CHARITY', 'PUBLIC_FUNDRAISING', 'TAX_DEDUCTION']), from_on: date, to_on: endDate },
  },
  organization_inspection: {
    key: ['code', 'year'],
    columns: { code: creditCode, year, conclusion: vocabulary<InspectionConclusion>('InspectionConclusion'), concluded_on: date },
  },
  organization_listing: {
    key: ['code', 'list', 'listed_on'],
    columns: {
      code: creditCode,
      list: oneOf(['ABNORMAL', 'SERIOUS_VIOLATION']),
      listed_on: date,
      reason: text,
      removed_on: endDate,
      removal_reason: textOrNull,
    },
  },
  organization_penalty: {
    key: ['code', 'document_number'],
    columns: { code: creditCode, document_number: text, reason: text, basis: textOrNull, result: text, decided_on: date },
  },
});
