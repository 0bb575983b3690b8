/** Promise: every deadline falls on the day that its rule gives, suspensions and unknown holidays included. */
import { type Budget, dueOn, stateOn } from '../../src/calendar/budget';
import {
  DEADLINE_RULES,
  type DeadlineRule,
  deadlineRule,
  lastDay,
  NATIONAL,
  readDeadlineRules,
} from '../../src/calendar/deadlines';
import { addDays } from '../../src/calendar/gregorian';
import { HOLIDAY_NOTICES } from '../../src/calendar/holiday-notices';
import { last, starts } from './day-by-day';

const START_DAYS = starts('2020-01-01', '2030-12-31');
const ruleOf = (id: string): DeadlineRule => DEADLINE_RULES.find((rule) => rule.id === id) as DeadlineRule;
const budget = (id: string, startedOn: string, more: Partial<Budget> = {}): Budget => ({
  rule: ruleOf(id),
  startedOn,
  extended: false,
  suspensions: [],
  ...more,
});
const pause = (from: string, to: string | null) => ({ from, to, basis: '中止' });

/** Rules that count alike fall alike: each way of counting once, for every start day. */
const WAYS = [
  ...new Map(
    DEADLINE_RULES.map((rule) => [
      `${rule.length} ${rule.extension ?? 0} ${rule.unit} ${rule.purpose}`,
      rule,
    ]),
  ),
];

test.each(WAYS)('%s: as a second calendar says, for every start day from 2020 to 2030', (_way, rule) => {
  const different = START_DAYS.flatMap((from) =>
    (rule.extension === null ? [false] : [false, true]).flatMap((extended) => {
      const mine = lastDay(rule, from, { extended });
      const other = last(rule, from, extended, []);
      return mine.date === other?.date && mine.provisional === other.provisional ? [] : [from];
    }),
  );
  expect(different).toEqual([]);
});

test.each(WAYS)('%s: with suspensions, too', (_way, rule) => {
  const different = START_DAYS.filter((_, place) => place % 11 === 0).filter((from) => {
    const pauses = [
      pause(addDays(from, 1), addDays(from, 3)),
      pause(addDays(from, 3), addDays(from, 9)),
      pause(addDays(from, 400), addDays(from, 401)),
    ];
    const mine = dueOn({ rule, startedOn: from, extended: false, suspensions: pauses });
    const other = last(rule, from, false, pauses);
    return mine?.date !== other?.date || mine?.provisional !== other?.provisional;
  });
  expect(different).toEqual([]);
});

test('a suspension without an end leaves no day to be due, and nothing is overdue', () => {
  const open = budget('INSP-CASE', '2026-03-02', { suspensions: [pause('2026-03-10', null)] });
  expect(stateOn(open, '2028-01-01')).toEqual({ due: null, left: null, suspended: true, overdue: false });
});

test('what is to be done ends on a day on which it can be done: neither a day off nor a suspended one', () => {
  // Five days from Monday end on Saturday; the next working day is suspended until Wednesday.
  const rule: DeadlineRule = { ...ruleOf('O45-OBJ'), unit: 'DAY', length: 5, purpose: 'ACT' };
  const act = budget('O45-OBJ', '2026-03-02', { rule, suspensions: [pause('2026-03-09', '2026-03-11')] });
  expect(dueOn(act)).toEqual({ date: '2026-03-12', provisional: false });
});

test('a suspension after the last day changes nothing', () => {
  const late = budget('O45-OBJ', '2026-01-05', { suspensions: [pause('2026-02-01', '2026-02-05')] });
  expect(dueOn(late)).toEqual({ date: '2026-01-12', provisional: false });
});

test('what is left is counted in the unit of the rule; on the last day nothing is left, and nothing is overdue', () => {
  const objection = budget('O45-OBJ', '2026-04-30');
  expect(stateOn(objection, '2026-04-30')).toMatchObject({ left: 5, overdue: false });
  expect(stateOn(objection, '2026-05-08')).toMatchObject({ left: 2 });
  expect(stateOn(objection, '2026-05-11')).toMatchObject({ left: 0, overdue: false });
  expect(stateOn(objection, '2026-05-12')).toMatchObject({ left: 0, overdue: true });
  const paused = budget('O45-OBJ', '2026-04-30', { suspensions: [pause('2026-05-06', '2026-05-12')] });
  expect(stateOn(paused, '2026-05-07')).toMatchObject({
    left: 5,
    suspended: true,
    due: { date: '2026-05-19' },
  });
});

