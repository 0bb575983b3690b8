/** Reads the recipients and their grants at start; a grant of what nobody can say stops the process. */
import path from 'node:path';
import { HubError } from '../kernel/errors';
import { readDataFiles, requireOwnIds } from '../store/data-files';
import { parseRecipients, type RecipientData } from './recipient';

/** What events can be about, and what each can say. An event is bytes here: whoever makes them knows. */
export type Sayable = Readonly<Record<string, readonly string[]>>;

function unknownIn({ id, grants, never }: RecipientData, sayable: Sayable): string | null {
  const kinds = [...grants, ...never].map(({ flagKind }) => flagKind);
  const kind = kinds.find((one) => !Object.hasOwn(sayable, one));
  if (kind !== undefined) {
    return `${id}：没有 ${kind} 这种标识，只有 ${Object.keys(sayable).join('、')}`;
  }
  const stray = grants.flatMap(({ flagKind, fields }) =>
    fields
      .filter((field) => !sayable[flagKind]?.includes(field))
      .map((field) => `${flagKind} 没有字段 ${field}`),
  );
  return stray.length === 0 ? null : `${id}：${stray.join('；')}`;
}

/** Throws CATALOGUE_INVALID, naming file, recipient and word. */
export function loadRecipients(
  sayable: Sayable,
  folder = path.join(__dirname, 'recipients'),
): readonly RecipientData[] {
  const recipients = readDataFiles(folder).flatMap(({ file, content }) =>
    parseRecipients(content, file).recipients.map((recipient) => ({ file, id: recipient.id, recipient })),
  );
  requireOwnIds(recipients);
  for (const { file, recipient } of recipients) {
    const problem = unknownIn(recipient, sayable);
    if (problem !== null) {
      throw new HubError('CATALOGUE_INVALID', `${file}：${problem}`);
    }
  }
  return recipients.map(({ recipient }) => recipient);
}
