/** Live: flags as they change, of the kinds and units that the subscriber may see. */
import { ArgsType, Field, Resolver } from 'type-graphql';
import { compile } from '../../src/store/compile';
import { type Arguments, bindValues, isGiven } from '../../src/store/compile-parameters';
import type { SelectedNode } from '../../src/store/selection';
import { poolOf } from '../../src/store/transaction';
import { Access, reads } from '../access';
import { FlagKind } from '../common-words';
import type { HubContext } from '../context';
import { equals, many, sourceOf, upwards, when } from '../entity';
import { OPTIONAL, text, word } from '../fields';
import type { LiveSignal } from '../live';
import type { LiveContext } from '../live-context';
import { ONE_PROBLEMS, resultOf } from '../problem';
import { ENTITIES } from '../registry';
import { DateTimeScalar } from '../scalars';
import { type Changed, Watch } from '../watch';
import { watched } from '../watched';
import { Flag } from './types';

@ArgsType()
class FlagChangedArgs {
  @text('只看此单位（统一社会信用代码）。 Of this unit only, by its code.', OPTIONAL)
  unitCode?: string | null;

  @word(FlagKind, '只看此类。 Of this kind only.', OPTIONAL)
  kind?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      '断线前最后一条的登记时间：此刻起（含）的变更先补送。 Where one left off: what was recorded from this instant on comes first.',
  })
  since?: string | null;
}

interface Row extends Changed {
  readonly recordedAt: string;
}

const CHANGES = many({
  to: 'Flag',
  where: [
    when('ids', 'uuid[]', (value, row) => `${row}.id = any (${value})`),
    when('since', 'timestamptz', (value, row) => `${row}.recorded_at >= ${value}`),
    equals('kind', 'text', 'kind'),
    when(
      'unitCode',
      'text',
      (value, row) => `${row}.unit_id = (select u.id from unit u where u.code = ${value})`,
    ),
  ],
  order: upwards(['recorded_at', 'timestamptz'], ['id', 'uuid']),
  size: { usual: 500, most: 500 },
});

const PLAIN = { kind: 'column', nullable: false } as const;

/** Of what changed, that which this subscriber may see: a flag out of sight makes no event at all. */
async function visible(context: HubContext, given: Arguments): Promise<readonly Row[]> {
  const flag = ENTITIES.get('Flag');
  if (flag === undefined || CHANGES.kind !== 'list') {
    throw new TypeError('no shape answers Flag');
  }
  const nodes: SelectedNode[] = [
    { kind: 'value', key: 'id', field: { ...PLAIN, column: 'id', type: 'uuid' } },
    { kind: 'value', key: 'recordedAt', field: { ...PLAIN, column: 'recorded_at', type: 'timestamptz' } },
  ];
  const { order, size } = CHANGES;
  const list: SelectedNode = {
    kind: 'list',
    key: 'flags',
    source: sourceOf(CHANGES, flag),
    slot: 0,
    order,
    size,
    nodes,
  };
  const statement = compile([list], context.decisions, (_slot, path) => isGiven(given, path));
  const values = bindValues(statement.parameters, { slots: [given], environment: context.environment });
  const { rows } = await poolOf(context.store).query<{ answer: string }>(statement.text, values);
  return (JSON.parse(rows[0]?.answer ?? '{"flags":[]}') as { flags: Row[] }).flags;
}

async function watchFlags(given: FlagChangedArgs, live: LiveContext): Promise<AsyncIterable<Changed>> {
  const { since, ...filter } = given;
  // Listening begins before anything is read: what changes in between comes twice rather than never.
  const signals = live.live.signals('FlagChanged');
  const sent = new Set<string>();
  const begun = await live.renew();
  let last = since ?? (begun.environment.now as Date).toISOString();
  const read = async (signal: LiveSignal): Promise<readonly Changed[]> => {
    const ids = signal === 'AGAIN' ? undefined : [signal.key.flagId];
    const context = await live.renew();
    const found = await visible(context, ids === undefined ? { ...filter, since: last } : { ...filter, ids });
    const fresh = found.filter((row) => !sent.has(row.id));
    for (const row of fresh) {
      sent.add(row.id);
      last = row.recordedAt > last ? row.recordedAt : last;
    }
    return fresh;
  };
  const missed = since === undefined || since === null ? [] : await read('AGAIN');
  return new Watch(signals, read, missed);
}

const FlagResult = resultOf('FlagResult', '标识或原因。 The flag, or why not.', () => Flag, ONE_PROBLEMS);

@Resolver()
export class FlagSubscriptions {
  @Access(reads('flags.DESIGNATION', 'flags.INCENTIVE_ELIGIBILITY', 'flags.JOINT_SANCTION'))
  @watched(
    () => FlagResult,
    '标识变更，只含可见的种类和单位。 Flags as they change, of the kinds and units you may see.',
    FlagChangedArgs,
    watchFlags,
  )
  flagChanged: unknown;
}
