/** Recipients as dated data: who gets what, on which legal basis, which fields, until when. Nothing else is sent. */
import { z } from 'zod';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';

const day = z.iso.date();
const word = z.string().min(1);

const Grant = z
  .strictObject({
    flagKind: word,
    legalBasis: word,
    catalogueItem: word,
    fields: z.array(z.string().regex(/^[a-zA-Z]+$/)).min(1),
    from: day,
    until: day,
  })
  .refine((grant) => grant.until > grant.from, '截止日期（until）须晚于起始日期（from）');

const Recipient = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    name: word,
    concurrency: z.int().min(1).max(64),
    /** Kinds that this recipient has no power to use: a grant of one is an error in the data. */
    never: z.array(z.strictObject({ flagKind: word, basis: word })).default([]),
    grants: z.array(Grant),
  })
  .refine(
    ({ grants, never }) => !grants.some((grant) => never.some((no) => no.flagKind === grant.flagKind)),
    '授权了该接收方依法不得取得的种类（never）',
  )
  .refine(({ grants }) => {
    const keys = grants.map((grant) => `${grant.flagKind} ${grant.from}`);
    return new Set(keys).size === keys.length;
  }, '同一种类有两项授权从同一天开始');

const Recipients = z
  .strictObject({ region: z.string().regex(/^\d{6}$/), note: z.string(), recipients: z.array(Recipient) })
  .refine(
    ({ recipients }) => new Set(recipients.map(({ id }) => id)).size === recipients.length,
    '两个接收方编号相同',
  );

export type RecipientData = z.output<typeof Recipient>;
export type RecipientsData = z.output<typeof Recipients>;

export function parseRecipients(data: unknown, file = '接收方数据'): RecipientsData {
  const parsed = Recipients.safeParse(data);
  if (!parsed.success) {
    throw new HubError('CATALOGUE_INVALID', `${file}：${inputProblems(parsed.error.issues)}`);
  }
  return parsed.data;
}
