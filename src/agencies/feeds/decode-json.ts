/** One JSON page `{ …, "items": […] }` to raw rows: items are taken off one by one, so a page may be of any size. */
import type { Cell, RawRow } from '../agency';
import type { DeliveryEnd } from '../delivery';
import { dayOf, modeOf } from '../delivery';
import { cellOf } from './cell';
import { decodeText } from './decode-text';
import { unreadable } from './unreadable';

/** What stands beside the items. */
export interface JsonPage extends DeliveryEnd {
  /** The cursor of the next page; null: this was the last. */
  readonly next: string | null;
}

/** All that is not an item must stay small. */
const LONGEST_FRAME = 1024 * 1024;

export async function* decodeJsonPage(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly string[],
): AsyncGenerator<readonly RawRow[], JsonPage, undefined> {
  const scanner = new ItemScanner();
  let number = 0;
  for await (const text of decodeText(bytes)) {
    const rows: RawRow[] = [];
    for (const item of scanner.push(text)) {
      number += 1;
      rows.push({ number, values: pick(item, columns) });
    }
    yield rows;
  }
  return readFrame(scanner.frame());
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `employer.uscc` is the member `uscc` of the member `employer`. */
export function pick(text: string, columns: readonly string[]): RawRow['values'] {
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(item)) {
    return null;
  }
  const values: Record<string, Cell> = {};
  for (const column of columns) {
    const [first = '', second] = column.split('.', 2);
    const member = Object.hasOwn(item, first) ? item[first] : undefined;
    values[column] = cellOf(
      second === undefined
        ? member
        : isObject(member) && Object.hasOwn(member, second)
          ? member[second]
          : undefined,
    );
  }
  return values;
}

function readFrame(text: string): JsonPage {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch (error) {
    throw unreadable('不是完整的 JSON 文档', error);
  }
  if (!isObject(frame) || !Array.isArray(frame.items)) {
    throw unreadable('JSON 文档没有 items 列表');
  }
  const asOf = dayOf(frame.asOf);
  const mode = modeOf(frame.mode);
  if (asOf === null || mode === null) {
    throw unreadable('JSON 文档没有截止日期（asOf）或方式（mode）');
  }
  const cursorOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { asOf, mode, next: cursorOf(frame.next), cursor: cursorOf(frame.since) };
}

const code = (character: string): number => character.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const OPENING = new Set(['{', '['].map(code));
const CLOSING = new Set(['}', ']'].map(code));
const BETWEEN_ITEMS = new Set([',', ' ', '\n', '\r', '\t'].map(code));

/** Follows strings and depth alone; whether an item is JSON its own parse says. */
class ItemScanner {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private inItems = false;
  /** The last string at depth 1: the key before the list. */
  private key = '';
  private frameText = '';
  /** What an earlier chunk held of the item that is being read. */
  private itemText = '';

  frame(): string {
    return this.frameText;
  }

  push(text: string): string[] {
    const items: string[] = [];
    let from = 0;
    for (let place = 0; place < text.length; place++) {
      const character = text.charCodeAt(place);
      if (this.inString) {
        this.stepInString(text, place, character);
      } else if (OPENING.has(character)) {
        from = this.open(text, from, place, character);
      } else if (CLOSING.has(character)) {
        from = this.close(text, from, place, items);
      } else {
        this.stepOutside(character);
      }
    }
    if (!this.inItems) {
      this.frameText += text.slice(from);
    } else if (this.depth > 2) {
      this.itemText += text.slice(from);
    }
    if (this.frameText.length > LONGEST_FRAME || this.itemText.length > LONGEST_FRAME) {
      throw unreadable('JSON 文档的版式不符');
    }
    return items;
  }

  /** Returns where the text begins that is not yet taken over. */
  private open(text: string, from: number, place: number, character: number): number {
    const startsItem = this.inItems && this.depth === 2;
    this.depth += 1;
    if (this.depth === 2 && character === code('[') && this.key === 'items') {
      this.inItems = true;
      this.frameText += text.slice(from, place + 1);
      return place + 1;
    }
    return startsItem ? place : from;
  }

  private close(text: string, from: number, place: number, items: string[]): number {
    this.depth -= 1;
    if (!this.inItems || this.depth > 2) {
      return from;
    }
    if (this.depth === 2) {
      items.push(this.itemText + text.slice(from, place + 1));
      this.itemText = '';
      return place + 1;
    }
    this.inItems = false;
    return place;
  }

  private stepOutside(character: number): void {
    if (this.inItems && this.depth === 2 && !BETWEEN_ITEMS.has(character)) {
      throw unreadable('items 列表中有不是对象的内容');
    }
    if (character === QUOTE) {
      this.inString = true;
      this.key = this.depth === 1 ? '' : this.key;
    }
  }

  private stepInString(text: string, place: number, character: number): void {
    if (this.escaped) {
      this.escaped = false;
    } else if (character === BACKSLASH) {
      this.escaped = true;
    } else if (character === QUOTE) {
      this.inString = false;
    } else if (this.depth === 1) {
      this.key += text.charAt(place);
    }
  }
}
