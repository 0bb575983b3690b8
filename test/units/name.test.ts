/** Names: one clean way to show them, one form to compare them, and a likeness that proposes without ever joining. */
import fc from 'fast-check';
import { cleanName, coreOfName, normaliseName } from '../../src/units/name';
import { likeness, PROPOSE_FROM } from '../../src/units/similarity';

test.each([
  [' 威海 岚达机械制造有限公司(演示)　', '威海岚达机械制造有限公司（演示）'],
  ['威海岚达机械制造有限公司（演示）', '威海岚达机械制造有限公司（演示）'],
  ['ＡＢＣ 电子(威海)有限公司', 'ABC电子（威海）有限公司'],
  ['General  Motors\u200b China', 'General Motors China'],
])('%j is shown as %j', (given, shown) => {
  expect(cleanName(given)).toBe(shown);
  expect(cleanName(shown)).toBe(shown);
});

test('brackets, blanks, width and case do not part a name from itself', () => {
  const forms = [
    '威海abc（集团）有限公司',
    '威海 ABC (集团) 有限公司',
    '威海ＡＢＣ〔集团〕有限公司',
    '　威海abc(集团)有限公司 ',
  ];
  expect(new Set(forms.map(normaliseName)).size).toBe(1);
});

test('a different legal form is a different name', () => {
  expect(normaliseName('威海岚达有限公司')).not.toBe(normaliseName('威海岚达有限责任公司'));
  expect(normaliseName('威海岚达有限公司')).not.toBe(normaliseName('威海岚达股份有限公司'));
});

test('cleaning and normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      expect(cleanName(cleanName(text))).toBe(cleanName(text));
      expect(normaliseName(normaliseName(text))).toBe(normaliseName(text));
      expect(normaliseName(cleanName(text))).toBe(normaliseName(text));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['威海市岚达机械制造有限公司', '岚达机械制造'],
  ['山东省威海市环翠区岚达渔具有限责任公司', '岚达渔具'],
  ['四川科伦药业股份有限公司', '四川科伦药业'],
])('what tells %s apart is %s', (name, core) => {
  expect(coreOfName(normaliseName(name))).toBe(core);
});

const subject = (name: string, regionHint: string | null = null, kind: string | null = null) => ({
  normalised: normaliseName(name),
  regionHint,
  kind,
});
const unit = (name: string, current = true, regionCode = '371002', kind = 'ENTERPRISE') => ({
  normalised: normaliseName(name),
  current,
  regionCode,
  kind,
});

test('the same name scores 1, a former name less, another name always less than both', () => {
  const one = '威海岚达机械制造有限公司';
  expect(likeness(subject(one), unit(one)).score).toBe(1);
  expect(likeness(subject(one), unit(one, false)).score).toBe(0.95);
  expect(likeness(subject('威海岚达机械制造集团有限公司'), unit(one)).score).toBeLessThanOrEqual(0.9);
});

test('another province, another kind: less, and said so', () => {
  const one = '威海岚达机械制造有限公司';
  const far = likeness(subject(one, '510000'), unit(one));
  expect(far.score).toBe(0.6);
  expect(far.reason).toContain('510000');
  expect(likeness(subject(one, '371000'), unit(one)).score).toBe(1);
  expect(likeness(subject(one, null, 'INDUSTRIAL_PARK'), unit(one)).score).toBe(0.8);
});

test('place and legal form alone make no likeness', () => {
  expect(
    likeness(subject('威海市岚达机械制造有限公司'), unit('威海市汐联水产食品有限公司')).score,
  ).toBeLessThan(PROPOSE_FROM);
});
