/** The scalars of one request: one SELECT for each, written as JSON has it. */
import { type GraphQLResolveInfo, getNamedType } from 'graphql';
import type { Area } from '../../src/access/areas';
import { mayRead } from '../../src/access/rules';
import type { AgencyBody } from '../../src/agencies/agency';
import { AGENCIES, findRecordType } from '../../src/agencies/registry';
import { LIFECYCLE } from '../../src/reviews/lifecycle';
import { EXPRESSIONS, RECORD_COLUMNS, RECORD_TYPES } from './oracle-fields';
import { Rows, type Source } from './oracle-rows';

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export class Scalars extends Rows {
  protected feeds(after: unknown): Source[] {
    const known = AGENCIES.flatMap(({ recordTypes }) =>
      recordTypes.map(({ agency, name }) => [agency, name] as const),
    );
    const feeds = known
      .sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
      .map((feed) => ({
        type: 'Feed',
        feed,
        cursor: Buffer.from(JSON.stringify(feed)).toString('base64url'),
      }));
    const before = feeds.findIndex(({ cursor }) => cursor === after);
    return feeds.map((feed, place) => ({ ...feed, after: place > before }));
  }

  protected async ofFeed(
    [agency, recordType]: readonly [string, string],
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const read = async (column: string) =>
      (
        await this.select(`select ${column} as v from feed where agency = $1 and record_type = $2`, [
          agency,
          recordType,
        ])
      )[0] ?? null;
    const type = findRecordType(agency as AgencyBody, recordType);
    const complete = await read('complete_as_of');
    const age =
      complete === null ? null : (Date.parse(this.today) - Date.parse(String(complete))) / 86_400_000;
    const held = await read('held_batch_id');
    switch (info.fieldName) {
      case 'agency':
        return agency;
      case 'recordType':
        return recordType;
      case 'mode':
        return type?.mode;
      case 'lastBatch':
      case 'heldBatch': {
        const batch = await read(snake(`${info.fieldName}Id`));
        const [at] = await this.select('select ctid as v from batch where id = $1', [batch]);
        return at === undefined ? null : { type: 'Batch', at };
      }
      case 'ageDays':
        return held === null ? age : null;
      case 'state':
        return held !== null
          ? 'HELD'
          : age === null
            ? 'NEVER_DELIVERED'
            : age > (type?.limits.lateAfterDays ?? 0)
              ? 'LATE'
              : 'FRESH';
      default:
        return written(await read(snake(info.fieldName)), info);
    }
  }

  /** What rests on records out of sight is left out. */
  private async ofFinding(json: Record<string, unknown>, field: 'values' | 'records'): Promise<unknown> {
    if (field === 'values') {
      const left = this.maySource('court/DISPUTE_OUTCOME') ? [] : ['disputesClosed', 'judicialConfirmations'];
      const [text] = await this.select(`select (($1::jsonb -> 'values') - $2::text[])::text as v`, [
        JSON.stringify(json),
        left,
      ]);
      return text;
    }
    const found: string[] = [];
    for (const id of json.records as string[]) {
      const [origin] = await this.select(
        `select agency || '/' || record_type as v from agency_record where id = $1`,
        [id],
      );
      if (this.maySource(String(origin))) {
        found.push(id);
      }
    }
    return found;
  }

  protected async scalar(source: Source, info: GraphQLResolveInfo): Promise<unknown> {
    const { fieldName } = info;
    if (source.type === 'Health') {
      return fieldName === 'today' ? this.today : 'tripartite-hub';
    }
    if (source.feed) {
      return this.ofFeed(source.feed, info);
    }
    if (source.json !== undefined) {
      const json = source.json as Record<string, unknown>;
      if (source.type === 'ElementFinding' && (fieldName === 'values' || fieldName === 'records')) {
        return this.ofFinding(json, fieldName);
      }
      return written(json[fieldName] ?? null, info);
    }
    if (`${source.type}.${fieldName}` === 'UnitName.source') {
      const origin = String(await this.value(source, 'r.source'));
      return origin === 'office' || this.maySource(origin) ? origin : null;
    }
    if (`${source.type}.${fieldName}` === 'TitleEvent.version' && !this.may('reviews')) {
      return this.value(
        source,
        `(select count(*)::int from designation_event e where e.designation_id = r.designation_id
          and e.version <= r.version and e.kind not in ('KEPT', 'OVERDUE', 'REPORTED_UPWARD'))`,
      );
    }
    if (`${source.type}.${fieldName}` === 'QuarantinedRow.bytes') {
      const agency = await this.value(source, '(select agency from batch where id = r.batch_id)');
      const may = this.actor !== null && mayRead(this.actor, `quarantine.${agency}` as Area, this.today);
      return may ? this.value(source, EXPRESSIONS['QuarantinedRow.bytes'] ?? '') : null;
    }
    if (RECORD_TYPES[source.type] && !RECORD_COLUMNS.includes(fieldName)) {
      const data = (await this.value(source, 'r.data')) as Record<string, unknown>;
      return written(data[fieldName] ?? null, info);
    }
    if (fieldName === 'nextActions') {
      const state = await this.value(source, EXPRESSIONS['ReviewCase.state'] ?? '');
      const rows = LIFECYCLE.filter(
        ({ from, by }) => from === state && this.actor !== null && by.includes(this.actor.role),
      );
      return [...new Set(rows.map(({ action }) => action))];
    }
    const sql = EXPRESSIONS[`${source.type}.${fieldName}`] ?? `r.${snake(fieldName)}`;
    return written(await this.value(source, sql), info);
  }
}

/** As JSON has it: instants in UTC, numbers that would lose digits as text. */
function written(value: unknown, info: GraphQLResolveInfo): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === 'number' && getNamedType(info.returnType).name !== 'Int' ? String(value) : value;
}
