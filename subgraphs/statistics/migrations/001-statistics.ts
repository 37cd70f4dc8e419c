// Tables of the statistics' own database: what the feeds said, and the read model made of it. Dates are days; an open end
// is 9999-12-31, so that a statement needs no OR. `until_on` is the first day that no longer counts.
import type { Knex } from 'knex';
import { createIndex, createTable, type Migration } from '../../shared/migrations';
import { statusFlags } from '../codes';

export const statistics: Migration = {
  name: '001_statistics',
  async up(knex) {
    await createFeedTables(knex);
    await createDimensions(knex);
    await createFacts(knex);
  },
};

/** What was read, record by record, and how far. */
async function createFeedTables(knex: Knex): Promise<void> {
  await createTable(knex, 'feed_record', (table) => {
    table.string('collection', 20).notNullable();
    table.string('record_key', 40).notNullable();
    table.string('hash', 64).notNullable();
    table.string('changed_at', 23);
    table.text('body', 'mediumtext').notNullable();
    table.primary(['collection', 'record_key']);
  });
  await createTable(knex, 'feed_rejected', (table) => {
    table.string('collection', 20).notNullable();
    table.string('record_key', 40).notNullable();
    table.string('hash', 64).notNullable();
    table.string('reason', 500).notNullable();
    table.text('body', 'mediumtext').notNullable();
    table.primary(['collection', 'record_key']);
  });
  await createTable(knex, 'feed_dirty', (table) => {
    table.string('collection', 20).notNullable();
    table.string('record_key', 40).notNullable();
    table.primary(['collection', 'record_key']);
  });
  await createTable(knex, 'feed_position', (table) => {
    table.string('collection', 20).primary();
    table.string('position', 1000).notNullable();
    table.integer('record_count').notNullable();
    table.string('content', 32).notNullable();
  });
  await createTable(knex, 'agency_state', (table) => {
    table.string('agency', 20).primary();
    table.date('data_through');
    table.string('read_at', 23).notNullable();
    table.string('data_version', 32).notNullable();
    table.integer('record_count').notNullable();
    table.integer('rejected_count').notNullable();
    table.text('datasets').notNullable();
  });
  await createTable(knex, 'model_state', (table) => {
    table.string('name', 20).primary();
    table.string('value', 200).notNullable();
  });
}

async function createDimensions(knex: Knex): Promise<void> {
  await createTable(knex, 'dim_province', (table) => {
    table.string('code', 6).primary();
    table.string('name', 40).notNullable();
    table.string('region', 10);
  });
  await createTable(knex, 'dim_prefecture', (table) => {
    table.string('code', 6).primary();
    table.string('name', 60).notNullable();
  });
  await createTable(knex, 'dim_partnership', (table) => {
    table.string('east_code', 6).notNullable();
    table.string('west_code', 6).notNullable();
    table.date('from_on').notNullable();
    table.date('until_on').notNullable();
    table.primary(['east_code', 'west_code']);
  });
  await createTable(knex, 'dim_county', (table) => {
    table.integer('id').primary();
    table.string('code', 6).notNullable();
    table.string('name', 60).notNullable();
    table.string('province_code', 6).notNullable();
    table.string('prefecture_code', 6);
    table.boolean('ethnic_minority_area');
    table.boolean('border_county');
    table.boolean('old_revolutionary_base');
    table.boolean('three_regions_three_prefectures');
  });
  await createIndex(knex, 'dim_county', ['province_code', 'id']);
  await createIndex(knex, 'dim_county', ['prefecture_code', 'id']);
  await createTable(knex, 'dim_county_code', (table) => {
    table.string('code', 6).notNullable();
    table.integer('county_id').notNullable();
    table.primary(['code', 'county_id']);
  });
  await createIndex(knex, 'dim_county_code', ['county_id']);
  await createTable(knex, 'dim_designation', (table) => {
    table.string('list', 20).notNullable();
    table.integer('county_id').notNullable();
    table.date('from_on').notNullable();
    table.date('until_on').notNullable();
    table.primary(['list', 'county_id', 'from_on']);
  });
  await createIndex(knex, 'dim_designation', ['county_id']);
  await createTable(knex, 'dim_organization', (table) => {
    table.integer('id').primary();
    table.string('code', 18).notNullable();
    table.integer('kind').notNullable();
    table.integer('sector').notNullable();
    table.integer('level').notNullable();
    table.string('home_province_code', 6);
    table.integer('scope_kinds').notNullable();
  });
  await createIndex(knex, 'dim_organization', ['code']);
  await createTable(knex, 'organization_period', (table) => {
    table.integer('organization_id').notNullable();
    table.date('from_on').notNullable();
    table.date('until_on').notNullable();
    table.integer('standing').notNullable();
    table.integer('grade').notNullable();
    table.text('reasons').notNullable();
    table.primary(['organization_id', 'from_on']);
  });
  await createTable(knex, 'dim_pairing', (table) => {
    table.integer('id').primary();
    table.string('pairing_key', 30).notNullable();
    table.integer('mechanism').notNullable();
    table.integer('kinds').notNullable();
  });
  await createIndex(knex, 'dim_pairing', ['pairing_key']);
}

