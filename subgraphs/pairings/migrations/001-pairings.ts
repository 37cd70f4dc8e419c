// Tables of the pairing ledger. An agency with a system of its own offers views of the same names and columns.
import { createIndex, createTable, type Migration } from '../../shared/migrations';
import { createDatasetTable } from '../../shared/source';

export const pairings: Migration = {
  name: '001_pairings',
  async up(knex) {
    await createDatasetTable(knex);
    await createTable(knex, 'pairing', (table) => {
      table.string('id', 30).primary();
      table.string('shape', 16).notNullable();
      table.string('mechanism', 12).notNullable();
      table.string('recommended_by', 24);
      table.string('agreement_number', 60);
      table.bigInteger('pledged_fen');
      table.string('dataset_id', 40).notNullable();
    });
    await createTable(knex, 'pairing_organization', (table) => {
      table.string('pairing_id', 30).notNullable();
      table.string('organization_code', 18).notNullable();
      table.primary(['pairing_id', 'organization_code']);
    });
    await createIndex(knex, 'pairing_organization', ['organization_code', 'pairing_id']);
    await createTable(knex, 'pairing_county', (table) => {
      table.string('pairing_id', 30).notNullable();
      table.string('county_code', 6).notNullable();
      table.string('recorded_code', 6).notNullable();
      table.date('consented_on');
      table.primary(['pairing_id', 'recorded_code']);
    });
    await createIndex(knex, 'pairing_county', ['county_code', 'pairing_id']);
    await createIndex(knex, 'pairing_county', ['recorded_code', 'pairing_id']);
    await createTable(knex, 'pairing_kind', (table) => {
      table.string('pairing_id', 30).notNullable();
      table.string('kind', 20).notNullable();
      table.primary(['pairing_id', 'kind']);
    });
    await createTable(knex, 'pairing_status', (table) => {
      table.string('pairing_id', 30).notNullable();
      table.string('status', 12).notNullable();
      table.date('since_on').notNullable();
      table.date('until_on');
      table.primary(['pairing_id', 'since_on']);
    });
    await createTable(knex, 'project', (table) => {
      table.string('id', 30).primary();
      table.string('origin', 16).notNullable();
      table.string('pairing_id', 30);
      table.string('county_code', 6).notNullable();
      table.string('recorded_code', 6).notNullable();
      table.string('kind', 20).notNullable();
      table.string('name', 120).notNullable();
      table.bigInteger('budget_fen');
      table.bigInteger('spent_fen');
      table.integer('beneficiaries');
      table.integer('volunteers_trained');
      table.integer('social_workers_trained');
      table.integer('organizations_cultivated');
      table.string('need_id', 30);
      table.string('dataset_id', 40).notNullable();
    });
    await createIndex(knex, 'project', ['pairing_id', 'id']);
    await createIndex(knex, 'project', ['county_code', 'id']);
    await createIndex(knex, 'project', ['recorded_code', 'id']);
    await createIndex(knex, 'project', ['need_id', 'id']);
    await createTable(knex, 'project_organization', (table) => {
      table.string('project_id', 30).notNullable();
      table.string('organization_code', 18).notNullable();
      table.boolean('leads').notNullable();
      table.primary(['project_id', 'organization_code']);
    });
    await createIndex(knex, 'project_organization', ['organization_code', 'project_id']);
    await createTable(knex, 'project_status', (table) => {
      table.string('project_id', 30).notNullable();
      table.string('status', 12).notNullable();
      table.date('since_on').notNullable();
      table.date('until_on');
      table.primary(['project_id', 'since_on']);
    });
    await createTable(knex, 'project_report', (table) => {
      table.string('project_id', 30).notNullable();
      table.date('reported_on').notNullable();
      table.string('summary', 500).notNullable();
      table.bigInteger('spent_fen');
      table.integer('beneficiaries');
      table.primary(['project_id', 'reported_on']);
    });
  },
};