test('a provisional day is another one once the notice of its year is loaded', () => {
  const window = budget('O45-OBJ', '2026-12-28');
  expect(dueOn(window)).toEqual({ date: '2027-01-05', provisional: true });
  const loaded = {
    ...HOLIDAY_NOTICES,
    published: new Set([...HOLIDAY_NOTICES.published, 2027]),
    daysOff: new Set([...HOLIDAY_NOTICES.daysOff, '2027-01-01', '2027-01-04']),
  };
  expect(dueOn(window, loaded)).toEqual({ date: '2027-01-06', provisional: false });
});

test('the last week of December is known with the notice of the next year only', () => {
  expect(lastDay(ruleOf('O45-OBJ'), '2026-12-14').provisional).toBe(false);
  expect(lastDay(ruleOf('O45-OBJ'), '2026-12-18')).toEqual({ date: '2026-12-25', provisional: true });
  expect(lastDay(ruleOf('O45-OBJ'), '2025-12-18')).toEqual({ date: '2025-12-25', provisional: false });
});

test.each([
  ['O45-EARLY-MIN', '2026-08-31', '2027-02-28'],
  ['O45-TERM', '2024-02-29', '2027-02-28'],
  ['O45-DECIDE', '2026-01-30', '2026-03-05'],
  ['O45-EARLY-DEC', '2026-09-28', '2026-10-23'],
  ['O45-REMOVE', '2026-09-24', '2026-10-15'],
  ['ARB-AWARD', '2026-08-17', '2026-10-08'],
])('%s from %s ends on %s', (id, from, end) => {
  expect(lastDay(ruleOf(id), from).date).toBe(end);
});

describe('rules', () => {
  const [wage] = DEADLINE_RULES.filter(({ id }) => id === 'WA-REPLY') as [DeadlineRule];

  test('a narrower region goes before a wider one, a newer version before an older one', () => {
    const local = { ...wage, region: '370000', length: 10 };
    const newer = { ...local, from: '2025-01-01', length: 12 };
    const rules = [wage, newer, local];
    const lengthIn = (region: string, on: string) => deadlineRule('WA-REPLY', { on, region, rules }).length;
    expect(lengthIn('371002', '2024-12-31')).toBe(10);
    expect(lengthIn('371002', '2025-01-01')).toBe(12);
    expect(lengthIn('330100', '2025-01-01')).toBe(20);
  });

  test('where none is in force it refuses, and names the rule', () => {
    expect(() => deadlineRule('O45-OBJ', { on: '2021-12-31' })).toThrow('O45-OBJ');
    expect(() => deadlineRule('TU-REPLY', { on: '2026-01-01', region: '371000' })).toThrow('371000');
    expect(deadlineRule('TU-REPLY', { on: '2026-01-01', region: '330100' }).length).toBe(15);
  });

  test('no two versions of a rule are in force in one place on one day', () => {
    const overlapping = DEADLINE_RULES.filter((one) =>
      DEADLINE_RULES.some(
        (other) =>
          other !== one &&
          other.id === one.id &&
          other.region === one.region &&
          other.from <= (one.until ?? '9999-12-31') &&
          one.from <= (other.until ?? '9999-12-31'),
      ),
    );
    expect(overlapping).toEqual([]);
  });

  test('every rule has its basis; data that is no rule is refused in words', () => {
    expect(DEADLINE_RULES.every(({ basis }) => /第.+条|办法/.test(basis))).toBe(true);
    expect(DEADLINE_RULES.filter(({ region }) => region === NATIONAL).length).toBeGreaterThan(30);
    expect(() => readDeadlineRules([{ ...wage, from: '2026-02-30' }])).toThrow('应为日期');
  });
});
