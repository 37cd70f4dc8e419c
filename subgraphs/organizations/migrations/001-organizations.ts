// Tables of the organizations' database. An agency with a system of its own offers views of the same names and columns.
import { createIndex, createTable, type Migration } from '../../shared/migrations';
import { createDatasetTable } from '../../shared/source';

export const organizations: Migration = {
  name: '001_organizations',
  async up(knex) {
    await createDatasetTable(knex);
    await createTable(knex, 'organization', (table) => {
      table.string('code', 18).primary();
      table.string('name', 120).notNullable();
      table.string('kind', 30).notNullable();
      table.string('sector', 24);
      table.string('authority_name', 80).notNullable();
      table.string('authority_level', 12).notNullable();
      table.string('authority_division_code', 6).notNullable();
      table.string('home_province_code', 6);
      table.string('supervising_body', 120);
      table.date('established_on');
      table.bigInteger('registered_capital_fen');
      table.string('certificate_number', 40);
      table.date('certificate_from');
      table.date('certificate_to');
      table.string('domicile', 200);
      table.text('business_scope');
      table.string('legal_representative', 60);
      table.string('telephone', 40);
      table.string('party_organization_name', 120);
      table.date('party_organization_established_on');
      table.string('dataset_id', 40).notNullable();
    });
    await createIndex(knex, 'organization', ['home_province_code', 'code']);
    await createIndex(knex, 'organization', ['authority_division_code', 'code']);
    await createTable(knex, 'organization_name', (table) => {
      table.string('code', 18).notNullable();
      table.string('name', 120).notNullable();
      table.string('search_name', 120).notNullable();
      table.date('until_on');
      table.primary(['code', 'name']);
    });
    await createIndex(knex, 'organization_name', ['search_name', 'code']);
    await createTable(knex, 'organization_status', (table) => {
      table.string('code', 18).notNullable();
      table.string('status', 16).notNullable();
      table.date('since_on').notNullable();
      table.date('until_on');
      table.primary(['code', 'since_on']);
    });
    await createIndex(knex, 'organization_status', ['status', 'code']);
    await createTable(knex, 'organization_evaluation', (table) => {
      table.string('code', 18).notNullable();
      table.string('grade', 2).notNullable();
      table.date('from_on').notNullable();
      table.date('to_on').notNullable();
      table.primary(['code', 'from_on']);
    });
    await createTable(knex, 'organization_qualification', (table) => {
      table.string('code', 18).notNullable();
      table.string('kind', 20).notNullable();
      table.date('from_on').notNullable();
      table.date('to_on');
      table.primary(['code', 'kind', 'from_on']);
    });
    await createTable(knex, 'organization_inspection', (table) => {
      table.string('code', 18).notNullable();
      table.integer('year').notNullable();
      table.string('conclusion', 20).notNullable();
      table.date('concluded_on').notNullable();
      table.primary(['code', 'year']);
    });
    await createTable(knex, 'organization_listing', (table) => {
      table.string('code', 18).notNullable();
      table.string('list', 20).notNullable();
      table.date('listed_on').notNullable();
      table.string('reason', 200).notNullable();
      table.date('removed_on');
      table.string('removal_reason', 200);
      table.primary(['code', 'list', 'listed_on']);
    });
    await createIndex(knex, 'organization_listing', ['list', 'code']);
    await createTable(knex, 'organization_penalty', (table) => {
      table.string('code', 18).notNullable();
      table.string('document_number', 80).notNullable();
      table.string('reason', 200).notNullable();
      table.string('basis', 200);
      table.string('result', 200).notNullable();
      table.date('decided_on').notNullable();
      table.primary(['code', 'document_number']);
    });
  },
};
