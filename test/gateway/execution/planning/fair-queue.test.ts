// The order in which what waits is taken, by generated work.
import fc from 'fast-check';
import { FairQueue } from '../../../../gateway/execution/planning/fair-queue';
import { generated } from '../../../generated';

interface Work {
  caller: string;
  size: number;
  number: number;
}

const works = fc
  .array(fc.record({ caller: fc.constantFrom('a', 'b', 'c'), size: fc.integer({ min: 1, max: 100 }) }), { minLength: 1, maxLength: 30 })
  .map((list) => list.map((work, number): Work => ({ ...work, number })));

function takeAll(queue: FairQueue<Work>): Work[] {
  const taken: Work[] = [];
  for (let work = queue.shift(); work !== undefined; work = queue.shift()) taken.push(work);
  return taken;
}

describe('a fair queue', () => {
  it('takes everything once, a caller’s work by size, equal sizes as they came', () => {
    fc.assert(
      fc.property(works, (list) => {
        const queue = new FairQueue<Work>();
        for (const work of list) queue.push(work);
        expect(queue.length).toBe(list.length);
        const taken = takeAll(queue);
        expect([...taken].sort((one, other) => one.number - other.number)).toEqual(list);
        for (const caller of ['a', 'b', 'c']) {
          const own = taken.filter((work) => work.caller === caller);
          expect(own).toEqual([...own].sort((one, other) => one.size - other.size || one.number - other.number));
        }
        expect(queue.length).toBe(0);
      }),
      generated('fair queue: order', 1_000),
    );
  });

  it('gives callers with work waiting the same, within the largest piece', () => {
    fc.assert(
      fc.property(works, (list) => {
        const queue = new FairQueue<Work>();
        for (const work of list) queue.push(work);
        const had = new Map<string, number>();
        const left = new Map<string, number>();
        for (const { caller } of list) left.set(caller, (left.get(caller) ?? 0) + 1);
        const largest = Math.max(...list.map(({ size }) => size));
        for (const { caller, size } of takeAll(queue)) {
          had.set(caller, (had.get(caller) ?? 0) + size);
          left.set(caller, (left.get(caller) ?? 0) - 1);
          const waiting = [...left].filter(([, count]) => count > 0).map(([name]) => had.get(name) ?? 0);
          expect(Math.max(0, ...waiting) - Math.min(...waiting)).toBeLessThanOrEqual(waiting.length > 0 ? largest : Infinity);
        }
      }),
      generated('fair queue: shares', 1_000),
    );
  });

  it('lets nothing wait for ever: however much that is small comes, of its caller or of new ones, what is large is taken', () => {
    for (const callerOf of [() => 'same', (turn: number) => `new ${turn}`]) {
      const queue = new FairQueue<Work>();
      queue.push({ caller: 'same', size: 1_000, number: -1 });
      let turns = 0;
      for (let taken: Work | undefined; taken?.number !== -1; turns++) {
        queue.push({ caller: callerOf(turns), size: 10, number: turns });
        taken = queue.shift();
      }
      expect(turns).toBeGreaterThan(50);
      expect(turns).toBeLessThan(150);
    }
  });
});
