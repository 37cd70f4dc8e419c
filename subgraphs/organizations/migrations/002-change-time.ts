// When each record of the change feed last changed, the rows that hang on it included.
import { addChangeTime } from '../../shared/source';
import type { Migration } from '../../shared/migrations';

export const changeTime: Migration = {
  name: '002_change_time',
  async up(knex) {
    await addChangeTime(knex, 'organization', ['code']);
  },
};
