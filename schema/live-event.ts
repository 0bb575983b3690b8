/** One event of a subscription: the row is read now, by whoever the subscriber is now. */
import { type GraphQLResolveInfo, getNamedType, isUnionType } from 'graphql';
import type { LiveContext } from './live-context';
import { isProblemName } from './problem';
import { admit, byUuid, planReadBack, readBack } from './read-back';
import type { Changed } from './watch';

function dataTypeOf(info: GraphQLResolveInfo): string {
  const result = getNamedType(info.returnType);
  const data = isUnionType(result) ? result.getTypes().find((type) => !isProblemName(type.name)) : undefined;
  if (data === undefined) {
    throw new TypeError(`${info.fieldName} has no data type`);
  }
  return data.name;
}

export async function resolveEvent(
  changed: Changed,
  given: Record<string, unknown>,
  live: LiveContext,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const context = await live.renew();
  const admitted = admit(context, info, given);
  return 'problem' in admitted
    ? admitted.problem
    : readBack(planReadBack(context, info, byUuid(dataTypeOf(info))), changed.id);
}
