/** A record's digest is taken over its canonical form, however the parts were put together. */
import fc from 'fast-check';
import { socialInsurance as type } from '../../src/agencies/hrss/record-types';
import { personKey } from '../../src/agencies/person';
import { prepareRow, STAGE_COLUMNS } from '../../src/agencies/prepare-row';
import { canonicalOf, canonicalRecord } from '../../src/agencies/record';
import { canonicalJson } from '../../src/kernel/canonical-json';
import { sha256Hex } from '../../src/kernel/digest';
import { insurance } from './deliveries';

test('the digest is over the canonical form, however the parts were put together', () => {
  const key = personKey(Buffer.alloc(32, 1));
  const answer = type.read({ number: 1, values: insurance(1) });
  if (!answer.ok) {
    throw new Error('the row should pass');
  }
  const prepared = prepareRow('1', type, key, answer.row, 'ab');
  const [data, original, digest, raw] = (['data', 'original', 'digest', 'raw_digest'] as const).map(
    (column) => String(prepared[STAGE_COLUMNS.indexOf(column)]),
  );
  expect(data).toBe(canonicalJson(answer.row.data));
  expect(original).toBe(canonicalJson(answer.row.original));
  const { sourceKey, sourceVersion, unitCode, unitName, observedOn, effectiveFrom, effectiveTo } = answer.row;
  const said = { sourceKey, sourceVersion, unitCode, unitName, observedOn, effectiveFrom, effectiveTo };
  const content = { ...said, agency: 'hrss', recordType: 'SOCIAL_INSURANCE' };
  const whole = canonicalJson({ ...content, data: answer.row.data, original: answer.row.original });
  expect(digest).toBe(`\\x${sha256Hex(whole)}`);
  expect(raw).toBe('\\xab');
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string(),
      fc.option(fc.string()),
      (values, text, maybe) => {
        const content = {
          agency: text,
          recordType: 'X',
          sourceKey: text,
          sourceVersion: 1,
          unitCode: maybe,
          unitName: text,
          observedOn: '2026-01-01',
          effectiveFrom: maybe,
          effectiveTo: null,
          data: values as never,
          original: values as never,
        };
        const { data: _, original: __, ...rest } = content;
        expect(canonicalRecord(content)).toBe(canonicalJson(content));
        expect(canonicalOf(rest, canonicalJson(content.data), canonicalJson(content.original))).toBe(
          canonicalJson(content),
        );
      },
    ),
  );
});
