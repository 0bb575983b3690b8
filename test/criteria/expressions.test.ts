/** The expression language: a third answer for what is unknown, exact decimals, dates as the law counts them. */
import { type Context, compileExpression, toCel } from '../../src/criteria/expressions';

const vocabulary = {
  variables: {
    a: 'BOOL',
    b: 'BOOL',
    n: 'INT',
    x: 'DECIMAL',
    y: 'DECIMAL',
    day: 'DATE',
    asOf: 'DATE',
    days: 'DATES',
  },
  constants: { twelve: { type: 'INT', value: 12 }, share: { type: 'INT', value: 60 } },
} as const;

function ask(text: string, context: Context): boolean | null {
  const compiled = compileExpression(text, vocabulary);
  if (typeof compiled === 'string') {
    throw new Error(compiled);
  }
  return compiled.ask(context);
}

test.each([
  ['a || b', { a: true }, true],
  ['a || b', { b: true }, true],
  ['a || b', { a: false }, null],
  ['a && b', { a: false }, false],
  ['a && b', { b: false }, false],
  ['a && b', { a: true }, null],
  ['!a', {}, null],
  ['n > 1', {}, null],
  ['a ? b : true', { a: false }, true],
] as const)('%s with %j is %s', (text, context, answer) => {
  expect(ask(text, context)).toBe(answer);
});

test('decimals are exact where binary fractions are not', () => {
  const at = (x: string, y: string) =>
    ask('x * 100 >= y * share', { x: toCel('DECIMAL', x), y: toCel('DECIMAL', y) });
  expect(at('0.60', '1.00')).toBe(true);
  expect(at('0.59', '1.00')).toBe(false);
  expect(at('600000000000.06', '1000000000000.10')).toBe(true);
  expect(at('600000000000.05', '1000000000000.10')).toBe(false);
  expect(ask('x + x + x == 0', { x: toCel('DECIMAL', '0.00') })).toBe(true);
});

test.each([
  ['2026-03-31', 1, '2026-02-28'],
  ['2024-03-31', 1, '2024-02-29'],
  ['2026-11-20', 12, '2025-11-20'],
] as const)('%s less %i months is %s (民法典 202)', (asOf, months, expected) => {
  expect(ask(`day >= monthsBefore(asOf, ${months})`, { asOf, day: expected })).toBe(true);
  expect(ask(`day > monthsBefore(asOf, ${months})`, { asOf, day: expected })).toBe(false);
});

test('a list of days is counted', () => {
  const context = { asOf: '2026-11-20', days: ['2025-11-19', '2025-11-20', '2026-01-01'] };
  expect(ask('days.filter(d, d >= monthsBefore(asOf, twelve)).size() == 2', context)).toBe(true);
});

test('an expression names what it reads', () => {
  const compiled = compileExpression(
    'days.filter(d, d >= monthsBefore(asOf, twelve)).size() * 100 >= n * share',
    vocabulary,
  );
  expect(compiled).toMatchObject({ reads: ['days', 'asOf', 'n'], constants: ['twelve', 'share'] });
});
