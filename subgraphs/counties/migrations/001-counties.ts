// Tables of the counties' database. An agency with a system of its own offers views of the same names and columns.
import { createIndex, createTable, type Migration } from '../../shared/migrations';
import { createDatasetTable } from '../../shared/source';

export const counties: Migration = {
  name: '001_counties',
  async up(knex) {
    await createDatasetTable(knex);
    await createTable(knex, 'province', (table) => {
      table.string('code', 6).primary();
      table.string('name', 40).notNullable();
      table.string('region', 10);
      table.string('dataset_id', 40).notNullable();
    });
    await createTable(knex, 'east_west_partnership', (table) => {
      table.string('east_code', 6).notNullable();
      table.string('west_code', 6).notNullable();
      table.date('from_on');
      table.date('to_on');
      table.string('note', 200);
      table.string('confidence', 24);
      table.string('reference', 200);
      table.string('dataset_id', 40).notNullable();
      table.primary(['east_code', 'west_code']);
    });
    await createIndex(knex, 'east_west_partnership', ['west_code']);
    await createTable(knex, 'liaison_office', (table) => {
      table.string('province_code', 6).primary();
      table.string('name', 80).notNullable();
      table.string('agency', 80);
      table.string('dataset_id', 40).notNullable();
    });
    await createTable(knex, 'prefecture', (table) => {
      table.string('code', 6).primary();
      table.string('name', 60).notNullable();
      table.string('province_code', 6).notNullable();
    });
    await createTable(knex, 'county', (table) => {
      table.string('code', 6).primary();
      table.string('name', 60).notNullable();
      table.string('search_name', 60).notNullable();
      table.string('prefecture_code', 6);
      table.string('province_code', 6).notNullable();
      table.boolean('ethnic_minority_area');
      table.boolean('border_county');
      table.boolean('old_revolutionary_base');
      table.boolean('three_regions_three_prefectures');
      table.string('dataset_id', 40).notNullable();
    });
    await createIndex(knex, 'county', ['province_code', 'code']);
    await createIndex(knex, 'county', ['prefecture_code', 'code']);
    await createTable(knex, 'county_former_code', (table) => {
      table.string('former_code', 6).primary();
      table.string('county_code', 6).notNullable();
      table.string('former_name', 60);
      table.string('search_name', 60);
      table.date('changed_on');
      table.string('confidence', 24);
      table.string('dataset_id', 40).notNullable();
    });
    await createIndex(knex, 'county_former_code', ['county_code']);
    await createTable(knex, 'county_designation', (table) => {
      table.string('county_code', 6).notNullable();
      table.string('list', 20).notNullable();
      table.date('from_on').notNullable();
      table.date('to_on');
      table.string('confidence', 24);
      table.string('reference', 200);
      table.string('dataset_id', 40).notNullable();
      table.primary(['county_code', 'list', 'from_on']);
    });
    await createIndex(knex, 'county_designation', ['list', 'county_code']);
    await createTable(knex, 'county_year', (table) => {
      table.string('county_code', 6).notNullable();
      table.integer('year').notNullable();
      table.integer('population');
      table.bigInteger('rural_income_fen');
      table.string('dataset_id', 40).notNullable();
      table.primary(['county_code', 'year']);
    });
    await createTable(knex, 'county_need', (table) => {
      table.string('id', 30).primary();
      table.string('county_code', 6).notNullable();
      table.string('kind', 20).notNullable();
      table.string('description', 500);
      table.date('stated_on').notNullable();
      table.bigInteger('amount_sought_fen');
      table.string('dataset_id', 40).notNullable();
    });
    await createIndex(knex, 'county_need', ['county_code', 'id']);
    await createTable(knex, 'county_need_status', (table) => {
      table.string('need_id', 30).notNullable();
      table.string('status', 20).notNullable();
      table.date('since_on').notNullable();
      table.date('until_on');
      table.primary(['need_id', 'since_on']);
    });
  },
};
