/** What all of 人社's files have in common: the columns that every row begins with, and compact dates. */
import type { Mode } from '../agency';
import { readLimits } from '../feed-limits';
import { compactDay } from '../fields';
import { type Columns, defineRecordType, type RecordTypeSpec } from '../record-type';
import feeds from './feeds.json';

const limits = readLimits(feeds);

const ENVELOPE = {
  key: '记录编号',
  version: '版本',
  code: '统一社会信用代码',
  name: '单位名称',
  observed: '数据日期',
  day: compactDay,
} as const;

type Own<Given extends Columns> = Omit<
  RecordTypeSpec<Given>,
  'agency' | 'envelope' | 'limits' | 'title' | 'mode'
>;

export const define = <const Given extends Columns>(mode: Mode, zh: string, en: string, own: Own<Given>) =>
  defineRecordType({
    ...own,
    mode,
    agency: 'hrss',
    envelope: ENVELOPE,
    limits: limits(own.name),
    title: { zh, en },
  });
