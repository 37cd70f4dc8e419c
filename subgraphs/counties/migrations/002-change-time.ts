// When each record of the change feed last changed, the rows that hang on it included.
import { addChangeTime } from '../../shared/source';
import type { Migration } from '../../shared/migrations';

export const changeTime: Migration = {
  name: '002_change_time',
  async up(knex) {
    await addChangeTime(knex, 'province', ['code']);
    await addChangeTime(knex, 'prefecture', ['code']);
    await addChangeTime(knex, 'east_west_partnership', ['east_code', 'west_code']);
    await addChangeTime(knex, 'county', ['code']);
    await addChangeTime(knex, 'county_need', ['id']);
  },
};
