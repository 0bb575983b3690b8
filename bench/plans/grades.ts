/** A delivery of grades made for the units that are there, taken in by the product's own steps inside one transaction. */
import { createHash } from 'node:crypto';
import type { RawRow, RecordType } from '../../src/agencies/agency';
import type { RawRows } from '../../src/agencies/delivery';
import { personKey } from '../../src/agencies/person';
import { findRecordType } from '../../src/agencies/registry';
import { analyzeScratch } from '../../src/agencies/runs/refresh-statistics';
import { stageDelivery } from '../../src/agencies/runs/stage-delivery';
import { mergeLoad } from '../../src/agencies/steps/merge-load';
import { systemActor } from '../../src/kernel/actor';
import type { Tx } from '../../src/store/transaction';

const ROWS = 5_000;
/** A number that no feed's load has. */
const LOAD = '1';

const UNITS = `select code, name from unit where kind = 'ENTERPRISE' and code is not null order by id limit ${ROWS}`;

function gradesType(): RecordType {
  const type = findRecordType('hrss', 'INTEGRITY_GRADE');
  if (type === null) {
    throw new Error('there is no feed of grades');
  }
  return type;
}

/** One grade for each unit; of the second delivery one in twenty is another. */
async function* rowsOf(units: readonly { code: string; name: string }[], delivery: number): RawRows {
  yield units.map(({ code, name }, place): RawRow => {
    const again = delivery > 1 && place % 20 === 0;
    const values = {
      记录编号: `BENCH-${place}`,
      版本: again ? '2' : '1',
      统一社会信用代码: code,
      单位名称: name,
      数据日期: '20260601',
      评价年度: '2025',
      等级: again ? 'B' : 'A',
      公布日期: '20260601',
      有效期起: '20260601',
      有效期止: '20270831',
    };
    return { number: place + 1, values };
  });
  return { asOf: null, mode: 'DELTA', cursor: null };
}

/** One delivery after another; what the last of them wrote is what is looked at. */
export async function takeGrades(tx: Tx, deliveries: readonly number[]): Promise<void> {
  const recordType = gradesType();
  const units = await tx.query<{ code: string; name: string }>(UNITS);
  for (const delivery of deliveries) {
    const [feed] = await tx.query<{ last: string | null }>(
      `select last_batch_id as last from feed where agency = 'hrss' and record_type = 'INTEGRITY_GRADE'`,
    );
    const staged = await stageDelivery(rowsOf(units, delivery), {
      client: tx.client,
      loadId: LOAD,
      recordType,
      personKey: personKey(Buffer.alloc(32, 1)),
      known: true,
      onRows: () => undefined,
    });
    await analyzeScratch(tx.client, staged.read);
    const report = await mergeLoad(tx, {
      loadId: LOAD,
      recordType,
      mode: 'DELTA',
      source: 'bench',
      digest: createHash('sha256').update(`bench ${delivery}`).digest(),
      asOf: tx.today,
      cursor: null,
      file: null,
      read: staged.read,
      unchanged: staged.unchanged,
      profile: staged.profile,
      lastBatchId: feed?.last ?? null,
      polled: false,
      actor: systemActor('bench'),
    });
    if (report.state !== 'ACCEPTED') {
      throw new Error(`the delivery was not taken: ${report.state}, ${report.reason}`);
    }
  }
}