/** Facts are laid out by county, since most questions are about some counties; each carries the dimensions it is grouped by. */
async function createFacts(knex: Knex): Promise<void> {
  const dimensions = (table: Knex.CreateTableBuilder) => {
    table.specificType('mechanism', 'tinyint').notNullable();
    table.specificType('organization_kind', 'tinyint').notNullable();
    table.specificType('sector', 'tinyint').notNullable();
    table.specificType('level', 'tinyint').notNullable();
    table.specificType('grade', 'tinyint').notNullable();
  };
  await createTable(knex, 'fact_link', (table) => {
    table.integer('county_id').notNullable();
    table.integer('pairing_id').notNullable();
    table.integer('organization_id').notNullable();
    table.date('from_on').notNullable();
    table.date('until_on').notNullable();
    table.specificType('kinds', 'smallint').notNullable();
    table.specificType('standing', 'tinyint').notNullable();
    dimensions(table);
    table.primary(['county_id', 'pairing_id', 'organization_id', 'from_on']);
  });
  await createIndex(knex, 'fact_link', ['organization_id']);
  await createIndex(knex, 'fact_link', ['pairing_id']);
  // What the links say of each county, over all pairings and over those of each value of a dimension.
  await createTable(knex, 'county_status', (table) => {
    table.specificType('dimension', 'tinyint').notNullable();
    table.integer('county_id').notNullable();
    table.specificType('code', 'tinyint').notNullable();
    table.date('from_on').notNullable();
    table.date('until_on').notNullable();
    for (const flag of statusFlags) table.specificType(flag, 'tinyint').notNullable();
    table.primary(['dimension', 'county_id', 'code', 'from_on']);
  });
  await createTable(knex, 'fact_pledge', (table) => {
    table.integer('county_id').notNullable();
    table.integer('pairing_id').notNullable();
    table.integer('organization_id').notNullable();
    table.date('happened_on').notNullable();
    table.bigInteger('amount_fen').notNullable();
    table.specificType('kinds', 'smallint').notNullable();
    dimensions(table);
    table.primary(['county_id', 'pairing_id', 'organization_id', 'happened_on']);
  });
  await createIndex(knex, 'fact_pledge', ['organization_id']);
  await createIndex(knex, 'fact_pledge', ['pairing_id']);
  await createTable(knex, 'fact_project', (table) => {
    table.integer('county_id').notNullable();
    table.string('project_key', 30).notNullable();
    table.integer('pairing_id');
    table.integer('organization_id');
    table.specificType('kind', 'tinyint').notNullable();
    table.date('planned_on');
    table.date('landed_on');
    table.date('completed_on');
    table.date('sustained_on');
    table.date('stopped_on');
    table.integer('people_trained');
    table.integer('people_trained_shown');
    table.specificType('protected_cells', 'tinyint').notNullable();
    table.integer('organizations_cultivated');
    dimensions(table);
    table.primary(['county_id', 'project_key']);
  });
  await createIndex(knex, 'fact_project', ['project_key']);
  await createIndex(knex, 'fact_project', ['organization_id']);
  await createIndex(knex, 'fact_project', ['pairing_id']);
  await createTable(knex, 'fact_report', (table) => {
    table.integer('county_id').notNullable();
    table.string('project_key', 30).notNullable();
    table.date('reported_on').notNullable();
    table.integer('organization_id');
    table.specificType('kind', 'tinyint').notNullable();
    table.bigInteger('spent_fen').notNullable();
    table.integer('people').notNullable();
    table.integer('people_shown').notNullable();
    table.specificType('protected_cells', 'tinyint').notNullable();
    dimensions(table);
    table.primary(['county_id', 'project_key', 'reported_on']);
  });
  await createIndex(knex, 'fact_report', ['project_key']);
  await createIndex(knex, 'fact_report', ['organization_id']);
  await createTable(knex, 'fact_need', (table) => {
    table.integer('county_id').notNullable();
    table.string('need_key', 30).notNullable();
    table.date('from_on').notNullable();
    table.date('until_on').notNullable();
    table.specificType('kind', 'tinyint').notNullable();
    table.string('status', 12).notNullable();
    table.primary(['county_id', 'need_key', 'from_on']);
  });
  await createIndex(knex, 'fact_need', ['need_key']);
  await createTable(knex, 'candidate', (table) => {
    table.specificType('kind', 'tinyint').notNullable();
    table.string('home_province_code', 6).notNullable();
    table.specificType('standing', 'tinyint').notNullable();
    table.integer('place').notNullable();
    table.integer('organization_id').notNullable();
    table.string('organization_code', 18).notNullable();
    table.string('features', 300).notNullable();
    table.primary(['kind', 'home_province_code', 'standing', 'place']);
  });
}
