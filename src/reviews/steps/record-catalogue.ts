/** Puts a standard on record as it is when the first case is opened under it. */
import type { CompiledCatalogue } from '../../criteria/compile';
import { canonicalJson, type Json } from '../../kernel/canonical-json';
import { HubError } from '../../kernel/errors';
import type { Tx } from '../../store/transaction';

/** What a case was opened under stays on record; the same id may never come to mean another standard. */
export async function recordCatalogue(tx: Tx, { catalogue, digest }: CompiledCatalogue): Promise<void> {
  await tx.query(
    `insert into catalogue_version (id, digest, content, recorded_at) values ($1, $2, $3, $4) on conflict (id) do nothing`,
    [catalogue.id, digest, canonicalJson(catalogue as unknown as Json), tx.now],
  );
  const [row] = await tx.query<{ digest: Buffer }>('select digest from catalogue_version where id = $1', [
    catalogue.id,
  ]);
  if (row === undefined || !row.digest.equals(digest)) {
    throw new HubError(
      'CATALOGUE_INVALID',
      `The standard ${catalogue.id} is on record with other content.`,
      'A changed standard is a new version: give its file another id and validity.',
    );
  }
}
