/** Bytes in pieces of a size, as a network would bring them, and a decoder read to its end. */
import type { RawRow } from '../../src/agencies/agency';
import type { DeliveryEnd } from '../../src/agencies/delivery';

export async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

export async function drain<End extends DeliveryEnd>(
  rows: AsyncGenerator<readonly RawRow[], End, undefined>,
): Promise<{ rows: RawRow[]; end: End }> {
  const all: RawRow[] = [];
  for (;;) {
    const next = await rows.next();
    if (next.done === true) {
      return { rows: all, end: next.value };
    }
    all.push(...next.value);
  }
}
