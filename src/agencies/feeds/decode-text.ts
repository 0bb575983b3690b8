/** What a source sends as text: UTF-8, and one wrong byte refuses the document. */
import { utf8Text } from '../../store/utf8-text';
import { unreadable } from './unreadable';

export const decodeText = (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> =>
  utf8Text(bytes, (error) => unreadable('内容不是有效的 UTF-8 文字', error));
