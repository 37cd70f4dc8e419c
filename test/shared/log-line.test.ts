// Lines of the log: each thing said once, of a bounded length, and JSON whatever was logged.
import fc from 'fast-check';
import { cutLine, describeError } from '../../subgraphs/shared/log-line';
import { generated } from '../generated';

const lineOf = (message: string, error: Error) => `${JSON.stringify({ level: 50, time: 1, err: describeError(error, message), msg: message })}\n`;

describe('an error in the log', () => {
  it('says a cause once, though the message of what it caused repeats it', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const failure = new Error('the connection was refused: connect ECONNREFUSED', { cause: refused });
    const error = Object.assign(new Error(`counties: ${failure.message}`, { cause: failure }), { agency: 'counties' });
    const line = lineOf(error.message, error);
    expect(line.match(/connect ECONNREFUSED/g)).toHaveLength(1);
    expect(JSON.parse(line).err).toMatchObject({ type: 'Error', agency: 'counties', cause: { cause: { code: 'ECONNREFUSED' } } });
    expect(JSON.parse(line).err.stack).toContain('log-line.test');
  });

  it('says the causes that its message does not', () => {
    const error = new AggregateError([new Error('one'), new Error('two')], 'neither answers', { cause: new Error('why') });
    expect(describeError(error, error.message)).toMatchObject({ cause: { message: 'why' }, errors: [{ message: 'one' }, { message: 'two' }] });
    expect(describeError('thrown as a text', '')).toEqual({ type: 'string', message: 'thrown as a text' });
  });

  it('ends where causes go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(describeError(error, '')).length).toBeLessThan(20_000);
  });
});

describe('a line of the log', () => {
  it('of 4 kB or less is as it was', () => {
    const line = `${JSON.stringify({ msg: 'x'.repeat(4_000) })}\n`;
    expect(cutLine(line)).toBe(line);
  });

  it('that is longer is cut to 4 kB and stays JSON with its level, time and the start of its message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.nat(20_000), fc.jsonValue(), (unit, times, value) => {
        const msg = unit.repeat(times);
        const line = cutLine(`${JSON.stringify({ level: 50, time: 1, err: { value, list: Array(times).fill(unit) }, msg })}\n`);
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(4_096);
        const read = JSON.parse(line);
        expect(read).toMatchObject({ level: 50, time: 1 });
        const said: string = read.msg.endsWith('…') && read.msg !== msg ? read.msg.slice(0, -1) : read.msg;
        expect(msg.startsWith(said)).toBe(true);
      }),
      generated('long lines of the log', 1_000),
    );
  });
});
