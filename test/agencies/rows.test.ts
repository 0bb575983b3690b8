/** Rows: cleaned with the original beside them, or refused with field and reason; nothing makes a reader throw. */
import fc from 'fast-check';
import type { AgencyBody, Cell, RecordType } from '../../src/agencies/agency';
import { cellOf } from '../../src/agencies/feeds/cell';
import { pick } from '../../src/agencies/feeds/decode-json';
import { AGENCIES, findRecordType } from '../../src/agencies/registry';
import { codeOf } from '../units/city';

const TYPES = AGENCIES.flatMap(({ recordTypes }) => recordTypes);
const type = (agency: AgencyBody, name: string): RecordType => {
  const found = findRecordType(agency, name);
  if (found === null) {
    throw new Error(`no ${agency}/${name}`);
  }
  return found;
};

const insurance = (change: Record<string, Cell> = {}) => ({
  记录编号: 'SI-1',
  版本: '3',
  统一社会信用代码: codeOf(1),
  单位名称: '威海岚达机械制造有限公司',
  数据日期: '20261101',
  参保状态: '正常参保',
  登记日期: '20180105',
  单位编号: '37100000001',
  参保人数: '120',
  行政区划代码: '371002',
  行业门类: 'C',
  经办人姓名: '勿存',
  ...change,
});
const read = (values: Record<string, Cell>, one = type('hrss', 'SOCIAL_INSURANCE')) =>
  one.read({ number: 7, values });

test('a row is cleaned, and what was given stands beside it', () => {
  const dirty = insurance({
    统一社会信用代码: ` ${codeOf(1).toLowerCase()}`,
    单位名称: '威海 岚达机械制造有限公司(演示)　',
  });
  const answer = read(dirty);
  expect(answer).toMatchObject({
    ok: true,
    row: {
      sourceKey: 'SI-1',
      sourceVersion: 3,
      unitCode: codeOf(1),
      unitName: '威海岚达机械制造有限公司（演示）',
      observedOn: '2026-11-01',
      data: {
        status: 'ACTIVE',
        registeredOn: '2018-01-05',
        insuredCount: 120,
        regionCode: '371002',
        industry: 'C',
      },
      original: { 统一社会信用代码: ` ${codeOf(1).toLowerCase()}`, 登记日期: '20180105', 参保人数: '120' },
    },
  });
  expect(JSON.stringify(answer)).not.toContain('勿存');
});

test.each([
  ['统一社会信用代码', codeOf(1).slice(0, 17), '代码长度不符'],
  ['统一社会信用代码', codeOf(1).replace(/.$/, (last) => (last === '7' ? '8' : '7')), '代码校验位不符'],
  ['统一社会信用代码', `${codeOf(1).slice(0, 3)}IO${codeOf(1).slice(5)}`, '代码含字母 I 或 O，不代为改正'],
  ['统一社会信用代码', codeOf(1, '81'), '工会自身的代码不能作为用人单位代码'],
  ['统一社会信用代码', '', '必填'],
  ['记录编号', ' ', '必填'],
  ['版本', '0', '应在 1 至 2147483647 之间'],
  ['版本', '1.5', '应为整数'],
  ['数据日期', '20260230', '日期不存在或格式不符'],
  ['数据日期', '2026-02-03', null],
  ['登记日期', '18991231', '日期不存在或格式不符'],
  ['参保状态', '正常', '不在约定的取值之内'],
  ['参保人数', '-1', '应为整数'],
  ['参保人数', '99999999999', '应为整数'],
  ['行业门类', 'Z', '应为行业门类字母 A 至 T'],
  ['单位名称', '名\u0000称', '含有不能保存的字符（U+0000 或残缺字符）'],
  ['单位名称', '名\ud800称', '含有不能保存的字符（U+0000 或残缺字符）'],
  ['单位名称', { undecodable: 'ff' }, '字节不是约定编码的文字'],
  ['单位名称', '威'.repeat(201), '名称过长'],
  ['单位编号', '1'.repeat(501), '文字过长'],
])('%s = %j: %s', (column, value, reason) => {
  const answer = read(insurance({ [column]: value }));
  if (reason === null) {
    expect(answer.ok).toBe(true);
    return;
  }
  expect(answer).toMatchObject({
    ok: false,
    row: { number: 7, field: column, reason: expect.stringContaining(reason) },
  });
  expect(answer.ok ? '' : answer.row.bytes.toString()).not.toContain('勿存');
});

