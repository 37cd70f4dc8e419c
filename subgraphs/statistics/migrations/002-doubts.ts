// When what a register says of a county, or of a pairing with it, cannot be read: then the county's status is not known.
import type { Knex } from 'knex';
import { createIndex, createTable, type Migration } from '../../shared/migrations';

export const doubts: Migration = {
  name: '002_doubts',
  async up(knex: Knex) {
    await createTable(knex, 'county_doubt', (table) => {
      table.integer('county_id').notNullable();
      table.string('collection', 20).notNullable();
      table.string('record_key', 40).notNullable();
      table.date('from_on').notNullable();
      table.date('until_on').notNullable();
      table.primary(['county_id', 'collection', 'record_key', 'from_on']);
    });
    await createIndex(knex, 'county_doubt', ['collection', 'record_key']);
  },
};
