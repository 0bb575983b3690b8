/** A file brought by hand or found in the drop folder as a delivery: type, mode and day from its name and sidecar. */
import { basename } from 'node:path';
import type { Agency, Mode, RecordType } from '../agency';
import type { Delivery, DeliveryEnd, RawRows } from '../delivery';
import { decodeCsv } from './decode-csv';
import { decodeJsonPage } from './decode-json';
import { decodeNdjson } from './decode-ndjson';
import { decodeXmlExport } from './decode-xml';
import { parseDropName, readSidecar, type Sidecar } from './drop-folder';
import { type FileAddress, fileDigest, readPieces } from './file-bytes';
import { unreadable } from './unreadable';

export interface FileToOpen extends FileAddress {
  readonly agency: Agency;
  readonly recordType: RecordType;
  readonly mode: Mode | null;
  readonly asOf: string | null;
  readonly onPiece?: (bytes: number) => void;
}

export async function openFile(file: FileToOpen): Promise<Delivery> {
  const name = basename(file.path);
  const drop = parseDropName(name);
  const digest = await fileDigest(file);
  const sidecar = file.agency.way.kind === 'DROP_FOLDER' ? await readSidecar(file) : null;
  if (sidecar !== null && sidecar.sha256.toLowerCase() !== digest.toString('hex')) {
    throw unreadable('文件与 .done 中的摘要不符，文件不完整');
  }
  return {
    recordType: file.recordType,
    source: name,
    digest,
    asOf: file.asOf ?? sidecar?.asOf ?? drop?.day ?? null,
    mode: file.mode ?? drop?.mode ?? null,
    selfDated: !['DROP_FOLDER', 'BY_HAND'].includes(file.agency.way.kind),
    rows: counted(decode(file), sidecar),
  };
}

function decode(file: FileToOpen): RawRows {
  const { agency, recordType } = file;
  const bytes = readPieces(file, file.onPiece);
  const { way } = agency;
  switch (way.kind) {
    case 'DROP_FOLDER':
    case 'BY_HAND':
      return decodeCsv(bytes, { encoding: way.encoding, columns: recordType.columns });
    case 'PAGED_JSON':
      return decodeJsonPage(bytes, recordType.columns);
    case 'XML_EXPORT':
      return decodeXmlExport(bytes, recordType.columns);
    case 'NDJSON':
      return decodeNdjson(bytes, recordType.columns, null);
    default:
      return way satisfies never;
  }
}

async function* counted(rows: RawRows, sidecar: Sidecar | null): RawRows {
  let number = 0;
  const end: DeliveryEnd = yield* tap(rows, (count) => {
    number += count;
  });
  if (sidecar !== null && sidecar.rows !== number) {
    throw unreadable(`.done 标明 ${sidecar.rows} 行，实有 ${number} 行`);
  }
  // The cursor belongs to the poll; a file brought by hand does not move it.
  return { ...end, cursor: null };
}

async function* tap(rows: RawRows, seen: (count: number) => void): RawRows {
  for (;;) {
    const next = await rows.next();
    if (next.done === true) {
      return next.value;
    }
    seen(next.value.length);
    yield next.value;
  }
}