test('a refused row keeps the bytes of its allowed columns, and its key and unit where they can be read', () => {
  const answer = read(insurance({ 登记日期: '20260230' }));
  expect(answer).toMatchObject({
    ok: false,
    row: { sourceKey: 'SI-1', unitCode: codeOf(1), field: '登记日期' },
  });
  const kept = JSON.parse(answer.ok ? '{}' : answer.row.bytes.toString());
  expect(kept).toMatchObject({
    记录编号: 'SI-1',
    登记日期: '20260230',
    单位名称: '威海岚达机械制造有限公司',
  });
  expect(Object.keys(kept)).not.toContain('经办人姓名');
});

test.each([
  [{ name: '勿存' }, { nested: true }],
  [
    ['甲', ['勿存'], { name: '勿存' }],
    ['甲', { nested: true }, { nested: true }],
  ],
  [[[['勿存']]], [{ nested: true }]],
])('of a column that holds %j nothing nested is kept', (title, kept) => {
  const item = { id: '1', rev: 1, employer: { uscc: codeOf(1), name: '甲' }, date: '2026-01-01', title };
  const contract = type('union', 'COLLECTIVE_CONTRACT');
  const answer = contract.read({
    number: 1,
    values: pick(JSON.stringify({ ...item, covers: title }), contract.columns),
  });
  expect(answer.ok).toBe(false);
  const bytes = answer.ok ? '' : answer.row.bytes.toString();
  expect(bytes).not.toContain('勿存');
  expect(JSON.parse(bytes).covers).toEqual(kept);
});

test('a row that cannot be taken apart keeps nothing', () => {
  const answer = type('hrss', 'SOCIAL_INSURANCE').read({ number: 1, values: null });
  expect(answer).toMatchObject({ ok: false, row: { field: '行', sourceKey: null } });
  expect(answer.ok ? '' : answer.row.bytes.toString()).toBe('{}');
});

test('a court paper may carry the organisation code alone, with or without its hyphen', () => {
  const paper = {
    编号: 'D1',
    版本: '1',
    被执行人名称: '甲',
    数据日期: '2023-01-01',
    案号: '一号',
    结案日期: '2023-01-01',
    结案方式: '调解',
  };
  const dispute = type('court', 'DISPUTE_OUTCOME');
  expect(dispute.read({ number: 1, values: { ...paper, 组织机构代码: '55138508-2' } })).toMatchObject({
    ok: true,
    row: { unitCode: null, organisationCode: '551385082' },
  });
  expect(dispute.read({ number: 1, values: { ...paper, 组织机构代码: '551385083' } })).toMatchObject({
    ok: false,
    row: { field: '组织机构代码', reason: '代码校验位不符' },
  });
  expect(dispute.read({ number: 1, values: paper })).toMatchObject({
    ok: false,
    row: { field: '统一社会信用代码' },
  });
});

test('only where it is kept by hand may a record carry a name alone', () => {
  const values = {
    会员编号: 'M1',
    版次: '1',
    企业名称: '甲有限公司',
    填报日期: '2026-01-01',
    入会日期: '2020-01-01',
  };
  expect(type('confederation', 'MEMBERSHIP').read({ number: 1, values })).toMatchObject({
    ok: true,
    row: { unitCode: null, organisationCode: null, unitName: '甲有限公司' },
  });
});

test('money keeps its cents as text', () => {
  const order = (amount: Cell) =>
    type('hrss', 'PAY_ORDER').read({
      number: 1,
      values: {
        ...insurance(),
        文书号: '一',
        作出日期: '20260101',
        期限届满日: '20260110',
        涉及人数: '3',
        金额: amount,
        是否履行: '否',
      },
    });
  expect(order('90071992547409.93')).toMatchObject({
    ok: true,
    row: { data: { amount: '90071992547409.93' } },
  });
  expect(order('12.5')).toMatchObject({ ok: true, row: { data: { amount: '12.50', obeyed: false } } });
  expect(order('0012')).toMatchObject({ ok: true, row: { data: { amount: '12.00' } } });
  for (const wrong of ['1e5', '1,200.00', '12.345', '-3', 'NaN']) {
    expect(order(wrong)).toMatchObject({ ok: false, row: { field: '金额' } });
  }
});

test('no row makes a reader throw', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue(),
  );
  for (const one of TYPES) {
    fc.assert(
      fc.property(fc.tuple(...one.columns.map(() => value)), (values) => {
        const answer = one.read({
          number: 1,
          values: Object.fromEntries(one.columns.map((name, place) => [name, cellOf(values[place])])),
        });
        expect(answer.ok ? answer.row.sourceKey : answer.row.reason).toBeTruthy();
        // What an officer reads is ours, word for word.
        expect(answer.ok ? '' : answer.row.reason).not.toMatch(/expected|received|invalid|too /i);
      }),
      { numRuns: 30 },
    );
  }
});
