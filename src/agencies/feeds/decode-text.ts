/** UTF-8 bytes to text, strictly: one wrong byte and the document is refused. */
import { unreadable } from './unreadable';

export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw unreadable('内容不是有效的 UTF-8 文字', error);
    }
  };
  for await (const chunk of bytes) {
    yield decode(chunk);
  }
  yield decode();
}
