/** What 工商联 delivers: membership, honours, bodies in parks and townships. */
import type { Mode } from '../agency';
import { readLimits } from '../feed-limits';
import { day, optional, text, words } from '../fields';
import { type Columns, column, type DataOf, defineRecordType, type RecordTypeSpec } from '../record-type';
import feeds from './feeds.json';

const limits = readLimits(feeds);

const ENVELOPE = {
  key: 'key',
  version: 'version',
  code: 'uscc',
  name: 'enterprise',
  observed: 'day',
  day,
} as const;

type Own<Given extends Columns> = Omit<
  RecordTypeSpec<Given>,
  'agency' | 'envelope' | 'limits' | 'title' | 'mode'
>;

const define = <const Given extends Columns>(mode: Mode, zh: string, en: string, own: Own<Given>) =>
  defineRecordType({
    ...own,
    mode,
    agency: 'federation',
    envelope: ENVELOPE,
    limits: limits(own.name),
    title: { zh, en },
  });

export const membership = define('FULL', '工商联会员', 'membership', {
  name: 'MEMBERSHIP',
  ownName: 'membership',
  source: '中国工商业联合会章程；会员台账',
  shape: {
    joinedOn: column('joined', day),
    leftOn: column('left', optional(day)),
    role: column('role', optional(text)),
  },
});
export type Membership = DataOf<typeof membership>;

export const honour = define('DELTA', '表彰荣誉', 'honour', {
  name: 'HONOUR',
  ownName: 'honour',
  source: '业务台账；表彰文件',
  shape: {
    title: column('title', text),
    level: column(
      'level',
      words({ national: 'NATIONAL', province: 'PROVINCE', city: 'CITY', county: 'COUNTY' }),
    ),
    awardedOn: column('awarded', day),
  },
});
export type Honour = DataOf<typeof honour>;

/** Its unit is the park or township. */
export const localBody = define('FULL', '基层商会组织', 'local body', {
  name: 'LOCAL_BODY',
  ownName: 'local-body',
  source: '中国工商业联合会章程；威人社函〔2023〕19号五（二）4',
  shape: { kind: column('kind', text), establishedOn: column('founded', day) },
});
export type LocalBody = DataOf<typeof localBody>;
