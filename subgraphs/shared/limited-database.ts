// A database as one request sees it: no statement is sent once nobody waits for its answer, wherever a loop of them or a wait
// for a connection stands. A statement that was sent goes on to its own end.
import type { Knex } from 'knex';
import { GivenUp } from './errors';

/** What knex does not publish: statements go to the `query` of the client that their builder holds. */
type Client = Knex.Client & { acquireConnection(): Promise<unknown>; query(connection: unknown, statement: unknown): unknown };

/** The same database, whose statements, and those of its transactions, throw `GivenUp` once the signal is aborted. */
export function limitDatabase<Database extends Knex>(database: Database, signal: AbortSignal): Database {
  const client: Client = Object.create(database.client, {
    acquireConnection: {
      async value() {
        if (signal.aborted) throw new GivenUp();
        return (database.client as Client).acquireConnection();
      },
    },
    // The connection may have been waited for.
    query: {
      value(connection: unknown, statement: unknown) {
        if (signal.aborted) throw new GivenUp();
        return (database.client as Client).query(connection, statement);
      },
    },
  });

  function limit(made: unknown): unknown {
    if (isStatement(made)) made.client = client;
    return made;
  }

  return new Proxy(database, {
    apply: (target, self, parameters) => limit(Reflect.apply(target as unknown as () => unknown, self, parameters)),
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (name === 'transaction') {
        return async (...parameters: unknown[]) => limitDatabase((await member.apply(target, parameters)) as Knex.Transaction, signal);
      }
      return (...parameters: unknown[]) => limit(member.apply(target, parameters));
    },
  });
}

/** A query's builder or a raw statement: what runs when it is awaited. */
function isStatement(made: unknown): made is { client: Knex.Client } {
  return typeof made === 'object' && made !== null && 'client' in made && 'toSQL' in made;
}
