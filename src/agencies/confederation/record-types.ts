/** What 企联 delivers: membership, reports on social responsibility, bodies in parks and townships. */
import { readLimits } from '../feed-limits';
import { between, day, optional, text } from '../fields';
import { type Columns, column, type DataOf, defineRecordType, type RecordTypeSpec } from '../record-type';
import feeds from './feeds.json';

const limits = readLimits(feeds);

/** Kept by hand: now and then only a name was written down. Such a record joins no unit until an officer says so. */
const envelope = (key: string) =>
  ({
    key,
    version: '版次',
    code: '企业代码',
    name: '企业名称',
    observed: '填报日期',
    day,
    codeOptional: true,
  }) as const;

type Own<Given extends Columns> = Omit<
  RecordTypeSpec<Given>,
  'agency' | 'envelope' | 'limits' | 'title' | 'mode'
>;

const define = <const Given extends Columns>(key: string, zh: string, en: string, own: Own<Given>) =>
  defineRecordType({
    ...own,
    mode: 'FULL',
    agency: 'confederation',
    envelope: envelope(key),
    limits: limits(own.name),
    title: { zh, en },
  });

export const membership = define('会员编号', '企联会员', 'membership', {
  name: 'MEMBERSHIP',
  ownName: 'membership',
  source: '企业联合会章程；会员台账',
  shape: {
    joinedOn: column('入会日期', day),
    leftOn: column('退会日期', optional(day)),
    role: column('会内职务单位', optional(text)),
  },
});
export type Membership = DataOf<typeof membership>;

export const csrReport = define('报告编号', '社会责任报告', 'report on social responsibility', {
  name: 'CSR_REPORT',
  ownName: 'csr-report',
  source: '业务台账（企业自愿发布）',
  shape: { year: column('年度', between(1990, 2100)), publishedOn: column('发布日期', day) },
});
export type CsrReport = DataOf<typeof csrReport>;

/** Its unit is the park or township. */
export const localBody = define('组织编号', '基层企业代表组织', 'local body', {
  name: 'LOCAL_BODY',
  ownName: 'local-body',
  source: '企业联合会章程；威人社函〔2023〕19号五（二）4',
  shape: { kind: column('组织类型', text), establishedOn: column('成立日期', day) },
});
export type LocalBody = DataOf<typeof localBody>;
