/** One text for one value: digests depend on it, so its fast way and its plain way must agree. */
import fc from 'fast-check';
import { canonicalJson, type Json } from '../../src/kernel/canonical-json';

/** The definition, written as plainly as can be. */
function plain(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => plain(item ?? null)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${plain(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

test('keys stand in order, whatever order and kind they were given in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(value as Json)).toBe(plain(value));
    }),
    { numRuns: 500 },
  );
  expect(canonicalJson({ b: 1, a: [{ d: null, c: '中' }], 10: 'x', 9: 'y' })).toBe(
    '{"10":"x","9":"y","a":[{"c":"中","d":null}],"b":1}',
  );
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test('what has no JSON text is refused, not written as null', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(TypeError);
});
