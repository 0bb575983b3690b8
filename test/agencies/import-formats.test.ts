/** Files of the other bodies brought by hand; and old papers, which are joined by organisation code only where it is one unit's. */
import fs from 'node:fs';
import path from 'node:path';
import { importFile } from '../../src/agencies/runs/import-file';
import { codeOf } from '../units/city';
import { ACTOR, count, heads, insurance, insurances, PORTS } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-11-21T02:00:00Z');

function bring(agency: string, name: string, text: string, more: object = {}) {
  const file = path.join(world.folder, name);
  fs.writeFileSync(file, text);
  return importFile(world.store, { agency, path: file, actor: ACTOR, ...more }, PORTS);
}

const paper = (key: string, code: string) =>
  `<案件 编号="${key}" 版本="1">${code}<被执行人名称>甲</被执行人名称><数据日期>2023-01-05</数据日期>` +
  '<案号>（2023）一号</案号><结案日期>2023-01-05</结案日期><结案方式>调解</结案方式><原告姓名>勿存</原告姓名></案件>';
const exported = (...cases: string[]) =>
  `<?xml version="1.0"?><导出 类型="dispute" 截止日期="2026-11-20" 方式="增量" 件数="${cases.length}">${cases.join('')}</导出>`;
const organisation = (code: string, hyphen = '') => {
  const nine = code.slice(8, 17);
  return `<组织机构代码>${nine.slice(0, 8)}${hyphen}${nine.slice(8)}</组织机构代码>`;
};

/** GB 11714 has its own check digit; of these bodies the codes carry the right one. */
const withOrganisation = (() => {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const check = (first8: string) => {
    const sum = [...first8].reduce(
      (total, one, place) => total + Number.parseInt(one, 36) * (weights[place] ?? 0),
      0,
    );
    const rest = 11 - (sum % 11);
    return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
  };
  return Array.from({ length: 400 }, (_, number) => number).filter((number) => {
    const nine = codeOf(number).slice(8, 17);
    return check(nine.slice(0, 8)) === nine.charAt(8);
  });
})();
const [first = 0, second = 0, third = 0] = withOrganisation;

test('the organisation code joins where it is one unit’s, not where it is two’s, and not where it is nobody’s', async () => {
  const twin = codeOf(second, '92', '371082');
  await world.deliver([
    insurance(first),
    insurance(second),
    insurance(second, { 记录编号: 'twin', 统一社会信用代码: twin, 单位名称: '另一家' }),
  ]);
  const report = await bring(
    'court',
    'dispute.xml',
    exported(
      paper('D1', organisation(codeOf(first))),
      paper('D2', organisation(codeOf(first), '-')),
      paper('D3', organisation(codeOf(second))),
      paper('D4', organisation(codeOf(third))),
    ),
  );
  expect(report).toMatchObject({ state: 'ACCEPTED', accepted: 4, asOf: '2026-11-20', mode: 'DELTA' });
  const joined = await heads(world.store, 'DISPUTE_OUTCOME');
  const units = await world.query<{ id: string; code: string }>('select id, code from unit');
  const idOf = (code: string) => units.find((unit) => unit.code === code)?.id;
  expect(joined.map(({ source_key, unit_id }) => [source_key, unit_id])).toEqual([
    ['D1', idOf(codeOf(first))],
    ['D2', idOf(codeOf(first))],
    ['D3', null],
    ['D4', null],
  ]);
  // The unit of the fourth comes later, and then it is joined as well; the third stays in doubt.
  await world.deliver(
    [insurance(first), insurance(second), insurance(third)],
    'social-insurance',
    'delta',
    '20260302',
  );
  const later = await heads(world.store, 'DISPUTE_OUTCOME');
  expect(later.map(({ unit_id }) => unit_id !== null)).toEqual([true, true, false, true]);
});

test('papers that contradict each other are on the unit that alone has their organisation code', async () => {
  await world.deliver([insurance(first)]);
  const one = paper('D1', organisation(codeOf(first)));
  const report = await bring('court', 'dispute.xml', exported(one, one.replace('一号', '二号')));
  expect(report).toMatchObject({ quarantined: 2 });
  expect(await world.query('select distinct unit_code from quarantined_row')).toEqual([
    { unit_code: codeOf(first) },
  ]);
});

test('an old paper that comes again with the full code is no other unit', async () => {
  await world.deliver(insurances(1));
  const many = withOrganisation.slice(0, 20);
  const old = many.map((number) => paper(`D${number}`, organisation(codeOf(number))));
  await bring('court', 'dispute.xml', exported(...old));
  const renewed = many.map((number) =>
    paper(`D${number}`, `<统一社会信用代码>${codeOf(number)}</统一社会信用代码>`).replace(
      '版本="1"',
      '版本="2"',
    ),
  );
  expect(await bring('court', 'dispute.xml', exported(...renewed))).toMatchObject({
    state: 'ACCEPTED',
    changed: 20,
  });
});

test('a page of the union, lines of 工商联 and a table of 企联 can be brought as files', async () => {
  await world.deliver(insurances(3));
  const employer = { uscc: codeOf(1), name: '甲' };
  const letter = {
    id: 'L1',
    rev: 1,
    employer,
    date: '2026-11-01',
    no: '一',
    kind: 'reminder',
    sent: '2026-11-01',
  };
  expect(
    await bring(
      'union',
      'letter.json',
      JSON.stringify({ asOf: '2026-11-20', mode: 'delta', items: [letter], next: null, since: 'x' }),
    ),
  ).toMatchObject({ recordType: 'UNION_LETTER', accepted: 1, asOf: '2026-11-20' });
  const line = {
    seq: 7,
    key: 'H1',
    version: 1,
    uscc: codeOf(2),
    enterprise: '乙',
    day: '2026-11-01',
    title: '先进',
    level: 'city',
    awarded: '2026-11-01',
  };
  const end = { end: true, asOf: '2026-11-19', mode: 'delta', lines: 1 };
  expect(
    await bring('federation', 'honour.ndjson', `${JSON.stringify(line)}\n${JSON.stringify(end)}\n`),
  ).toMatchObject({ recordType: 'HONOUR', accepted: 1, asOf: '2026-11-19' });
  const table = `\ufeff会员编号,版次,企业代码,企业名称,填报日期,入会日期,退会日期,会内职务单位,联系人手机\r\nM1,1,${codeOf(3)},丙,2026-11-01,2020-05-01,,会员单位,勿存\r\n`;
  expect(await bring('confederation', 'confederation-membership.csv', table)).toMatchObject({
    recordType: 'MEMBERSHIP',
    accepted: 1,
    asOf: '2026-11-21',
  });
  expect(
    await bring('confederation', 'members.csv', table, { recordType: 'membership', asOf: '2026-11-22' }),
  ).toMatchObject({
    state: 'SAME',
    asOf: '2026-11-22',
  });
  const [federation] = await world.query<{ cursor: string | null }>(
    `select cursor from feed where agency = 'federation'`,
  );
  // What was brought by hand does not move the cursor of the poll.
  expect(federation?.cursor).toBeNull();
  expect(await count(world.store, 'record_head where unit_id is not null')).toBe(6);
});
