/** Live: the progress of a round. */
import { ArgsType, Field, ID, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import type { LiveContext } from '../live-context';
import { type Changed, Watch } from '../watch';
import { watched } from '../watched';
import { ReviewRoundResult } from './queries';

@ArgsType()
class RoundProgressArgs {
  @Field(() => ID, { description: '轮次编号。 Id of the round.' })
  roundId!: string;
}

/** The present state comes first, so whoever lost the connection subscribes again and has missed nothing. */
function watchRound(given: { roundId: string }, context: LiveContext): AsyncIterable<Changed> {
  const round = { id: given.roundId };
  const signals = context.live.signals('RoundAdvanced');
  return new Watch(
    signals,
    (signal) => (signal === 'AGAIN' || signal.key.roundId === round.id ? [round] : []),
    [round],
  );
}

@Resolver()
export class RoundSubscriptions {
  @Access(reads('reviews'))
  @watched(
    () => ReviewRoundResult,
    '轮次进度：先送当前状态，此后每有进展送一次。 Progress of a round: the present state first, then each advance.',
    RoundProgressArgs,
    watchRound,
  )
  roundProgress: unknown;
}
