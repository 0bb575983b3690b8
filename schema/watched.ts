/** A root field of Subscription: `watch` says which rows to read again, and when; what is refused is told so once. */
import type { GraphQLResolveInfo } from 'graphql';
import { Args, Subscription } from 'type-graphql';
import type { LiveContext } from './live-context';
import { admit } from './read-back';
import type { Changed } from './watch';

type Watched = AsyncIterable<Changed>;

/** One event, at which the refusal is said, and the end. */
async function* refused(): AsyncGenerator<Changed> {
  yield { id: '' };
}

export function watched<Given>(
  type: () => unknown,
  description: string,
  args: new () => Given & object,
  watch: (given: Given, context: LiveContext) => Watched | Promise<Watched>,
): PropertyDecorator {
  return (prototype, key) => {
    const subscribe = async (asked: { args: object; context: LiveContext; info: GraphQLResolveInfo }) => {
      const admitted = admit(await asked.context.renew(), asked.info, { ...asked.args });
      return 'given' in admitted ? watch(admitted.given as Given, asked.context) : refused();
    };
    Subscription(type as () => never, { description, subscribe: subscribe as never })(prototype, key, {});
    Args(() => args)(prototype, key, 0);
  };
}
