/** The days of the way out of a title, in the one order in which they may lie, and what demands each. Pure. */
import { isCalendarDate } from '../calendar/gregorian';
import { fail, type Result } from '../kernel/result';

const TEXT = '威人社函〔2023〕19号 六（五）';
const HEARING = '取消命名前应当告知单位并听取其陈述申辩；程序及期限为本项目参数（[P]）';

/** None may lie before one that stands above it: papers dated back would void the hearing. */
const ORDER = [
  { day: 'NAMED', zh: '命名', basis: `${TEXT}：命名后定期复核` },
  { day: 'OPENED', zh: '立案', basis: `${TEXT}：县级三方定期复核` },
  { day: 'FAILED', zh: '整改期满评定不合格', basis: `${TEXT}：不符合条件的` },
  { day: 'PROPOSED', zh: '县级三方提出', basis: `${TEXT}：由县级三方报市三方` },
  { day: 'SERVED', zh: '告知送达', basis: HEARING },
  { day: 'HEARD', zh: '听取陈述申辩（或者期满未陈述）', basis: HEARING },
  { day: 'OPINION', zh: '各家意见', basis: `${TEXT}：市三方审议` },
  { day: 'DECIDED', zh: '决定', basis: `${TEXT}：审议同意后，取消命名` },
  { day: 'TODAY', zh: '今日', basis: '尚未发生的事项不予登记' },
] as const;

export type Day = (typeof ORDER)[number]['day'];
/** A day that is not known, or does not apply, is left out or null. */
export type Days = Readonly<Partial<Record<Day, string | null>>>;

/** Null: the days are days, and lie in their order. */
export function refuseDisorder(days: Days): Result<never> | null {
  let before: { readonly zh: string; readonly on: string; readonly name: Day } | null = null;
  for (const { day, zh, basis } of ORDER) {
    const on = days[day] ?? null;
    if (on === null) continue;
    if (!isCalendarDate(on)) {
      return fail('INVALID_INPUT', `${zh}的日期“${on}”不是有效日期。 ${day} is no day.`);
    }
    if (before !== null && on < before.on) {
      return fail(
        'INVALID_INPUT',
        `${before.zh}（${before.on}）不得晚于${zh}（${on}）。 ${before.name} lies after ${day}.`,
        `依据：${basis}。请按文书上的日期登记。`,
      );
    }
    before = { zh, on, name: day };
  }
  return null;
}

/** What a decision that ends a title rests on, beside its own paper. */
export const HEARING_DEMANDED = fail(
  'EVIDENCE_MISSING',
  '取消称号前须听取单位陈述申辩，尚无听取日期。 The unit must be heard before its title is cancelled.',
  `依据：${HEARING}。`,
);
