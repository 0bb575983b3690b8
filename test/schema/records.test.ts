/** Promise: every record type that a body delivers can be asked for, with all fields of its cleaned data but those on persons. */

import { CONFEDERATION_SHAPES } from '../../src/agencies/confederation/shape';
import { COURT_SHAPES } from '../../src/agencies/court/shape';
import { FEDERATION_SHAPES } from '../../src/agencies/federation/shape';
import { HRSS_SHAPES } from '../../src/agencies/hrss/shape';
import type { Columns, DefinedRecordType } from '../../src/agencies/record-type';
import { AGENCIES } from '../../src/agencies/registry';
import { UNION_SHAPES } from '../../src/agencies/union/shape';
import type { Shape } from '../../src/store/shape';

const SHAPES: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  hrss: HRSS_SHAPES,
  union: UNION_SHAPES,
  confederation: CONFEDERATION_SHAPES,
  federation: FEDERATION_SHAPES,
  court: COURT_SHAPES,
};

/** Which party a row of a decision names: it decides which rows are shown, and is not shown itself. */
const NOT_SHOWN = ['personRole'];

const delivered = AGENCIES.flatMap(({ body, recordTypes }) =>
  recordTypes.map((type) => [`${body}.${type.name}`, body, type as DefinedRecordType<Columns>] as const),
);

test.each(delivered)('%s', (_name, body, type) => {
  const fields = Object.entries(SHAPES[body]?.[type.name]?.fields ?? {});
  const shown = fields.filter(([, field]) => field.kind === 'member').map(([name]) => name);
  expect(shown.sort()).toEqual(
    Object.keys(type.shape)
      .filter((name) => !NOT_SHOWN.includes(name))
      .sort(),
  );
});

test('no shape is left of a type that nobody delivers', () => {
  const shaped = Object.entries(SHAPES).flatMap(([body, types]) =>
    Object.keys(types).map((type) => `${body}.${type}`),
  );
  expect(shaped.sort()).toEqual(delivered.map(([name]) => name).sort());
});
